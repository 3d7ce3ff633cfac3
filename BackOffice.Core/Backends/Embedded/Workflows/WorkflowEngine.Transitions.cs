using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>What a batch does to executions, and what follows when it is on disk.</summary>
internal sealed partial class WorkflowEngine
{
    private readonly Dictionary<long, OpenExecution> _open = [];
    private readonly LinkedList<OpenExecution> _byUse = new();
    private readonly Dictionary<TaskKey, OutstandingTask> _tasks = [];

    // Of the batch: undone when it fails, published when it is on disk.
    private readonly List<(OpenExecution Execution, ExecutionSnapshot Before)> _changed = [];
    private readonly List<OutstandingTask> _scheduled = [];
    private readonly List<TaskKey> _closed = [];
    private readonly List<(string Definition, InstalledDefinition[] Before)> _installed = [];

    /// <summary>Applies signals as one transition; false when the execution does not take them.</summary>
    private Acceptance Apply(OpenExecution execution, ReadOnlySpan<Signal> signals)
    {
        if (Interpreter.Check(execution.Snapshot, signals[^1]) is var acceptance and not Acceptance.Accepted)
            return acceptance;
        var transition = Interpreter.Apply(execution.Definition.Asl, execution.Snapshot, signals, _limits, TokensOf(execution.Id, execution.Definition.Asl));
        if (transition.Events.Count == 0)
        {
            // A heartbeat: its clock is not stored, because it begins anew after a restart.
            execution.Snapshot = transition.After;
            SetAlarm(execution);
            return Acceptance.Accepted;
        }

        Begin();
        var before = execution.Snapshot;
        Write(execution.Id, before, transition, signals);
        Note(execution, before, transition);
        return Acceptance.Accepted;
    }

    private void Write(long id, ExecutionSnapshot before, Transition transition, ReadOnlySpan<Signal> signals)
    {
        var after = transition.After;
        _statements.InsertHistory(id, signals, transition.Events);
        if (after.Status != before.Status)
        {
            _statements.UpdateExecution(id, after);
            _statements.InsertStatus(id, after, transition.Events[^1].At);
        }

        if (after.Frames.Count == 0)
        {
            _statements.DropFrames(id);
            return;
        }

        foreach (var change in transition.Frames)
            _statements.WriteFrame(id, after, change);
    }

    private void Note(OpenExecution execution, ExecutionSnapshot before, Transition transition)
    {
        _changed.Add((execution, before));
        execution.Snapshot = transition.After;
        foreach (var (earlier, later) in transition.Frames)
        {
            if (earlier?.Task is { } task && (later?.Task?.Scheduled != task.Scheduled || later.Task.Submitted))
                _closed.Add(new TaskKey(execution.Id, earlier.Id, task.Scheduled));
        }

        foreach (var (frame, task) in transition.Work)
        {
            _scheduled.Add(new OutstandingTask(
                new TaskKey(execution.Id, frame, task.Scheduled), transition.After.Name, task.Handler, task.Input.Text));
        }

        SetAlarm(execution);
        Interlocked.Increment(ref _transitions);
    }

    /// <summary>Null for the many definitions that wait for no tokens.</summary>
    private TaskTokenOf? TokensOf(long execution, AslDefinition definition) => definition.WaitsForTokens
        ? (frame, scheduled) => _tokens.Of(TaskKey.Callback(execution, frame, scheduled))
        : null;

    private void Begin()
    {
        if (_inTransaction)
            return;
        _statements.Begin();
        _inTransaction = true;
    }

