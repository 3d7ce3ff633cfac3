using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>Finds and deletes what is older than it is kept. For the writer's thread alone.</summary>
internal sealed class ExpiryStatements : IDisposable
{
    private readonly SqliteStatement _oldest;
    private readonly SqliteStatement[] _deleteExecution;
    private readonly SqliteStatement _hasOldStatus;
    private readonly SqliteStatement _deleteStatuses;

    public ExpiryStatements(SqliteConnection connection)
    {
        _oldest = new SqliteStatement(connection, "SELECT id, started_at, stopped_at FROM executions WHERE id>?1 ORDER BY id LIMIT ?2");
        _deleteExecution =
        [
            new SqliteStatement(connection, "DELETE FROM frames WHERE execution=?1"), new SqliteStatement(connection, "DELETE FROM history WHERE execution=?1"),
            new SqliteStatement(connection, "DELETE FROM redrives WHERE execution=?1"), new SqliteStatement(connection, "DELETE FROM executions WHERE id=?1"),
        ];

        _hasOldStatus = new SqliteStatement(
            connection,
            "SELECT 1 WHERE (SELECT at FROM status_changes ORDER BY sequence LIMIT 1)<?1 AND (SELECT COUNT(*) FROM (SELECT 1 FROM status_changes LIMIT 2))=2");

        // The newest line stays: the next one's number must be above all that a reader has seen.
        _deleteStatuses = new SqliteStatement(
            connection,
            "DELETE FROM status_changes WHERE sequence IN "
            + "(SELECT sequence FROM (SELECT sequence, at FROM status_changes ORDER BY sequence LIMIT ?2) WHERE at<?1) "
            + "AND sequence < (SELECT MAX(sequence) FROM status_changes)");
    }

    /// <summary>Executions after a number, in the order of their starts.</summary>
    public List<(long Id, DateTimeOffset StartedAt, DateTimeOffset? StoppedAt)> Oldest(long after, int limit)
    {
        var rows = new List<(long, DateTimeOffset, DateTimeOffset?)>();
        _oldest.Bind(1, after).Bind(2, (long)limit);
        try
        {
            while (_oldest.Step())
                rows.Add((_oldest.Long(0), WorkflowStatements.Time(_oldest.Long(1)), WorkflowStatements.Time(_oldest.OptionalLong(2))));
        }
        finally
        {
            _oldest.Reset();
        }

        return rows;
    }

    public void DeleteExecution(long id)
    {
        foreach (var delete in _deleteExecution)
            delete.Bind(1, id).Run();
    }

    /// <summary>True when <see cref="DeleteStatuses"/> would find something.</summary>
    public bool HasStatusBefore(DateTimeOffset before) => WorkflowStatements.Any(_hasOldStatus.Bind(1, WorkflowStatements.Ms(before)));

    public int DeleteStatuses(DateTimeOffset before, int limit) => _deleteStatuses.Bind(1, WorkflowStatements.Ms(before)).Bind(2, (long)limit).Run();

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_oldest, .. _deleteExecution, _hasOldStatus, _deleteStatuses])
            statement.Dispose();
    }
}
