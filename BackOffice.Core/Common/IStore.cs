using BackOffice.Core.Audit;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Common;

/// <summary>The order store: one way to write, and reads that all come from a key or an index.</summary>
public interface IStore
{
    /// <summary>
    /// Commits all or nothing and returns the new version once it is on disk.
    /// <see cref="Conflict"/> <c>store.version</c> when the version moved, <c>store.exists</c> when version 0 was expected and the subject exists,
    /// <c>store.key-taken</c> when a unique key belongs to another subject, <c>store.child-exists</c> for a child that had to be new;
    /// <see cref="Unavailable"/> when the disk refuses (full, read-only).
    /// </summary>
    Task<Result<long>> CommitAsync(ChangeSet change, CancellationToken cancellationToken);

    /// <summary>The subject's head, or null.</summary>
    Task<StoredHead?> GetAsync(SubjectId subject, CancellationToken cancellationToken);

    /// <summary>Head and children in one query, children sorted by kind and key; or null.</summary>
    Task<StoredSubject?> GetWithChildrenAsync(SubjectId subject, CancellationToken cancellationToken);

    /// <summary>The subjects that hold the key, at most <paramref name="limit"/>, newest first.</summary>
    Task<IReadOnlyList<SubjectId>> FindAsync(string keyClass, string value, bool prefix, int limit, CancellationToken cancellationToken);

    /// <summary>Orders by the query, newest placed first, keyset pages. A cursor of another query is refused as Invalid.</summary>
    Task<Result<Page<OrderHead>>> SearchAsync(OrderQuery query, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Subjects whose due moment of that kind has come, oldest first.</summary>
    Task<IReadOnlyList<DueSubject>> DueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>Outbox records after a sequence number, in order.</summary>
    Task<IReadOnlyList<OutboxRecord>> OutboxAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Audit records: newest first when <paramref name="query"/> says so, else in the store's order.</summary>
    Task<Page<StoredAudit>> AuditAsync(AuditQuery query, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Counters by name prefix.</summary>
    Task<IReadOnlyDictionary<string, long>> CountersAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>How far a named reader of a log has come; 0 before its first <see cref="SetPositionAsync"/>.</summary>
    Task<long> PositionAsync(string reader, CancellationToken cancellationToken);

    Task SetPositionAsync(string reader, long position, CancellationToken cancellationToken);
}

/// <summary>A head as stored.</summary>
public sealed record StoredHead(SubjectId Subject, long Version, ReadOnlyMemory<byte> Json);

/// <summary>A head with its children.</summary>
public sealed record StoredSubject(StoredHead Head, IReadOnlyList<StoredChild> Children);

public sealed record StoredChild(string Kind, string Key, ReadOnlyMemory<byte> Json);

public sealed record DueSubject(SubjectId Subject, DateTimeOffset At);

/// <summary>An outbox event with its place in the one sequence.</summary>
public sealed record OutboxRecord(long Sequence, OutboxEvent Event);
