using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>
/// What plain SQLite does on the same disk: rows of the same size appended to one table, so many a transaction, with the engine's own settings.
/// Nothing that keeps a history in SQLite can be faster; the engine's rate divided by this one says what its work costs.
/// </summary>
public static class GroupCommitProbe
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <param name="folder">Where the file is made and removed again.</param>
    /// <param name="rows">How many in all; fewer when ten seconds are over.</param>
    /// <param name="rowsACommit">How many share a transaction.</param>
    /// <param name="bytesARow">Size of each.</param>
    /// <returns>Rows a second.</returns>
    public static double Measure(string folder, long rows, int rowsACommit, int bytesARow)
    {
        var path = Path.Combine(folder, "group-commit-probe.db");
        try
        {
            using var connection = WorkflowDatabase.OpenPlain(path);
            using (var create = new SqliteStatement(connection, "CREATE TABLE probe (id INTEGER PRIMARY KEY, data BLOB NOT NULL)"))
                create.Run();
            return Run(connection, rows, rowsACommit, RandomNumberGenerator.GetBytes(bytesARow));
        }
        finally
        {
            foreach (var file in Directory.GetFiles(folder, "group-commit-probe.db*"))
                File.Delete(file);
        }
    }

    private static double Run(SqliteConnection connection, long rows, int rowsACommit, byte[] data)
    {
        using var begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        using var insert = new SqliteStatement(connection, "INSERT INTO probe (data) VALUES (?1)");
        using var commit = new SqliteStatement(connection, "COMMIT");
        var watch = Stopwatch.StartNew();
        long written = 0;
        while (written < rows && watch.Elapsed < s_longest)
        {
            begin.Run();
            for (var i = 0; i < rowsACommit; i++)
                insert.Bind(1, data).Run();
            commit.Run();
            written += rowsACommit;
        }

        return written / watch.Elapsed.TotalSeconds;
    }
}
