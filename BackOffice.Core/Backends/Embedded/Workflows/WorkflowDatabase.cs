using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>The engine's file: opened with care, WAL, every commit on disk.</summary>
internal static class WorkflowDatabase
{
    /// <summary>"BOwf": tells this file from any other SQLite database.</summary>
    private const long ApplicationId = 0x424F7766;

    private const string Pragmas =
        "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY";

    private static readonly Version s_oldestSqlite = new(3, 51, 3);

    /// <summary>Migrations in order; the file's user_version says how many it has had.</summary>
    private static readonly string[] s_migrations =
    [
        """
        CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE definitions (
            name TEXT NOT NULL, revision INTEGER NOT NULL, asl TEXT NOT NULL, installed_at INTEGER NOT NULL,
            PRIMARY KEY (name, revision)) WITHOUT ROWID;
        -- Written at the start, at the end and at a redrive; what changes in between is in the root's frame.
        CREATE TABLE executions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL, revision INTEGER NOT NULL,
            status INTEGER NOT NULL, started_at INTEGER NOT NULL, stopped_at INTEGER, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
            state TEXT, events INTEGER NOT NULL, redrives INTEGER NOT NULL DEFAULT 0, redriven_at INTEGER);
        -- Nearly all have succeeded: whoever asks for those reads the table from its end.
        CREATE INDEX executions_by_status ON executions (status, id) WHERE status <> 1;
        -- The snapshot: one row an open frame. due is its earliest timer, UTC milliseconds.
        CREATE TABLE frames (
            execution INTEGER NOT NULL, frame INTEGER NOT NULL, due INTEGER, data BLOB NOT NULL, PRIMARY KEY (execution, frame)) WITHOUT ROWID;
        -- One row a transition.
        CREATE TABLE history (
            execution INTEGER NOT NULL, first INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (execution, first)) WITHOUT ROWID;
        CREATE TABLE status_changes (
            sequence INTEGER PRIMARY KEY, execution INTEGER NOT NULL, status INTEGER NOT NULL, at INTEGER NOT NULL, error TEXT, cause TEXT,
            state TEXT, redrives INTEGER NOT NULL);
        CREATE TABLE redrives (
            execution INTEGER NOT NULL, token TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (execution, token)) WITHOUT ROWID;
        """,
    ];

    public static int SchemaVersion => s_migrations.Length;

    /// <summary>Opens the writer's connection; the file is of this program, whole as far as can be told, and of a known version.</summary>
    /// <exception cref="DataRefused">It is not. Nothing was changed.</exception>
    public static SqliteConnection Open(string path, bool createIfMissing)
    {
        CheckSqlite(path);
        var isNew = CheckFile(path, createIfMissing);
        SqliteConnection? connection = null;
        try
        {
            connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = isNew ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString());
            connection.Open();
            var version = Number(connection, "PRAGMA user_version");
            if (version > s_migrations.Length)
                throw DataRefused.Newer(path, version, s_migrations.Length);
            if (!isNew && version > 0 && Number(connection, "PRAGMA application_id") != ApplicationId)
                throw DataRefused.Damaged(path, "it is the database of something else.");
            if (!isNew && version == 0 && !createIfMissing)
                throw DataRefused.Damaged(path, "it holds no workflows.");
            Run(connection, Pragmas);
#if DEBUG
            if (Common.SeededBugs.Is(Common.SeededBugs.SynchronousOff))
                Run(connection, "PRAGMA synchronous=OFF");
#endif
            Migrate(connection, (int)version);
            return connection;
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw e.SqliteErrorCode is 11 or 26
                ? DataRefused.Damaged(path, e.Message, e)
                : new DataRefused(
                    DataRefusal.NoAccess, path, $"The database {path} cannot be opened: {e.Message}",
                    "Check the file's owner and permissions, that the disk is writable and not full, and that no other program holds it.", e);
        }
        catch (DataRefused)
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>A new, empty file with the engine's settings and none of its tables.</summary>
    public static SqliteConnection OpenPlain(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Run(connection, Pragmas);
        return connection;
    }

    /// <summary>A connection that only reads; many may be open beside the writer.</summary>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        Run(connection, "PRAGMA query_only=1; PRAGMA cache_size=-4096");
        return connection;
    }

    private static void CheckSqlite(string path)
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        if (Version.Parse(connection.ServerVersion) < s_oldestSqlite)
        {
            throw new DataRefused(
                DataRefusal.NoAccess, path, $"This program runs with SQLite {connection.ServerVersion}; at least {s_oldestSqlite} is needed.",
                "Use the SQLite library that comes with the program: older ones have a bug that can damage a database in WAL mode.");
        }
    }

    /// <summary>True when the file is to be made.</summary>
    private static bool CheckFile(string path, bool createIfMissing)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
        {
            if (createIfMissing && !File.Exists(path + "-wal"))
                return true;
            throw file.Exists ? DataRefused.Damaged(path, "it is empty.") : DataRefused.Missing(path);
        }

        Span<byte> header = stackalloc byte[100];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith("SQLite format 3\0"u8))
            throw DataRefused.Damaged(path, "it does not start as a SQLite database does.");

        // Whether it is as long as its header says is SQLite's to judge: after a kill in a checkpoint the rest is still in the log.
        return false;
    }

    private static void Migrate(SqliteConnection connection, int from)
    {
        for (var version = from; version < s_migrations.Length; version++)
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, s_migrations[version], transaction);
            if (version == 0)
            {
                using var key = connection.CreateCommand();
                key.Transaction = transaction;
                key.CommandText = "INSERT INTO settings (name, value) VALUES ('token-key', $key)";
                key.Parameters.AddWithValue("$key", RandomNumberGenerator.GetBytes(32));
                key.ExecuteNonQuery();
                Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={ApplicationId}"), transaction);
            }

            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={version + 1}"), transaction);
            transaction.Commit();
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
