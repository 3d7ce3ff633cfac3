using System.Globalization;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>One transition while it is worked out.</summary>
internal sealed partial class Run(AslDefinition definition, InterpreterLimits limits, ExecutionSnapshot before, TaskTokenOf? tokens)
{
    private readonly List<WorkflowEvent> _events = [];
    private readonly List<TaskToHandOut> _work = [];
    private readonly List<Frame> _frames = [.. before.Frames];
    private readonly object _owner = new();
    private readonly ExecutionSnapshot _before = before;
    private ExecutionSnapshot _execution = before;
    private long _lastEventId = before.LastEventId;
    private DateTimeOffset _now;
    private SeededRandom _random = new(0);

    public Transition End()
    {
        // What was scheduled and closed within the same transition is no work.
        if (_work.Count > 0)
            _work.RemoveAll(w => Find(w.Frame) is not { Phase: FramePhase.Task } frame || frame.Task != w.Task);
        var frames = _frames.ToArray();
        return new Transition(_execution with { LastEventId = _lastEventId, Frames = frames }, _events, _work, Changes(frames));
    }

    public void Start(StartSignal signal)
    {
        Take(signal);
        Append(0, EventType.ExecutionStarted, new(EventField.Input, signal.Input.Text), new(EventField.RoleArn, ContextObject.RoleArn));
        if (definition.TimeoutSeconds is { } seconds)
            _execution = _execution with { TimeoutAt = _now.AddSeconds(seconds) };

        // The first state's Entered names no event before it (recorded: previousEventId 0).
        var root = new Frame { Id = 0, State = definition.StartAt, Input = signal.Input, Owner = _owner };
        _frames.Add(root);
        Guarded(() => Enter(root, definition.StartAt, signal.Input));
    }

    public void Apply(Signal signal)
    {
        Take(signal);
        switch (signal)
        {
            case TaskSignal task when Find(task.Frame) is { Task: not null } frame:
                Guarded(() => OfTask(Own(frame), task));
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

    /// <summary>Runs a part of the way; the history's limit ends the execution with the last event that fits (measured: it follows the one before).</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (HistoryFull)
        {
            Close(
                ExecutionStatus.Failed, EventType.ExecutionFailed, _lastEventId, StatesError.Runtime,
                string.Create(CultureInfo.InvariantCulture, $"The execution reached the maximum number of history events ({limits.MaxEvents})."));
        }
        finally
        {
            _filling = null;
        }
    }

    /// <summary>Everything that is due now: the execution's own time-out before any other.</summary>
    private void Due()
    {
        if (_execution.TimeoutAt <= _now)
        {
            // As measured: the event names no event before it, and the execution itself has neither error nor cause.
            Close(ExecutionStatus.TimedOut, EventType.ExecutionTimedOut, 0, StatesError.Timeout, null);
            _execution = _execution with { Error = null };
            return;
        }

        foreach (var frame in _frames.ToArray())
        {
            if (_execution.Status == ExecutionStatus.Running && Find(frame.Id) is { } still && still.DueAt <= _now)
                Guarded(() => DueOf(Own(still)));
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
                TimedOut(frame, task.TimeoutAt <= _now ? StatesError.Timeout : StatesError.HeartbeatTimeout);
                break;
            case FramePhase.Task or FramePhase.Running or FramePhase.Join or FramePhase.Stopped or FramePhase.Done:
                break;
        }
    }

    private void Close(ExecutionStatus status, EventType type, long previous, string? error, string? cause)
    {
        Append(previous, type, ErrorDetails(error, cause));
        foreach (var frame in _frames.ToArray())
        {
            if (frame.Phase is FramePhase.Done or FramePhase.Stopped)
                continue;
            var own = Own(frame);
            own.Phase = FramePhase.Stopped;
            own.Task = null;
            own.WakeAt = null;
        }

        _execution = _execution with { Status = status, StoppedAt = _now, Error = error, Cause = cause, TimeoutAt = null };
    }

    private long LastOfAll() => _frames.Count == 0 ? _lastEventId : _frames.Max(f => f.LastEventId);

    private Frame? Find(int id)
    {
        var at = Frame.Place(_frames, id);
        return at < 0 ? null : _frames[at];
    }

    private Frame Parent(Frame frame) => Find(frame.Parent) ?? throw new InvalidOperationException($"Frame {frame.Id} has lost its parent.");

    /// <summary>The frame as this transition may change it.</summary>
    private Frame Own(Frame frame)
    {
        if (ReferenceEquals(frame.Owner, _owner))
            return frame;
        var copy = frame.Copy(_owner);
        _frames[Frame.Place(_frames, frame.Id)] = copy;
        return copy;
    }

    private List<FrameChange> Changes(Frame[] after)
    {
        var changes = new List<FrameChange>(1);
        var earlier = _before.Frames;
        for (int i = 0, j = 0; i < earlier.Count || j < after.Length;)
        {
            if (j == after.Length || (i < earlier.Count && earlier[i].Id < after[j].Id))
                changes.Add(new(earlier[i++], null));
            else if (i == earlier.Count || earlier[i].Id > after[j].Id)
                changes.Add(new(null, after[j++]));
            else
            {
                // The root's row carries what belongs to the execution as a whole.
                if (!ReferenceEquals(earlier[i], after[j]) || after[j].Id == 0)
                    changes.Add(new(earlier[i], after[j]));
                i++;
                j++;
            }
        }

        return changes;
    }

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
