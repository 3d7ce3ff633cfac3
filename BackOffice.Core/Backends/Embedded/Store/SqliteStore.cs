using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// The order store in one SQLite file: one writer with group commit, pooled read-only connections. A commit is on disk (fsync) before it is
/// acknowledged. Reads throw <see cref="StoreOutage"/> when the disk fails them.
/// </summary>
public sealed partial class SqliteStore : IStore, IAsyncDisposable
{
    private readonly Writer _writer;
    private readonly Readers _readers;
    private readonly CommitFeed _feed;
    private readonly ILogger _log;
    private readonly byte[] _cursorKey;
    private readonly EmbeddedStoreOptions _options;

    private SqliteStore(Writer writer, Readers readers, CommitFeed feed, QueueSignals signals, byte[] cursorKey, EmbeddedStoreOptions options, ILogger log)
    {
        _options = options;
        _writer = writer;
        _readers = readers;
        _feed = feed;
        Signals = signals;
        _cursorKey = cursorKey;
        _log = log;
    }

    internal QueueSignals Signals { get; }

    /// <summary>Opens <c>orders.db</c> in the folder, or creates it where it never was.</summary>
    /// <param name="name">Another file's name, where the orders themselves are elsewhere.</param>
    /// <exception cref="DataRefused">Missing, damaged, of another program, or newer.</exception>
    public static SqliteStore Open(DataFolder folder, CommitFeed feed, EmbeddedStoreOptions options, ILogger<SqliteStore> log, string name = StoreFile.Name)
    {
        var database = StoreFile.OpenWriter(folder, options, name);
        try
        {
            var cursorKey = CursorKey(database);
            var signals = new QueueSignals();
            var session = new WriterSession(database, feed, signals);
            return new SqliteStore(new Writer(session, options, log), new Readers(database.Path, options), feed, signals, cursorKey, options, log);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Result<long>> CommitAsync(ChangeSet change, CancellationToken cancellationToken)
    {
        if (ChangeSetRules.Check(change) is { } invalid)
            return invalid;
        var audit = SealedAudit.Of(change.Audit);
        return audit.IsSuccess ? await _writer.RunAsync(new CommitWork(change, audit.Value), cancellationToken).ConfigureAwait(false) : audit.Error;
    }

    /// <inheritdoc/>
    public Task<StoredHead?> GetAsync(SubjectId subject, CancellationToken cancellationToken) =>
        _readers.ReadAsync(database => SubjectReads.Head(database, subject), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredSubject?> GetWithChildrenAsync(SubjectId subject, CancellationToken cancellationToken) =>
        _readers.ReadAsync(database => SubjectReads.WithChildren(database, subject), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SubjectId>> FindAsync(string keyClass, string value, bool prefix, int limit, CancellationToken cancellationToken) =>
        prefix
            ? _readers.ScanAsync(database => SubjectReads.Find(database, keyClass, value, prefix, limit), cancellationToken)
            : _readers.ReadAsync(database => SubjectReads.Find(database, keyClass, value, prefix, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<Result<Page<OrderHead>>> SearchAsync(OrderQuery query, string? cursor, int limit, CancellationToken cancellationToken) =>
        _readers.ScanAsync(database => new OrderSearch(database, query, _cursorKey, _options, Unreadable).Run(cursor, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueSubject>> DueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        _readers.ReadAsync(database => SubjectReads.Due(database, kind, until, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRecord>> OutboxAsync(long after, int limit, CancellationToken cancellationToken) =>
        _readers.ReadAsync(database => SubjectReads.Outbox(database, after, limit), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The cursor belongs to another list.</exception>
    public Task<Page<StoredAudit>> AuditAsync(AuditQuery query, string? cursor, int limit, CancellationToken cancellationToken) =>
        _readers.ScanAsync(database => AuditList.Read(database, query, _cursorKey, cursor, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> CountersAsync(string prefix, CancellationToken cancellationToken) =>
        _readers.ReadAsync(database => SubjectReads.Counters(database, prefix), cancellationToken);

    /// <inheritdoc/>
    public Task<long> PositionAsync(string reader, CancellationToken cancellationToken) =>
        _readers.ReadAsync(database => SubjectReads.Position(database, reader), cancellationToken);

    /// <inheritdoc/>
    public Task SetPositionAsync(string reader, long position, CancellationToken cancellationToken) =>
        WriteAsync(
            session =>
            {
                SetPosition(session.Database, reader, position);
                return position;
            },
            cancellationToken);

    /// <summary>Writes what waits, closes the file and ends the feed.</summary>
    public async ValueTask DisposeAsync()
    {
        _readers.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
        _feed.Complete();
    }

    /// <summary>Work of the queues and the audit trail, which share the file and its one writer.</summary>
    internal Task<T> WriteAsync<T>(Func<WriterSession, T> work, CancellationToken cancellationToken)
        where T : notnull => _writer.RunAsync(new WriteWorkOf<T>(work), cancellationToken);

    internal Task<T> ReadAsync<T>(Func<Database, T> read, CancellationToken cancellationToken) => _readers.ReadAsync(read, cancellationToken);

    internal Task<T> ScanAsync<T>(Func<Database, T> read, CancellationToken cancellationToken) => _readers.ScanAsync(read, cancellationToken);

    internal static void SetPosition(Database database, string reader, long position) =>
        database.Cached("INSERT INTO positions (reader, position) VALUES (?1, ?2) ON CONFLICT (reader) DO UPDATE SET position = ?2")
            .Begin().Add(reader).Add(position).Run();

    private static byte[] CursorKey(Database database)
    {
        using var row = database.Prepare("SELECT value FROM settings WHERE name = 'cursor-key'");
        return row.Step() ? row.Bytes(0).ToArray() : throw DataRefused.Damaged(database.Path, "its settings are gone.");
    }

    private void Unreadable(long id, Exception failure) => UnreadableHead(id, failure);

    [LoggerMessage(1010, LogLevel.Error, "The head of row {Row} cannot be read and is left out of lists.")]
    private partial void UnreadableHead(long row, Exception failure);
}
