using BackOffice.Core.Backends.Embedded.Store;
using SQLitePCL;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>
/// The router's own file: order state and router state never share a transaction. One writer thread, whose transactions hold whatever waits (group commit), and
/// connections that read. A write is on disk when it returns.
/// </summary>
public sealed class RouterFile : IAsyncDisposable
{
    public const string Name = "router.db";

    private static readonly string[] s_tables = ["settings", "rules", "targets", "events", "deliveries", "attempts", "causes", "cause_members"];

    private readonly RouterWriter _writer;
    private readonly Readers _readers;

    private RouterFile(RouterWriter writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Rises when live rules change: whoever matches with them reads them again.</summary>
    internal long RulesVersion => Interlocked.Read(ref _rulesVersion);

    private long _rulesVersion, _changes;

    /// <summary>Rises with every write: whoever shows what is in the file reads it again.</summary>
    internal long Changes => Interlocked.Read(ref _changes);

    /// <summary>Set when there may be deliveries that are due at once.</summary>
    internal QueueSignals Signals { get; } = new();

    /// <summary>Opens the file in the folder, or creates it where it never was.</summary>
    /// <exception cref="DataRefused">Missing, damaged, of another program, or newer.</exception>
    public static RouterFile Open(DataFolder folder)
    {
        var path = folder.Expect(Name);
        var isNew = !File.Exists(path) || new FileInfo(path).Length == 0;
        Database? database = null;
        try
        {
            database = Database.Open(path, readOnly: false, create: isNew);
            Check(database, folder.IsInitialised(Name));
            if (database.Text("PRAGMA journal_mode = WAL") != "wal")
                throw new DataRefused(DataRefusal.NoAccess, path, $"The disk of {path} does not support SQLite's write-ahead log.", "Use a local disk; network file systems do not share memory between programs.");
            database.Execute("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 33554432");
            RouterSchema.Migrate(database, database.Number("PRAGMA user_version"));
            folder.MarkInitialised(Name);
            return new RouterFile(new RouterWriter(database), new Readers(path, new EmbeddedStoreOptions { Readers = 4 }));
        }
        catch (SqliteFailure e)
        {
            database?.Dispose();
            throw e.Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR
                ? DataRefused.Damaged(path, e.Message, e)
                : new DataRefused(
                    DataRefusal.NoAccess, path, $"The database {path} cannot be opened: {e.Message}",
                    "Check free space, owner and permissions of the folder, and that no other program holds the file.", e);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>Runs in a transaction that it may share with others; a failure of one hurts no other.</summary>
    internal async Task<T> WriteAsync<T>(Func<Database, T> work, CancellationToken cancellationToken)
    {
        var written = await _writer.RunAsync(work, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _changes);
        return written;
    }

    internal Task<T> ReadAsync<T>(Func<Database, T> read, CancellationToken cancellationToken) => _readers.ScanAsync(read, cancellationToken);

    internal void RulesChanged() => Interlocked.Increment(ref _rulesVersion);

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _readers.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    private static void Check(Database database, bool promised)
    {
        var version = database.Number("PRAGMA user_version");
        if (version > RouterSchema.Version)
            throw DataRefused.Newer(database.Path, version, RouterSchema.Version);
        if (version == 0 && (promised || database.Number("SELECT count(*) FROM sqlite_schema") > 0))
            throw DataRefused.Damaged(database.Path, promised ? "it is an empty database." : "it holds tables, but not those of this program.");
        if (version == 0)
            return;
        if (database.Number("PRAGMA application_id") != RouterSchema.ApplicationId)
            throw DataRefused.Damaged(database.Path, "it is the database of another program.");
        foreach (var table in s_tables)
            database.Number($"SELECT 1 FROM {table} LIMIT 1");
    }
}
