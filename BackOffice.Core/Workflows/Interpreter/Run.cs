using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>One transition while it is worked out.</summary>
internal sealed partial class Run(AslDefinition definition, InterpreterLimits limits, ExecutionSnapshot before)
{
    private readonly List<WorkflowEvent> _events = [];
    private readonly List<TaskToHandOut> _work = [];
    private readonly List<Frame> _frames = before.Frames.Select(f => f.Copy()).ToList();
    private ExecutionSnapshot _execution = before;
    private long _lastEventId = before.LastEventId;
    private DateTimeOffset _now;
    private SeededRandom _random = new(0);

    public Transition End()
    {
        // What was scheduled and closed within the same transition is no work.
        _work.RemoveAll(w => !_frames.Exists(f => f.Id == w.Frame && f.Phase == FramePhase.Task && f.Task == w.Task));
        return new Transition(_execution with { LastEventId = _lastEventId, Frames = _frames.ToArray() }, _events, _work);
    }

    public void Start(StartSignal signal)
    {
        Take(signal);
        Append(0, EventType.ExecutionStarted, new(EventField.Input, signal.Input.Text), new(EventField.RoleArn, ContextObject.RoleArn));
        if (definition.TimeoutSeconds is { } seconds)
            _execution = _execution with { TimeoutAt = _now.AddSeconds(seconds) };

        // The first state's Entered names no event before it (recorded: previousEventId 0).
        var root = new Frame { Id = 0, State = definition.StartAt, Input = signal.Input };
        _frames.Add(root);
        Guarded(root, () => Enter(root, definition.StartAt, signal.Input));
    }

    public void Apply(Signal signal)
    {
        Take(signal);
        switch (signal)
        {
            case TaskSignal task when _frames.Find(f => f.Id == task.Frame) is { Task: not null } frame:
                Guarded(frame, () => OfTask(frame, task));
                break;
            case TimerSignal:
                Due();
                break;
            case StopSignal stop:
                Close(ExecutionStatus.Aborted, EventType.ExecutionAborted, LastOfAll(), stop.Error, stop.Cause);
                break;
            case RedriveSignal:
                Redrive();
                break;
        }
    }

    private void Take(Signal signal)
    {
        _now = signal.Now;
        _random = new SeededRandom(signal.Seed);
    }

    /// <summary>Runs a part of a frame's way; the history's limit ends the execution with the last event that fits.</summary>
    private void Guarded(Frame frame, Action action)
    {
        try
        {
            action();
        }
        catch (HistoryFull)
        {
            Close(
                ExecutionStatus.Failed, EventType.ExecutionFailed, frame.LastEventId, StatesError.Runtime,
                $"The execution reached the maximum number of history events ({limits.MaxEvents}).");
        }
    }

    private void OfTask(Frame frame, TaskSignal signal)
    {
        if (frame.Task is not { } task)
            return;
        switch (signal)
        {
            case TaskStartedSignal started:
                if (task.StartedAt is null)
                    Append(frame, EventType.ActivityStarted, started.Worker is null ? [] : [new(EventField.WorkerName, started.Worker)]);
                // A heartbeat may be written before the start that it follows.
                frame.Task = task with { StartedAt = task.StartedAt ?? _now, BeatAt = task.BeatAt > _now ? task.BeatAt : _now };
                break;
            case TaskHeartbeatSignal:
                frame.Task = task with { BeatAt = _now };
                break;
            case TaskSucceededSignal succeeded:
                Append(frame, EventType.ActivitySucceeded, new EventDetail(EventField.Output, succeeded.Output.Text));
                frame.Task = null;
                frame.Phase = FramePhase.Running;
                TaskSucceeded(frame, succeeded.Output);
                break;
            case TaskFailedSignal failed:
                Append(frame, EventType.ActivityFailed, ErrorDetails(failed.Error, failed.Cause));
                frame.Task = null;
                Fail(frame, failed.Error ?? string.Empty, failed.Cause, ofTheTask: true);
                break;
        }
    }

