using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

internal sealed partial class Run
{
    /// <summary>
    /// Goes on from where it ended (developer guide, "Restarting state machine executions with redrive"; the order of events is an assumption,
    /// see docs/workflow-assumptions.md): ExecutionRedriven follows the last event; every line of control that had not ended well goes on in its
    /// state, and those that had keep their results. A Task is scheduled again without a second Entered; Choice rules are tried again; a Wait
    /// whose moment has passed exits; a Pass exits without being run; a Fail is entered again.
    /// </summary>
    private void Redrive()
    {
        var count = _execution.RedriveCount + 1;
        var redriven = Append(_lastEventId, EventType.ExecutionRedriven, new EventDetail(EventField.RedriveCount, null, count));
        _execution = _execution with
        {
            Status = ExecutionStatus.Running,
            RedriveCount = count,
            RedrivenAt = _now,
            TimeoutAt = definition.TimeoutSeconds is { } seconds ? _now.AddSeconds(seconds) : null,
            StoppedAt = null,
            Error = null,
            Cause = null,
        };
        var joins = _frames.Where(f => f.Parent >= 0).Select(f => f.Parent).ToHashSet();
        var stopped = _frames.Where(f => f.Phase == FramePhase.Stopped).Select(Own).ToArray();
        foreach (var frame in stopped)
        {
            frame.LastEventId = redriven;
            frame.RetryCount = 0;
            frame.RetrierCounts = null;
            frame.WakeAt = null;
            frame.Task = null;
            frame.Phase = joins.Contains(frame.Id) ? FramePhase.Join : FramePhase.Running;
            frame.Open = _frames.Count(f => f.Parent == frame.Id && f.Phase != FramePhase.Done);
        }

        _startAfter = redriven;
        foreach (var frame in stopped.Where(f => f.Phase == FramePhase.Running).Concat(stopped.Where(f => f.Phase == FramePhase.Join).Reverse()).ToArray())
        {
            // One before it may have ended the execution, or have taken it along.
            if (_execution.Status != ExecutionStatus.Running || Find(frame.Id) != frame)
                continue;
            if (frame.Phase == FramePhase.Running)
                Guarded(() => Again(frame));
            else if (frame.Phase == FramePhase.Join)
                Guarded(() => Advance(frame));
        }
    }

    private void Again(Frame frame)
    {
        switch (definition.States[frame.State])
        {
            case FailState:
                Enter(frame, frame.State, frame.Input);
                break;
            case PassState pass:
                Follow(frame, Leave(frame, pass, frame.Input, null));
                break;
            default:
                Continue(frame);
                break;
        }
    }
}
