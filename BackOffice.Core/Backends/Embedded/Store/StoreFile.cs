using SQLitePCL;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Opens <c>orders.db</c>, or the file of the queues alone, for writing, or refuses it; never replaces what is there.</summary>
internal static class StoreFile
{
    public const string Name = "orders.db";

    /// <summary>Files up to this size are checked whole at start; larger ones only where their size and root pages tell.</summary>
    private const long CheckWholeBelow = 64L << 20;

    private static readonly string[] s_tables =
    [
        "heads", "children", "keys", "unique_keys", "dues", "outbox", "audit", "audit_detail", "checkpoints", "counters", "positions", "settings", "queue",
    ];

    /// <exception cref="DataRefused">Missing, damaged, of another program, or newer.</exception>
    public static Database OpenWriter(DataFolder folder, EmbeddedStoreOptions options, string name)
    {
        var path = folder.Expect(name);
        var isNew = !File.Exists(path) || new FileInfo(path).Length == 0;
        Database? database = null;
        try
        {
            database = Database.Open(path, readOnly: false, create: isNew);
            var version = database.Number("PRAGMA user_version");
            if (version > Schema.Version)
                throw DataRefused.Newer(path, version, Schema.Version);
            if (version == 0 && database.Number("SELECT count(*) FROM sqlite_schema") > 0)
                throw DataRefused.Damaged(path, "it holds tables, but not those of this program.");
            if (version > 0 && database.Number("PRAGMA application_id") != Schema.ApplicationId)
                throw DataRefused.Damaged(path, "it is the database of another program.");
            if (version == 0 && folder.IsInitialised(name))
                throw DataRefused.Damaged(path, "it is an empty database.");
            if (version > 0)
                CheckTables(database);
            Configure(database, options);
            if (version > 0)
                CheckPages(database);
            Schema.Migrate(database, version);
            folder.MarkInitialised(name);
            return database;
        }
        catch (SqliteFailure e)
        {
            database?.Dispose();
            throw Refusal(path, e);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    private static void Configure(Database database, EmbeddedStoreOptions options)
    {
        database.Execute("PRAGMA locking_mode = NORMAL");
        if (database.Text("PRAGMA journal_mode = WAL") != "wal")
            throw new DataRefused(
                DataRefusal.NoAccess, database.Path, $"The disk of {database.Path} does not support SQLite's write-ahead log.",
                "Use a local disk; network file systems do not share memory between programs.");
        database.Execute(FormattableString.Invariant($"""
            PRAGMA synchronous = FULL;
            PRAGMA fullfsync = ON;
            PRAGMA foreign_keys = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA trusted_schema = OFF;
            PRAGMA cell_size_check = ON;
            PRAGMA cache_size = -{options.WriterCacheKib};
            PRAGMA wal_autocheckpoint = {options.CheckpointPages};
            PRAGMA journal_size_limit = {2L * options.CheckpointPages * 4096};
            """));
#if DEBUG
        if (Common.SeededBugs.Is(Common.SeededBugs.SynchronousOff))
            database.Execute("PRAGMA synchronous = OFF");
#endif
        if (options.MaxBytes is { } bytes)
            database.Execute(FormattableString.Invariant($"PRAGMA max_page_count = {Math.Max(1, bytes / database.Number("PRAGMA page_size"))}"));
    }

    /// <summary>Before anything is written, the journal's mode included.</summary>
    private static void CheckTables(Database database)
    {
        foreach (var table in s_tables)
            database.Number($"SELECT 1 FROM {table} LIMIT 1");
    }

    private static void CheckPages(Database database)
    {
        // With the log emptied, the file must be as long as its header says.
        database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var promised = database.Number("PRAGMA page_count") * database.Number("PRAGMA page_size");
        var length = new FileInfo(database.Path).Length;
        if (length < promised)
            throw DataRefused.Damaged(database.Path, $"it should have {promised} bytes and has {length}.");
        if (length > CheckWholeBelow)
            return;
        var verdict = database.Text("PRAGMA quick_check(1)");
        if (verdict != "ok")
            throw DataRefused.Damaged(database.Path, verdict.ReplaceLineEndings(" "));
    }

    private static Exception Refusal(string path, SqliteFailure failure) => failure.Code switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR => DataRefused.Damaged(path, failure.Message, failure),
        _ => new DataRefused(
            DataRefusal.NoAccess, path, $"The database {path} cannot be opened: {failure.Message}",
            "Check free space, owner and permissions of the folder, and that no other program holds the file.", failure),
    };
}
