using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Installation;

namespace BackOffice.Core.Backends.Embedded;

/// <summary>Orders and executions in the data folder.</summary>
internal sealed class EmbeddedFacts(DataFolder folder, SqliteStore store) : IBackendFacts
{
    /// <summary>Further behind than this is not counted on.</summary>
    private const long MostCounted = 100_000;

    public async Task<BackendFacts> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Engines = [new("orders", Sqlite, Schema.Version), Workflows],
        Folder = FolderOf(folder),
        Databases = DatabasesOf(folder),
        Outbox = await store.ScanAsync(Lags, cancellationToken).ConfigureAwait(false),
    };

    public static string Sqlite => "SQLite " + Database.LibraryVersion;

    public static EngineFact Workflows => new("workflows", Sqlite, WorkflowDatabase.SchemaVersion);

    public static FolderFact FolderOf(DataFolder folder)
    {
        var disk = new DriveInfo(folder.Path);
        return new(folder.Path, disk.AvailableFreeSpace, disk.TotalSize);
    }

    public static IReadOnlyList<DatabaseFact> DatabasesOf(DataFolder folder) =>
    [
        .. folder.Databases().Select(path => new FileInfo(path)).Where(file => file.Exists)
            .Select(file => new DatabaseFact(file.Name, file.Length, new FileInfo(file.FullName + "-wal") is { Exists: true } log ? log.Length : 0)),
    ];

    private static IReadOnlyList<OutboxLag> Lags(Database database)
    {
        var readers = new List<(string Topic, long Position)>();
        var rows = database.Cached("SELECT reader, position FROM positions WHERE reader LIKE 'queue:%' ORDER BY reader").Begin();
        while (rows.Step())
            readers.Add((rows.Text(0)[QueueRows.PositionPrefix.Length..], rows.Int64(1)));
        rows.End();
        return [.. readers.Select(reader => Lag(database, reader.Topic, reader.Position))];
    }

    private static OutboxLag Lag(Database database, string topic, long position)
    {
        var row = database.Cached("SELECT count(*), min(time) FROM (SELECT topic, time FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?3) WHERE topic = ?2")
            .Begin().Add(position).Add(topic).Add(MostCounted);
        row.Step();
        var waiting = row.Int64(0);
        var lag = new OutboxLag(topic, waiting, AtMost: false, waiting == 0 ? null : new DateTimeOffset(row.Int64(1), TimeSpan.Zero));
        row.End();
        return lag;
    }
}
