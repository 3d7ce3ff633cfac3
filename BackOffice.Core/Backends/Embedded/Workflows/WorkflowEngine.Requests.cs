using System.Collections.Concurrent;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>The requests themselves; each runs on the writer's thread, inside a batch.</summary>
internal sealed partial class WorkflowEngine
{
    /// <summary>Revisions of each definition, oldest first. Read by everybody, written by the writer.</summary>
    private readonly ConcurrentDictionary<string, InstalledDefinition[]> _definitions = new(StringComparer.Ordinal);
    private long _lastExecution;

    public IReadOnlyList<InstalledDefinition> Revisions(string definition) => _definitions.GetValueOrDefault(definition) ?? [];

    public IEnumerable<DefinitionRevision> Definitions => _definitions.Values.SelectMany(revisions => revisions.Select(d => d.Revision));

    public Result<DefinitionRevision> Install(string definition, string asl, AslDefinition read)
    {
        var revisions = _definitions.GetValueOrDefault(definition) ?? [];
        if (revisions.Length > 0 && string.Equals(revisions[^1].Revision.Asl, asl, StringComparison.Ordinal))
            return revisions[^1].Revision;
        var revision = new DefinitionRevision(definition, revisions.Length + 1, asl, Now());
        Begin();
        _statements.InsertDefinition(revision);

        _installed.Add((definition, revisions));
        _definitions[definition] = [.. revisions, new InstalledDefinition(revision, read)];
        return revision;
    }

    public Result<ExecutionDescription> Start(InstalledDefinition definition, string name, Json input)
    {
        if (_statements.Execution(name) is { } existing && !IsExpired(existing.StoppedAt, Now()))
        {
            if (existing.Status == ExecutionStatus.Running && existing.Definition == definition.Revision.Definition
                && string.Equals(existing.Input, input.Text, StringComparison.Ordinal))
                return Describe(existing);
            return new Conflict(
                "ExecutionAlreadyExists",
                $"Execution Already Exists: '{ContextObject.ExecutionArn(existing.Definition, name)}'", At: existing.StartedAt);
        }

        var signal = new StartSignal(Now(), Seed(), name, definition.Revision.Definition, input);
        var id = _lastExecution + 1;
        var transition = Interpreter.Start(definition.Asl, signal, _limits, TokensOf(id, definition.Asl));
        Begin();
        if (_statements.Execution(name) is { } expired)
            _expiry.DeleteExecution(expired.Id);
        _lastExecution = id;
        var after = transition.After;
        var started = after with { Status = ExecutionStatus.Running, StoppedAt = null, Output = null, Error = null, Cause = null };
        _statements.InsertExecution(id, definition.Revision, after);
        _statements.InsertStatus(id, started, after.StartedAt);
        var before = started with { LastEventId = 0, Frames = [] };
        var execution = new OpenExecution(id, definition, before);
        Remember(execution);
        _statements.InsertHistory(id, [signal], transition.Events);
        foreach (var change in transition.Frames)
            _statements.WriteFrame(id, after, change);
        if (after.Status != ExecutionStatus.Running)
            _statements.InsertStatus(id, after, transition.Events[^1].At);
        Note(execution, before, transition);
        return Description.Of(execution.Definition.Revision, after, _options, Now());
    }

    public Result<Done> Stop(string name, string? error, string? cause)
    {
        if (_statements.Execution(name) is not { } row)
            return Description.DoesNotExist(name);
        if (row.Status == ExecutionStatus.Running && Open(row.Id) is { } execution)
            Apply(execution, [new StopSignal(Now(), Seed(), error, cause)]);
        return Done.Value;
    }

    public Result<ExecutionDescription> Redrive(string name, string clientToken)
    {
        if (_statements.Execution(name) is not { } row)
            return Description.DoesNotExist(name);
        if (_statements.IsRedriven(row.Id, clientToken))
            return Describe(row);
        var now = Now();
        if (Description.WhyNotRedrivable(row.Status, row.StartedAt, row.StoppedAt, row.Events, _options, now) is { } why)
            return new Rejected("ExecutionNotRedrivable", why);
        var execution = Read(row);
        Remember(execution);
        Begin();
        _statements.InsertRedrive(row.Id, clientToken, now);
        Apply(execution, [new RedriveSignal(now, Seed())]);
        return Description.Of(execution.Definition.Revision, execution.Snapshot, _options, now);
    }

    /// <summary>The answer to a call that hands a token out only says that it was handed out; who has that token gives the task's answer.</summary>
    public Result<Done> Succeed(TaskKey key, Json output) => Answer(key, (now, seed, task) => task.Kind == TaskKind.LambdaCallback && !key.IsCallback
        ? new TaskSubmittedSignal(now, seed, key.FrameId, key.Scheduled, output)
        : new TaskSucceededSignal(now, seed, key.FrameId, key.Scheduled, output));

