using System.Collections.Concurrent;
using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Interpreter;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>All reading, beside the writer: connections that cannot write, kept with their statements and used again.</summary>
internal sealed class WorkflowReads(string path) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _disposed;

    public ExecutionRow? Execution(string name) => Use(reader =>
    {
        var found = reader.Prepare($"SELECT {Columns} FROM executions e {RootFrame} WHERE e.name = ?1").Bind(1, name);
        return found.Step() ? Row(found) : null;
    });

    /// <summary>Newest first; one more than asked for tells that there is a page after.</summary>
    public Page<ExecutionRow> Executions(ExecutionQuery query, string? cursor, int limit) => Use(reader =>
    {
        var sql = $"SELECT {Columns} FROM executions e {RootFrame} WHERE e.id < ?1";
        if (query.Status is { } wanted)
            sql += wanted == ExecutionStatus.Succeeded ? " AND e.status = ?2" : " AND e.status = ?2 AND e.status <> 1";
        if (query.Definition is not null)
            sql += " AND e.definition = ?3";
        if (query.NamePrefix is not null)
            sql += " AND e.name >= ?4 AND e.name < ?5";
        if (query.StartedFrom is not null)
            sql += " AND e.id >= ?7 AND e.started_at >= ?8";
        if (query.StartedBefore is not null)
            sql += " AND e.started_at < ?9";
        var last = query.StartedBefore is { } end ? FirstFrom(reader, WorkflowStatements.Ms(end)) : long.MaxValue;
        var list = reader.Prepare(sql + " ORDER BY e.id DESC LIMIT ?6").Bind(1, Math.Min(Place(cursor, long.MaxValue), last));
        if (query.StartedFrom is { } from)
            list.Bind(7, FirstFrom(reader, WorkflowStatements.Ms(from))).Bind(8, WorkflowStatements.Ms(from));
        if (query.StartedBefore is { } before)
            list.Bind(9, WorkflowStatements.Ms(before));
        if (query.Status is { } status)
            list.Bind(2, (long)status);
        if (query.Definition is { } definition)
            list.Bind(3, definition);
        if (query.NamePrefix is { } prefix)
            list.Bind(4, prefix).Bind(5, prefix + '\uFFFF');
        list.Bind(6, limit + 1L);
        var rows = new List<ExecutionRow>();
        while (list.Step())
            rows.Add(Row(list));
        return rows.Count <= limit
            ? new Page<ExecutionRow>(rows, null)
            : new Page<ExecutionRow>(rows[..limit], rows[limit - 1].Id.ToString(CultureInfo.InvariantCulture));
    });

    /// <summary>
    /// The first id of an execution that started at the moment or later, by halves: ids rise with the time of the start, so no index of the time is kept. One
    /// more than the last when there is none.
    /// </summary>
    private static long FirstFrom(Reader reader, long ms)
    {
        var newest = reader.Prepare("SELECT max(id) FROM executions");
        var (low, high) = (0L, newest.Step() ? newest.OptionalLong(0) + 1 ?? 1 : 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = reader.Prepare("SELECT id, started_at FROM executions WHERE id >= ?1 ORDER BY id LIMIT 1").Bind(1, middle);
            if (at.Step() && at.Long(1) < ms)
                low = at.Long(0) + 1;
            else
                high = middle;
            at.Reset();
        }

        return low;
    }

    /// <summary>Events in order from either end. The cursor is the last id that was seen.</summary>
    public Page<HistoryEvent>? History(string name, bool newestFirst, string? cursor, int limit) => Use(reader =>
    {
        var find = reader.Prepare("SELECT id FROM executions WHERE name = ?1").Bind(1, name);
        if (!find.Step())
            return null;
        var id = find.Long(0);
        find.Reset();
        var after = Place(cursor, newestFirst ? long.MaxValue : 0);
        var rows = newestFirst
            ? reader.Prepare("SELECT data FROM history WHERE execution = ?1 AND first < ?2 ORDER BY first DESC").Bind(1, id).Bind(2, after)
            : reader.Prepare(
                "SELECT data FROM history WHERE execution = ?1 AND first >= "
                + "COALESCE((SELECT MAX(first) FROM history WHERE execution = ?1 AND first <= ?2), 0) ORDER BY first").Bind(1, id).Bind(2, after + 1);
        var events = new List<HistoryEvent>();
        while (events.Count <= limit && rows.Step())
        {
            var pack = HistoryPack.Events(rows.Blob(0));
            if (newestFirst)
                pack.Reverse();
            foreach (var e in pack)
            {
                if ((newestFirst ? e.Id < after : e.Id > after) && events.Count <= limit)
                    events.Add(EventRendering.Render(e));
            }
        }

        return events.Count <= limit
            ? new Page<HistoryEvent>(events, null)
            : new Page<HistoryEvent>(events[..limit], events[limit - 1].Id.ToString(CultureInfo.InvariantCulture));
    });

    /// <summary>The signals of each transition, in order: what a replay needs.</summary>
    public IReadOnlyList<IReadOnlyList<Signal>> Signals(string name) => Use(reader =>
    {
        var rows = reader.Prepare("SELECT h.data FROM history h JOIN executions e ON e.id = h.execution WHERE e.name = ?1 ORDER BY h.first").Bind(1, name);
        var signals = new List<IReadOnlyList<Signal>>();
        while (rows.Step())
            signals.Add(HistoryPack.Signals(rows.Blob(0)));
        return signals;
    });

    public IReadOnlyList<ExecutionStatusChange> StatusChanges(long after, int limit) => Use(reader =>
    {
        var rows = reader.Prepare(
            "SELECT s.sequence, e.name, s.status, s.at, s.error, s.cause, s.state, s.redrives FROM status_changes s "
            + "JOIN executions e ON e.id = s.execution WHERE s.sequence > ?1 ORDER BY s.sequence LIMIT ?2").Bind(1, after).Bind(2, (long)limit);
        var changes = new List<ExecutionStatusChange>();
        while (rows.Step())
        {
            changes.Add(new ExecutionStatusChange(
                rows.Long(0), rows.Text(1), (ExecutionStatus)rows.Long(2), WorkflowStatements.Time(rows.Long(3)), rows.OptionalText(4),
                rows.OptionalText(5), rows.OptionalText(6), (int)rows.Long(7)));
        }

        return changes;
    });

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader))
            reader.Dispose();
    }

    private const string Columns = WorkflowStatements.ExecutionColumns + ", f.data";
    private const string RootFrame = "LEFT JOIN frames f ON f.execution = e.id AND f.frame = 0 AND e.status = 0";

    private static ExecutionRow Row(SqliteStatement statement)
    {
        var row = WorkflowStatements.Row(statement);
        if (row.Status != ExecutionStatus.Running || statement.Blob(15) is not { Length: > 0 } root)
            return row;

        // While it runs, what changes is in the root's frame alone.
        var (events, _, state) = FramePack.ReadRoot(root);
        return row with { Events = events, State = state };
    }

    public static bool IsCursor(string? cursor) => cursor is null || long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static long Place(string? cursor, long first)
    {
        if (cursor is null)
            return first;
        return long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? place
            : throw new ArgumentException("The cursor is of another list.", nameof(cursor));
    }

    private T Use<T>(Func<Reader, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_idle.TryTake(out var reader))
            reader = new Reader(WorkflowDatabase.OpenReader(path));
        try
        {
            return read(reader);
        }
        finally
        {
            reader.Reset();
            _idle.Add(reader);
            if (_disposed)
                Dispose();
        }
    }

    private sealed class Reader(SqliteConnection connection) : IDisposable
    {
        private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

        public SqliteStatement Prepare(string sql)
        {
            if (!_statements.TryGetValue(sql, out var statement))
                _statements.Add(sql, statement = new SqliteStatement(connection, sql));
            return statement;
        }

        /// <summary>Ends all reading: an open read holds back the checkpoints of the writer's log.</summary>
        public void Reset()
        {
            foreach (var statement in _statements.Values)
                statement.Reset();
        }

        public void Dispose()
        {
            foreach (var statement in _statements.Values)
                statement.Dispose();
            connection.Dispose();
        }
    }
}
