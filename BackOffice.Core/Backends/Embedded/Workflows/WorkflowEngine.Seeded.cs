#if DEBUG
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>Deliberate mistakes in the order of a batch; see <see cref="SeededBugs"/>. A pause makes the moment of a kill likely to fall between.</summary>
internal sealed partial class WorkflowEngine
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private void CommitTooLate()
    {
        if (!_inTransaction)
            return;
        if (SeededBugs.Is(SeededBugs.AcknowledgeBeforeCommit))
        {
            _batch.ForEach(work => work.Committed());
            Thread.Sleep(s_pause);
        }
        else if (SeededBugs.Is(SeededBugs.SnapshotApart))
        {
            _statements.Commit();
            Thread.Sleep(s_pause);
            _statements.Begin();
            _statements.PutLateFrames();
        }
    }
}
#endif