    /// <summary>SendTaskSuccess refuses an output that is too large; a function that has returned one has failed (recorded).</summary>
    public Result<Done> SucceedWithTooMuch(TaskKey key)
    {
        if (Open(key.Execution) is { } execution && execution.Snapshot.Find(key.FrameId) is { Task.Kind: TaskKind.Lambda or TaskKind.LambdaInvoke } frame
            && execution.Definition.Asl.States[frame.State] is TaskState task)
        {
            return Fail(
                key, StatesError.DataLimitExceeded,
                $"The state/task '{task.Resource.Arn}' returned a result with a size exceeding the maximum number of bytes service limit.");
        }

        return new Rejected("InvalidOutput", $"Invalid Output: 'more than {_options.MaxDataBytes} bytes'");
    }

    public Result<Done> Fail(TaskKey key, string? error, string? cause) =>
        Answer(key, (now, seed, _) => new TaskFailedSignal(now, seed, key.FrameId, key.Scheduled, error, cause));

    public Result<Done> Heartbeat(TaskKey key) =>
        Answer(key, (now, seed, _) => new TaskHeartbeatSignal(now, seed, key.FrameId, key.Scheduled));

    private Result<Done> Answer(TaskKey key, Func<DateTimeOffset, long, TaskInProgress, TaskSignal> signal)
    {
        if (Open(key.Execution) is not { } execution)
        {
            return _statements.Execution(key.Execution) is null
                ? new NotFound("TaskDoesNotExist", "Task does not exist: its execution is not known here.")
                : TaskClosed();
        }

        if (execution.Snapshot.Find(key.FrameId) is not { Phase: FramePhase.Task, Task: { } task } || task.Scheduled != key.Scheduled
            || (task.Submitted && !key.IsCallback))
            return TaskClosed();
        var answer = signal(Now(), Seed(), task);

        // Its start was not written yet: in the same transition, with the time at which it was taken.
        if (task.StartedAt is null)
        {
            var outstanding = _tasks.GetValueOrDefault(key with { Frame = key.FrameId });
            var started = new TaskStartedSignal(
                outstanding?.TakenAt ?? answer.Now, Seed(), key.FrameId, key.Scheduled, outstanding?.Worker);
            return Apply(execution, [started, answer]) == Acceptance.Accepted ? Done.Value : TaskClosed();
        }

        return Apply(execution, [answer]) == Acceptance.Accepted ? Done.Value : TaskClosed();
    }

    private static Result<Done> TaskClosed() =>
        new Rejected("TaskTimedOut", "Task Timed Out: it was answered before, timed out, or its execution has ended.");

    private Result<ExecutionDescription> Describe(ExecutionRow row) => row.Status == ExecutionStatus.Running && Open(row.Id) is { } open
        ? Description.Of(open.Definition.Revision, open.Snapshot, _options, Now())
        : Description.Of(row, _options, Now());

    private InstalledDefinition Definition(string name, int revision) => _definitions[name][revision - 1];

    private void LoadDefinitions()
    {
        using var all = new SqliteStatement(_connection, "SELECT name, revision, asl, installed_at FROM definitions ORDER BY name, revision");
        while (all.Step())
        {
            var revision = new DefinitionRevision(all.Text(0), (int)all.Long(1), all.Text(2), WorkflowStatements.Time(all.Long(3)));
            var (asl, problems) = InstalledDefinition.Read(revision.Asl);
            if (asl is null)
                throw new InvalidDataException($"Revision {revision.Revision} of {revision.Definition} cannot be read any more: {problems.First(p => p.Severity != DiagnosticSeverity.Warning)}");
            _definitions[revision.Definition] = [.. Revisions(revision.Definition), new InstalledDefinition(revision, asl)];
        }

        all.Reset();
    }

    /// <summary>After a restart: tasks that were not answered are handed out again, timers are set.</summary>
    private void LoadOutstanding()
    {
        using (var last = new SqliteStatement(_connection, "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name='executions'"))
        {
            last.Step();
            _lastExecution = last.Long(0);
            last.Reset();
        }

        using var frames = new SqliteStatement(
            _connection,
            "SELECT e.id, e.name, f.frame, f.due, f.data FROM executions e JOIN frames f ON f.execution = e.id WHERE e.status = 0 AND e.status <> 1 AND f.frame >= 0 "
            + "ORDER BY e.id, f.frame");
        while (frames.Step())
        {
            var (id, frame) = (frames.Long(0), (int)frames.Long(2));
            if (frames.OptionalLong(3) is { } due)
                _alarms.Enqueue(id, WorkflowStatements.Time(due));
            if (frame == 0 && FramePack.ReadRoot(frames.Blob(4)).TimeoutAt is { } timeoutAt)
                _alarms.Enqueue(id, timeoutAt);
            if (FramePack.Read(frame, frames.Blob(4)).Task is not { } task)
                continue;
            if (task.Submitted)
            {
                if (task.HeartbeatSeconds is { } seconds)
                    _alarms.Enqueue(id, _statements.EngineStartedAt.AddSeconds(seconds));
                continue;
            }

            var outstanding = new OutstandingTask(
                new TaskKey(id, frame, task.Scheduled), frames.Text(1), task.Handler, task.Input.Text);
            _tasks.Add(outstanding.Key, outstanding);
            _queues.Add(outstanding);
        }

        frames.Reset();
    }
}
