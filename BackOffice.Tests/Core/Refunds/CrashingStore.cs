using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>A store whose process may die before or after any commit; what was committed stays.</summary>
internal sealed class CrashingStore(IStore inner, CrashPlan crash) : IStore
{
    /// <summary>Asked before each commit, inside the process: another writer may come between reading and writing.</summary>
    public Action<ChangeSet>? Before { get; set; }

    public async Task<Result<long>> CommitAsync(ChangeSet change, CancellationToken cancellationToken)
    {
        Before?.Invoke(change);
        crash.Point($"before commit {change.Subject.Kind}@{change.ExpectedVersion}");
        Assert.InRange(change.Items, 1, ChangeSet.MaxItems);
        Assert.Null(ChangeSetRules.Check(change));
        var committed = await inner.CommitAsync(change, cancellationToken);
        crash.Point($"after commit {change.Subject.Kind}@{change.ExpectedVersion}");
        return committed;
    }

    public Task<StoredHead?> GetAsync(SubjectId subject, CancellationToken cancellationToken) => Alive(() => inner.GetAsync(subject, cancellationToken));

    public Task<StoredSubject?> GetWithChildrenAsync(SubjectId subject, CancellationToken cancellationToken) => Alive(() => inner.GetWithChildrenAsync(subject, cancellationToken));

    public Task<IReadOnlyList<SubjectId>> FindAsync(string keyClass, string value, bool prefix, int limit, CancellationToken cancellationToken) =>
        Alive(() => inner.FindAsync(keyClass, value, prefix, limit, cancellationToken));

    public Task<Result<Page<OrderHead>>> SearchAsync(OrderQuery query, string? cursor, int limit, CancellationToken cancellationToken) =>
        Alive(() => inner.SearchAsync(query, cursor, limit, cancellationToken));

    public Task<IReadOnlyList<DueSubject>> DueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        Alive(() => inner.DueAsync(kind, until, limit, cancellationToken));

    public Task<IReadOnlyList<OutboxRecord>> OutboxAsync(long after, int limit, CancellationToken cancellationToken) => Alive(() => inner.OutboxAsync(after, limit, cancellationToken));

    public Task<Page<StoredAudit>> AuditAsync(AuditQuery query, string? cursor, int limit, CancellationToken cancellationToken) =>
        Alive(() => inner.AuditAsync(query, cursor, limit, cancellationToken));

    public Task<IReadOnlyDictionary<string, long>> CountersAsync(string prefix, CancellationToken cancellationToken) => Alive(() => inner.CountersAsync(prefix, cancellationToken));

    public Task<long> PositionAsync(string reader, CancellationToken cancellationToken) => Alive(() => inner.PositionAsync(reader, cancellationToken));

    public Task SetPositionAsync(string reader, long position, CancellationToken cancellationToken) => inner.SetPositionAsync(reader, position, cancellationToken);

    private Task<T> Alive<T>(Func<Task<T>> read) => crash.Dead ? throw new ProcessDied("a dead process") : read();
}
