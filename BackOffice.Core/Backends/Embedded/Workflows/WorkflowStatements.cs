using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>An execution's row.</summary>
internal sealed record ExecutionRow(
    long Id, string Name, string Definition, int Revision, ExecutionStatus Status, DateTimeOffset StartedAt, DateTimeOffset? StoppedAt,
    string Input, string? Output, string? Error, string? Cause, string? State, long Events, int Redrives, DateTimeOffset? RedrivenAt);

/// <summary>The writer's statements, each prepared once. For the writer's thread alone.</summary>
internal sealed class WorkflowStatements : IDisposable
{
    internal const string ExecutionColumns =
        "e.id, e.name, e.definition, e.revision, e.status, e.started_at, e.stopped_at, e.input, e.output, e.error, e.cause, e.state, e.events, "
        + "e.redrives, e.redriven_at";

    private readonly PackWriter _pack = new();
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _insertExecution;
    private readonly SqliteStatement _updateExecution;
    private readonly SqliteStatement _executionByName;
    private readonly SqliteStatement _executionById;
    private readonly SqliteStatement _putFrame;
    private readonly SqliteStatement _dropFrame;
    private readonly SqliteStatement _dropFrames;
    private readonly SqliteStatement _framesOf;
    private readonly SqliteStatement _insertHistory;
    private readonly SqliteStatement _insertStatus;
    private readonly SqliteStatement _insertRedrive;
    private readonly SqliteStatement _findRedrive;
    private readonly SqliteStatement _insertDefinition;
    private long _bytes;

