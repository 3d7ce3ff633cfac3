using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>
/// What plain SQLite does on the same disk: rows of the same size appended to one table, so many a transaction, with the engine's own settings.
/// Nothing that keeps a history in SQLite can be faster; the engine's rate divided by this one says what its work costs.
/// </summary>
public sealed class GroupCommitProbe : IDisposable
{
    private const string FileName = "group-commit-probe.db";

    private readonly string _folder;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _commit;

    /// <param name="folder">Where the file is made; removed again at the end.</param>
    public GroupCommitProbe(string folder)
    {
        _folder = folder;
        _connection = WorkflowDatabase.OpenPlain(Path.Combine(folder, FileName));
        using (var create = new SqliteStatement(_connection, "CREATE TABLE probe (id INTEGER PRIMARY KEY, data BLOB NOT NULL)"))
            create.Run();
        _begin = new SqliteStatement(_connection, "BEGIN IMMEDIATE");
        _insert = new SqliteStatement(_connection, "INSERT INTO probe (data) VALUES (?1)");
        _commit = new SqliteStatement(_connection, "COMMIT");
    }

    /// <summary>Writes so many bytes in so many rows and transactions.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan Run(long rows, long commits, long bytes)
    {
        var data = RandomNumberGenerator.GetBytes((int)(bytes / rows));
        var started = Stopwatch.GetTimestamp();
        long written = 0;
        for (var commit = 1L; commit <= commits; commit++)
        {
            _begin.Run();
            for (var until = rows * commit / commits; written < until; written++)
                _insert.Bind(1, data).Run();
            _commit.Run();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_begin, _insert, _commit])
            statement.Dispose();
        _connection.Dispose();
        foreach (var file in Directory.GetFiles(_folder, FileName + "*"))
            File.Delete(file);
    }
}
