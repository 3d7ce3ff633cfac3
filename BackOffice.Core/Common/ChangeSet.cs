using BackOffice.Core.Audit;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Common;

/// <summary>
/// Everything one act changes, about one subject, all or nothing: one SQLite transaction, or one TransactWriteItems.
/// A feature never writes another's rows; it contributes to the change set.
/// </summary>
public sealed record ChangeSet
{
    /// <summary>What both backends take in one transaction.</summary>
    public const int MaxItems = 100;

    public required SubjectId Subject { get; init; }

    /// <summary>The version the writer read; 0 says that the subject must not exist yet. The commit makes it one more.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The subject's head as UTF-8 JSON. It carries the new version and the audit head, so that all backends store the same.</summary>
    public required ReadOnlyMemory<byte> Head { get; init; }

    /// <summary>What lists filter and sort by; null leaves what is stored (nothing, for subjects that are in no list).</summary>
    public OrderIndex? Index { get; init; }

    /// <summary>The times at which somebody must look at the subject again. Replaces all that were stored; null leaves them.</summary>
    public IReadOnlyList<Due>? Dues { get; init; }

    public IReadOnlyList<ChildWrite> Children { get; init; } = [];

    public IReadOnlyList<LookupKey> AddKeys { get; init; } = [];

    public IReadOnlyList<LookupKey> RemoveKeys { get; init; } = [];

    public IReadOnlyList<OutboxEvent> Events { get; init; } = [];

    public IReadOnlyList<AuditRecord> Audit { get; init; } = [];

    /// <summary>Counter deltas by name; one item however many there are.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();

    /// <summary>How many items of a DynamoDB transaction this is.</summary>
    public int Items =>
        1 + Children.Count + AddKeys.Count + RemoveKeys.Count + Events.Count + (2 * Audit.Count) + (Counters.Count > 0 ? 1 : 0);
}

/// <summary>A row of a subject that is appended once, or replaced whole.</summary>
/// <param name="Kind">The feature's word: <c>step</c>, <c>effect</c>, <c>voucher</c>, …; see <see cref="Orders.ChildKinds"/>.</param>
/// <param name="Key">Unique within subject and kind; sorted as text.</param>
/// <param name="Json">UTF-8 JSON.</param>
/// <param name="MustBeNew">True when a row that exists already is a conflict.</param>
public sealed record ChildWrite(string Kind, string Key, ReadOnlyMemory<byte> Json, bool MustBeNew = false);

/// <summary>A way to find a subject: a key class and a normalised value. At most one subject may hold a unique key, for ever.</summary>
public sealed record LookupKey(string Class, string Value, bool Unique = false);

/// <summary>A moment at which a worker of the given kind must look at the subject.</summary>
/// <param name="Kind">See <see cref="Orders.DueKinds"/>; at most one of each kind a subject.</param>
/// <param name="At">UTC.</param>
public sealed record Due(string Kind, DateTimeOffset At);

/// <summary>One event of the outbox, in EventBridge's envelope; its <c>id</c> and <c>time</c> are set by whoever makes the change.</summary>
/// <param name="Topic">Who is meant to read it: see <see cref="Topics"/>.</param>
/// <param name="Key">Orders events of one subject: the order id.</param>
/// <param name="Source">EventBridge's <c>source</c>: <c>backoffice.orders</c>.</param>
/// <param name="DetailType">EventBridge's <c>detail-type</c>: <c>Order Placed</c>.</param>
/// <param name="Id">Unique, kept over redelivery.</param>
/// <param name="Time">UTC.</param>
/// <param name="Detail">UTF-8 JSON.</param>
public sealed record OutboxEvent(
    string Topic, string Key, string Source, string DetailType, string Id, DateTimeOffset Time, ReadOnlyMemory<byte> Detail);

/// <summary>Topics of the outbox.</summary>
public static class Topics
{
    /// <summary>An order to be dispatched: read by the dispatcher through the durable queue.</summary>
    public const string OrderNotifications = "order-notifications";

    /// <summary>What happened: for routing, partners and the live feed.</summary>
    public const string DomainEvents = "domain-events";
}