    public WorkflowStatements(SqliteConnection connection)
    {
        SqliteStatement Prepare(string sql) => new(connection, sql);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _insertExecution = Prepare(
            "INSERT INTO executions (id, name, definition, revision, status, started_at, stopped_at, input, output, error, cause, state, events) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
        _updateExecution = Prepare(
            "UPDATE executions SET status=?2, stopped_at=?3, output=?4, error=?5, cause=?6, state=?7, events=?8, redrives=?9, redriven_at=?10 WHERE id=?1");
        _executionByName = Prepare($"SELECT {ExecutionColumns} FROM executions e WHERE e.name=?1");
        _executionById = Prepare($"SELECT {ExecutionColumns} FROM executions e WHERE e.id=?1");
        _putFrame = Prepare(
            "INSERT INTO frames (execution, frame, due, data) VALUES (?1, ?2, ?3, ?4) "
            + "ON CONFLICT (execution, frame) DO UPDATE SET due=excluded.due, data=excluded.data");
        _dropFrame = Prepare("DELETE FROM frames WHERE execution=?1 AND frame=?2");
        _dropFrames = Prepare("DELETE FROM frames WHERE execution=?1");
        _framesOf = Prepare("SELECT frame, data FROM frames WHERE execution=?1 ORDER BY frame");
        _insertHistory = Prepare("INSERT INTO history (execution, first, data) VALUES (?1, ?2, ?3)");
        _insertStatus = Prepare(
            "INSERT INTO status_changes (execution, status, at, error, cause, state, redrives) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _insertRedrive = Prepare("INSERT INTO redrives (execution, token, at) VALUES (?1, ?2, ?3)");
        _findRedrive = Prepare("SELECT 1 FROM redrives WHERE execution=?1 AND token=?2");
        _insertDefinition = Prepare("INSERT INTO definitions (name, revision, asl, installed_at) VALUES (?1, ?2, ?3, ?4)");
    }

    /// <summary>Bytes of rows written so far, as they were handed to SQLite.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Rollback() => _rollback.Run();

    public void InsertExecution(long id, DefinitionRevision definition, ExecutionSnapshot execution)
    {
        Count(execution.Input.Text.Length);
        _insertExecution
        .Bind(1, id).Bind(2, execution.Name).Bind(3, definition.Definition).Bind(4, definition.Revision).Bind(5, (long)execution.Status)
        .Bind(6, Ms(execution.StartedAt)).Bind(7, Ms(execution.StoppedAt)).Bind(8, execution.Input.Text).Bind(9, execution.Output?.Text)
        .Bind(10, execution.Error).Bind(11, execution.Cause).Bind(12, execution.CurrentState).Bind(13, execution.LastEventId)
        .Run();
    }

    public void UpdateExecution(long id, ExecutionSnapshot execution)
    {
        Count(execution.Output?.Text.Length ?? 0);
        _updateExecution
        .Bind(1, id).Bind(2, (long)execution.Status).Bind(3, Ms(execution.StoppedAt)).Bind(4, execution.Output?.Text).Bind(5, execution.Error)
        .Bind(6, execution.Cause).Bind(7, execution.CurrentState).Bind(8, execution.LastEventId).Bind(9, execution.RedriveCount)
        .Bind(10, Ms(execution.RedrivenAt))
        .Run();
    }

    public ExecutionRow? Execution(string name) => One(_executionByName.Bind(1, name));

    /// <summary>Heartbeat clocks that are not stored begin here after a restart.</summary>
    public DateTimeOffset EngineStartedAt { get; init; }

    public ExecutionRow? Execution(long id) => One(_executionById.Bind(1, id));

    /// <summary>Writes what a frame has become: its row, and the row of its data where that is new.</summary>
    public void WriteFrame(long execution, ExecutionSnapshot snapshot, FrameChange change)
    {
        if (FramePack.HasBody(change.Before) && !FramePack.HasBody(change.After))
            DropFrame(execution, FramePack.BodyOf(change.Before?.Id ?? 0));
        if (change.After is not { } frame)
        {
            DropFrame(execution, change.Before?.Id ?? 0);
            return;
        }

#if DEBUG
        if (Common.SeededBugs.Is(Common.SeededBugs.TimerNotStored))
        {
            frame = frame.Copy(owner: new object());
            frame.WakeAt = null;
        }
#endif
        FramePack.Write(_pack, snapshot, frame);
        PutRow(execution, frame.Id, Ms(frame.DueAt));
        if (!FramePack.HasNewBody(change.Before, frame))
            return;
        FramePack.WriteBody(_pack, frame);
        PutRow(execution, FramePack.BodyOf(frame.Id), null);
    }

    private void PutRow(long execution, int row, long? due)
    {
        Count(_pack.Written.Length);
#if DEBUG
        if (Common.SeededBugs.Is(Common.SeededBugs.SnapshotApart))
        {
            _lateFrames.Add((execution, row, due, _pack.Written.ToArray()));
            return;
        }
#endif
        _putFrame.Bind(1, execution).Bind(2, row).Bind(3, due).Bind(4, _pack.Written).Run();
    }

#if DEBUG
    private readonly List<(long Execution, int Frame, long? Due, byte[] Data)> _lateFrames = [];

    /// <summary>Of <see cref="Common.SeededBugs.SnapshotApart"/>.</summary>
    public void PutLateFrames()
    {
        foreach (var late in _lateFrames)
            _putFrame.Bind(1, late.Execution).Bind(2, late.Frame).Bind(3, late.Due).Bind(4, late.Data).Run();
        _lateFrames.Clear();
    }
#endif

    private void DropFrame(long execution, int frame) => _dropFrame.Bind(1, execution).Bind(2, frame).Run();

    public void DropFrames(long execution) => _dropFrames.Bind(1, execution).Run();

    /// <summary>The frames, the root first, and what its row says of the execution.</summary>
    public (List<Frame> Frames, long LastEventId, DateTimeOffset? TimeoutAt) Frames(long execution)
    {
        var frames = new List<Frame>();
        List<(int Frame, byte[] Data)> bodies = [];
        (long LastEventId, DateTimeOffset? TimeoutAt, string State) root = (0, null, "");
        _framesOf.Bind(1, execution);
        try
        {
            // In the order of their numbers: those of second rows are negative.
            while (_framesOf.Step())
            {
                var id = (int)_framesOf.Long(0);
                if (id < 0)
                {
                    bodies.Add((FramePack.BodyOf(id), _framesOf.Blob(1).ToArray()));
                    continue;
                }

                if (id == 0)
                    root = FramePack.ReadRoot(_framesOf.Blob(1));
                frames.Add(BeatAnew(FramePack.Read(id, _framesOf.Blob(1))));
            }
        }
        finally
        {
            _framesOf.Reset();
        }

        foreach (var (id, data) in bodies)
            FramePack.ReadBody(frames[Frame.Place(frames, id)], data);
        return (frames, root.LastEventId, root.TimeoutAt);
    }

    /// <summary>The heartbeat clock of a task that waits for who has its token: nobody takes it again, so it begins anew with the engine.</summary>
    private Frame BeatAnew(Frame frame)
    {
        if (frame.Task is { Submitted: true, HeartbeatSeconds: not null } task)
            frame.Task = task with { BeatAt = EngineStartedAt };
        return frame;
    }

    public void InsertHistory(long execution, ReadOnlySpan<Signal> signals, IReadOnlyList<WorkflowEvent> events)
    {
        HistoryPack.Write(_pack, signals, events);
        Count(_pack.Written.Length);
        _insertHistory.Bind(1, execution).Bind(2, events[0].Id).Bind(3, _pack.Written).Run();
    }

    public void InsertStatus(long execution, ExecutionSnapshot snapshot, DateTimeOffset at) => _insertStatus
        .Bind(1, execution).Bind(2, (long)snapshot.Status).Bind(3, Ms(at))
        .Bind(4, snapshot.Error ?? (snapshot.Status == ExecutionStatus.TimedOut ? StatesError.Timeout : null)).Bind(5, snapshot.Cause)
        .Bind(6, snapshot.Status is ExecutionStatus.Running or ExecutionStatus.Succeeded ? null : snapshot.CurrentState).Bind(7, snapshot.RedriveCount)
        .Run();

    public void InsertRedrive(long execution, string token, DateTimeOffset at) =>
        _insertRedrive.Bind(1, execution).Bind(2, token).Bind(3, Ms(at)).Run();

    public bool IsRedriven(long execution, string token) => Any(_findRedrive.Bind(1, execution).Bind(2, token));

    public void InsertDefinition(DefinitionRevision revision) => _insertDefinition
        .Bind(1, revision.Definition).Bind(2, revision.Revision).Bind(3, revision.Asl).Bind(4, Ms(revision.InstalledAt)).Run();

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])
        [
            _begin, _commit, _rollback, _insertExecution, _updateExecution, _executionByName, _executionById, _putFrame, _dropFrame, _dropFrames,
            _framesOf, _insertHistory, _insertStatus, _insertRedrive, _findRedrive, _insertDefinition,
        ])
            statement.Dispose();
    }

    internal static ExecutionRow Row(SqliteStatement row) => new(
        row.Long(0), row.Text(1), row.Text(2), (int)row.Long(3), (ExecutionStatus)row.Long(4), Time(row.Long(5)), Time(row.OptionalLong(6)),
        row.Text(7), row.OptionalText(8), row.OptionalText(9), row.OptionalText(10), row.OptionalText(11), row.Long(12), (int)row.Long(13),
        Time(row.OptionalLong(14)));

    internal static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    internal static DateTimeOffset? Time(long? ms) => ms is { } value ? Time(value) : null;

    internal static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static long? Ms(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();

    private void Count(int bytes) => Interlocked.Add(ref _bytes, bytes);

    internal static bool Any(SqliteStatement statement)
    {
        try
        {
            return statement.Step();
        }
        finally
        {
            statement.Reset();
        }
    }

    private static ExecutionRow? One(SqliteStatement statement)
    {
        try
        {
            return statement.Step() ? Row(statement) : null;
        }
        finally
        {
            statement.Reset();
        }
    }
}
