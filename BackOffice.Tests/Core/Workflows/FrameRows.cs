using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>A snapshot's rows as the store keeps them: written from changes, and read again.</summary>
internal sealed class FrameRows
{
    private readonly SortedDictionary<int, byte[]> _rows = [];

    /// <summary>Bytes that the last transition wrote.</summary>
    public int Written { get; private set; }

    /// <summary>The snapshot as it would be read from disk after the transition.</summary>
    public ExecutionSnapshot Store(Transition transition)
    {
        Write(transition);
        return transition.After with { Frames = Read(transition.After) };
    }

    public void Write(Transition transition)
    {
        var pack = new PackWriter();
        Written = 0;
        foreach (var (before, after) in transition.Frames)
        {
            if (FramePack.HasBody(before) && !FramePack.HasBody(after))
                _rows.Remove(FramePack.BodyOf(before?.Id ?? 0));
            if (after is null)
            {
                _rows.Remove(before?.Id ?? 0);
                continue;
            }

            FramePack.Write(pack, transition.After, after);
            Put(after.Id, pack);
            if (!FramePack.HasNewBody(before, after))
                continue;
            FramePack.WriteBody(pack, after);
            Put(FramePack.BodyOf(after.Id), pack);
        }
    }

    private void Put(int row, PackWriter pack)
    {
        _rows[row] = pack.Written.ToArray();
        Written += pack.Written.Length;
    }

    private List<Frame> Read(ExecutionSnapshot snapshot)
    {
        var frames = _rows.Where(r => r.Key >= 0).Select(r => FramePack.Read(r.Key, r.Value)).ToList();
        foreach (var frame in frames)
        {
            if (FramePack.HasBody(frame))
                FramePack.ReadBody(frame, _rows[FramePack.BodyOf(frame.Id)]);

            // A heartbeat's clock is not stored; the test lets it run on.
            if (frame.Task is { } task)
                frame.Task = task with { BeatAt = snapshot.Find(frame.Id)?.Task?.BeatAt };
        }

        Assert.Equal(frames.Count(FramePack.HasBody), _rows.Count(r => r.Key < 0));
        return frames;
    }
}