    /// <summary>The batch is on disk: its tasks can be handed out, what has ended is forgotten.</summary>
    private void Publish()
    {
        foreach (var key in _closed)
        {
            if (_tasks.Remove(key, out var task))
                task.Closed = true;
        }

        foreach (var task in _scheduled)
        {
            // Scheduled and closed within one batch (stopped, say): never handed out.
            if (_open.TryGetValue(task.Key.Execution, out var open)
                && open.Snapshot.Find(task.Key.Frame)?.Task?.Scheduled == task.Key.Scheduled)
            {
                _tasks.Add(task.Key, task);
                _queues.Add(task);
            }
        }

        foreach (var (execution, _) in _changed)
        {
            if (execution.Snapshot.Status != ExecutionStatus.Running)
                Forget(execution);
        }

        ForgetBatch();
        ForgetOldest();
    }

    /// <summary>The batch is not on disk: executions are as they were before it.</summary>
    private void Undo()
    {
        for (var i = _changed.Count - 1; i >= 0; i--)
            _changed[i].Execution.Snapshot = _changed[i].Before;
        for (var i = _installed.Count - 1; i >= 0; i--)
            _definitions[_installed[i].Definition] = _installed[i].Before;
        foreach (var (execution, before) in _changed)
        {
            // One that was new, or was read only to be redriven, is not open.
            if (before.Status != ExecutionStatus.Running || before.LastEventId == 0)
                Forget(execution);
        }

        ForgetBatch();
    }

    private void ForgetBatch()
    {
        _changed.Clear();
        _scheduled.Clear();
        _closed.Clear();
        _installed.Clear();
    }

    private void Remember(OpenExecution execution)
    {
        _open[execution.Id] = execution;
        execution.Place = _byUse.AddLast(execution);
    }

    private void Forget(OpenExecution execution)
    {
        _open.Remove(execution.Id);
        if (execution.Place is { } place)
            _byUse.Remove(place);
        execution.Place = null;
    }

    /// <summary>Keeps memory bounded. What runs a heartbeat clock stays, because that clock is nowhere else.</summary>
    private void ForgetOldest()
    {
        for (var node = _byUse.First; node is not null && _open.Count > _options.MaxCached;)
        {
            var next = node.Next;
            if (!node.Value.Snapshot.Frames.Any(f => f.Task?.HeartbeatAt is not null))
                Forget(node.Value);
            node = next;
        }
    }

    /// <summary>The execution if it is open, read again from disk when memory has let go of it; null when it is closed or unknown.</summary>
    private OpenExecution? Open(long id)
    {
        if (_open.TryGetValue(id, out var open))
        {
            if (open.Place is { } place && place != _byUse.Last)
            {
                _byUse.Remove(place);
                _byUse.AddLast(place);
            }

            return open;
        }

        if (_statements.Execution(id) is not { Status: ExecutionStatus.Running } row)
            return null;
        open = Read(row);
        Remember(open);
        SetAlarm(open);
        return open;
    }

    private OpenExecution Read(ExecutionRow row)
    {
        var (frames, lastEventId, timeoutAt) = _statements.Frames(row.Id);
#if DEBUG
        if (Common.SeededBugs.Is(Common.SeededBugs.EventIdFromMemory))
            lastEventId = row.Events;
#endif
        return new OpenExecution(row.Id, Definition(row.Definition, row.Revision), new ExecutionSnapshot
        {
            Name = row.Name,
            StateMachine = row.Definition,
            Input = Json.Parse(row.Input),
            StartedAt = row.StartedAt,
            Status = row.Status,
            LastEventId = lastEventId,
            RedriveCount = row.Redrives,
            RedrivenAt = row.RedrivenAt,
            TimeoutAt = timeoutAt,
            StoppedAt = row.StoppedAt,
            Error = row.Error,
            Cause = row.Cause,
            Frames = frames,
        });
    }

    /// <summary>The state in which a task waits; null when it waits no more.</summary>
    public string? StateOf(TaskKey key) => Open(key.Execution)?.Snapshot.Find(key.Frame) is { } frame && frame.Task?.Scheduled == key.Scheduled ? frame.State : null;

    private long Seed() => _options.Seeds?.Invoke() ?? Random.Shared.NextInt64();
}
