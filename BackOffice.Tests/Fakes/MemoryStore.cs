using System.Collections.Concurrent;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Tests.Fakes;

/// <summary>The order store in memory, for tests of what stands on it. It keeps the port's promises on versions, keys and dues; search is by headline alone.</summary>
internal sealed class MemoryStore : IStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SubjectId, (long Version, byte[] Head, SortedDictionary<string, StoredChild> Children, IReadOnlyList<Due> Dues)> _subjects = [];
    private readonly Dictionary<(string Class, string Value), SubjectId> _unique = [];
    private readonly List<(LookupKey Key, SubjectId Subject)> _keys = [];
    private readonly List<OutboxRecord> _outbox = [];
    private readonly List<StoredAudit> _audit = [];
    private readonly ConcurrentDictionary<string, long> _counters = [];
    private readonly ConcurrentDictionary<string, long> _positions = [];

    /// <summary>Asked before each commit; an error refuses it.</summary>
    public Func<ChangeSet, Error?> Refuse { get; set; } = _ => null;

    public int Commits { get; private set; }

    /// <summary>Waited for after each commit: it is written, and its caller does not know yet.</summary>
    public Func<Task> Answer { get; set; } = () => Task.CompletedTask;

    public async Task<Result<long>> CommitAsync(ChangeSet change, CancellationToken cancellationToken)
    {
        Result<long> committed;
        lock (_lock)
            committed = Commit(change);
        await Answer();
        return committed;
    }

    public Task<StoredHead?> GetAsync(SubjectId subject, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_subjects.TryGetValue(subject, out var row) ? new StoredHead(subject, row.Version, row.Head) : null);
    }

    public Task<StoredSubject?> GetWithChildrenAsync(SubjectId subject, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_subjects.TryGetValue(subject, out var row)
                ? new StoredSubject(new StoredHead(subject, row.Version, row.Head), [.. row.Children.Values])
                : null);
        }
    }

    public Task<IReadOnlyList<SubjectId>> FindAsync(string keyClass, string value, bool prefix, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<SubjectId> found = _unique.TryGetValue((keyClass, value), out var one)
                ? [one]
                : [.. _keys.Where(row => row.Key.Class == keyClass && row.Key.Value == value).Select(row => row.Subject).Take(limit)];
            return Task.FromResult(found);
        }
    }

    public Task<Result<Page<OrderHead>>> SearchAsync(OrderQuery query, string? cursor, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var heads = _subjects.Where(pair => pair.Key.Kind == "order")
                .Select(pair => OrderDraft.HeadOf(new StoredHead(pair.Key, pair.Value.Version, pair.Value.Head)))
                .Where(head => query.Headlines.Count == 0 || query.Headlines.Contains(head.Headline))
                .OrderByDescending(head => head.PlacedAt).Take(limit).ToList();
            return Task.FromResult<Result<Page<OrderHead>>>(new Page<OrderHead>(heads, null));
        }
    }

    public Task<IReadOnlyList<DueSubject>> DueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<DueSubject> due =
            [
                .. from pair in _subjects
                   from item in pair.Value.Dues
                   where item.Kind == kind && item.At <= until
                   orderby item.At
                   select new DueSubject(pair.Key, item.At),
            ];
            return Task.FromResult<IReadOnlyList<DueSubject>>([.. due.Take(limit)]);
        }
    }

    public Task<IReadOnlyList<OutboxRecord>> OutboxAsync(long after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<OutboxRecord>>([.. _outbox.Where(record => record.Sequence > after).Take(limit)]);
    }

    public Task<Page<StoredAudit>> AuditAsync(AuditQuery query, string? cursor, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var rows = _audit.Where(row => query.Subject is null || row.Entry.Subject == query.Subject);
            return Task.FromResult(new Page<StoredAudit>([.. (query.NewestFirst ? rows.Reverse() : rows).Take(limit)], null));
        }
    }

    public Task<IReadOnlyDictionary<string, long>> CountersAsync(string prefix, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(_counters.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary());

    public Task<long> PositionAsync(string reader, CancellationToken cancellationToken) => Task.FromResult(_positions.GetValueOrDefault(reader));

    public Task SetPositionAsync(string reader, long position, CancellationToken cancellationToken)
    {
        _positions[reader] = position;
        return Task.CompletedTask;
    }

    /// <summary>The subject's head becomes bytes that are no JSON, at the next version, as a damaged disk would have it.</summary>
    public void Damage(SubjectId subject)
    {
        lock (_lock)
        {
            var row = _subjects[subject];
            _subjects[subject] = (row.Version + 1, "{"u8.ToArray(), row.Children, row.Dues);
        }
    }

    private Result<long> Commit(ChangeSet change)
    {
        if (Refuse(change) is { } refused)
            return refused;
        Assert.InRange(change.Items, 1, ChangeSet.MaxItems);
        var exists = _subjects.TryGetValue(change.Subject, out var row);
        if (exists && change.ExpectedVersion == 0)
            return new Conflict("store.exists", "It exists.");
        if (change.ExpectedVersion != (exists ? row.Version : 0))
            return new Conflict("store.version", "The version moved.");
        if (change.AddKeys.Any(key => key.Unique && _unique.TryGetValue((key.Class, key.Value), out var holder) && holder != change.Subject))
            return new Conflict("store.key-taken", "Another subject has the key.");
        var children = exists ? row.Children : new SortedDictionary<string, StoredChild>(StringComparer.Ordinal);
        if (change.Children.Any(child => child.MustBeNew && children.ContainsKey(child.Kind + "\0" + child.Key)))
            return new Conflict("store.child-exists", "The child exists.");
        foreach (var child in change.Children)
            children[child.Kind + "\0" + child.Key] = new StoredChild(child.Kind, child.Key, child.Json.ToArray());
        foreach (var key in change.AddKeys)
        {
            if (key.Unique)
                _unique[(key.Class, key.Value)] = change.Subject;
            else
                _keys.Add((key, change.Subject));
        }

        Assert.All(change.Events, written => Assert.Null(EventSchemas.Wrong(written)));
        foreach (var written in change.Events)
            _outbox.Add(new OutboxRecord(_outbox.Count + 1, written));
        foreach (var record in change.Audit)
            _audit.Add(new StoredAudit(_audit.Count + 1, record.Entry, record.Detail));
        foreach (var (name, delta) in change.Counters)
            _counters.AddOrUpdate(name, delta, (_, sum) => sum + delta);
        _subjects[change.Subject] = (change.ExpectedVersion + 1, change.Head.ToArray(), children, change.Dues ?? (exists ? row.Dues : []));
        Commits++;
        return change.ExpectedVersion + 1;
    }
}