    /// <summary>Everything that is due now: the execution's own time-out before any other.</summary>
    private void Due()
    {
        if (_execution.TimeoutAt <= _now)
        {
            Close(ExecutionStatus.TimedOut, EventType.ExecutionTimedOut, LastOfAll(), StatesError.Timeout, null);
            return;
        }

        foreach (var frame in _frames.ToArray())
        {
            if (_execution.Status == ExecutionStatus.Running && frame.DueAt <= _now)
                Guarded(frame, () => DueOf(frame));
        }
    }

    private void DueOf(Frame frame)
    {
        switch (frame.Phase)
        {
            case FramePhase.Wait:
                frame.WakeAt = null;
                frame.Phase = FramePhase.Running;
                LeaveWait(frame);
                break;
            case FramePhase.Backoff:
                frame.WakeAt = null;
                frame.Phase = FramePhase.Running;
                Continue(frame);
                break;
            case FramePhase.Task when frame.Task is { } task:
                var error = task.TimeoutAt <= _now ? StatesError.Timeout : StatesError.HeartbeatTimeout;
                Append(frame, EventType.ActivityTimedOut, new EventDetail(EventField.Error, error));
                frame.Task = null;
                Fail(frame, error, null, ofTheTask: true);
                break;
            case FramePhase.Task or FramePhase.Running or FramePhase.Join or FramePhase.Stopped:
                break;
        }
    }

    /// <summary>
    /// Goes on from where it ended (developer guide, "Restarting state machine executions with redrive"; the order of events is an assumption,
    /// see docs/workflow-assumptions.md): ExecutionRedriven follows the last event; a Task is scheduled again without a second Entered;
    /// Choice rules are tried again; a Wait whose moment has passed exits; a Pass exits without being run; a Fail is entered again.
    /// </summary>
    private void Redrive()
    {
        var count = _execution.RedriveCount + 1;
        Append(_lastEventId, EventType.ExecutionRedriven, new EventDetail(EventField.RedriveCount, null, count));
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
        foreach (var frame in _frames.ToArray())
        {
            frame.LastEventId = _lastEventId;
            frame.RetryCount = 0;
            frame.RetrierCounts = null;
            frame.WakeAt = null;
            frame.Task = null;
            frame.Phase = FramePhase.Running;
            Guarded(frame, () => Again(frame));
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
                if (Leave(frame, pass, frame.Input, null) is ({ } next, var input))
                    Enter(frame, next, input);
                break;
            default:
                Continue(frame);
                break;
        }
    }

    private void Close(ExecutionStatus status, EventType type, long previous, string? error, string? cause)
    {
        Append(previous, type, ErrorDetails(error, cause));
        foreach (var frame in _frames)
        {
            frame.Phase = FramePhase.Stopped;
            frame.Task = null;
            frame.WakeAt = null;
        }

        _execution = _execution with { Status = status, StoppedAt = _now, Error = error, Cause = cause, TimeoutAt = null };
    }

    private long LastOfAll() => _frames.Count == 0 ? _lastEventId : _frames.Max(f => f.LastEventId);

    private static EventDetail[] ErrorDetails(string? error, string? cause) => (error, cause) switch
    {
        (null, null) => [],
        (not null, null) => [new(EventField.Error, error)],
        (null, not null) => [new(EventField.Cause, cause)],
        _ => [new(EventField.Error, error), new(EventField.Cause, cause)],
    };

    private void Append(Frame frame, EventType type, params EventDetail[] details) => frame.LastEventId = Append(frame.LastEventId, type, details);

    private long Append(long previous, EventType type, params EventDetail[] details)
    {
        // The last place is kept for the event that ends the execution.
        var ends = type is EventType.ExecutionFailed or EventType.ExecutionSucceeded or EventType.ExecutionAborted or EventType.ExecutionTimedOut;
        if (!ends && _lastEventId >= limits.MaxEvents - 1)
            throw new HistoryFull();
        _events.Add(new WorkflowEvent(++_lastEventId, previous, type, _now, details));
        return _lastEventId;
    }

    private sealed class HistoryFull : Exception;
}
