using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Core.Orders;

/// <summary>
/// One order as read, and what one act adds to it. Features change <see cref="Head"/> and contribute rows; <see cref="Build"/> derives what
/// is derived (headline, index, dues, counters) and makes the change set, so that no feature can forget it.
/// </summary>
public sealed class OrderDraft
{
    private readonly IReadOnlyList<Row> _stored;
    private readonly OrderHead? _before;
    private readonly List<Row> _writes = [];
    private readonly List<LookupKey> _keys = [];
    private readonly List<OutboxEvent> _events = [];
    private readonly List<AuditRecord> _audit = [];
    private readonly Dictionary<string, long> _counts = [];

    private OrderDraft(OrderHead? before, OrderHead head, IReadOnlyList<Row> stored) => (_before, Head, _stored) = (before, head, stored);

    /// <summary>As it will be; starts as it is.</summary>
    public OrderHead Head { get; set; }

    /// <summary>The version this draft was read at, 0 for a new order.</summary>
    public long ExpectedVersion => _before?.Version ?? 0;

    public static OrderDraft Of(StoredSubject stored)
    {
        var head = HeadOf(stored.Head);
        return new OrderDraft(head, head, [.. stored.Children.Select(child => new Row(child.Kind, child.Key, child.Json))]);
    }

    public static OrderDraft New(OrderHead head) => new(null, head, []);

    public static OrderHead HeadOf(StoredHead stored) =>
        JsonSerializer.Deserialize(stored.Json.Span, StoreJson.Default.OrderHead)
        ?? throw new InvalidDataException($"{stored.Subject} has an empty head.");

    /// <summary>A draft of the same order as it was read, without what this one adds.</summary>
    internal OrderDraft Again() => new(_before, _before ?? throw new InvalidOperationException("A new order has not been read."), _stored);

    /// <summary>A draft of the order as the commit of this one left it.</summary>
    internal OrderDraft Committed()
    {
        var rows = _stored.Select(row => _writes.Find(row.IsSame) ?? row).ToList();
        foreach (var added in _writes.Where(write => !_stored.Any(write.IsSame)))
        {
            var place = rows.FindIndex(row => Row.Compare(row, added) > 0);
            rows.Insert(place < 0 ? rows.Count : place, added);
        }

        return new OrderDraft(Head, Head, rows);
    }

    public IEnumerable<Effect> Effects() => Read(ChildKinds.Effect, StoreJson.Default.Effect);

    /// <summary>The newest attempt of an effect, or null.</summary>
    public Effect? Newest(EffectKey key) =>
        Read(ChildKinds.Effect, StoreJson.Default.Effect, key.Family).MaxBy(effect => effect.Key.Attempt);

    public IEnumerable<StepRow> Steps() => Read(ChildKinds.Step, StoreJson.Default.StepRow);

    public IEnumerable<LedgerEntry> Ledger() => Read(ChildKinds.Ledger, StoreJson.Default.LedgerEntry);

    /// <summary>As they stand: see <see cref="VoucherStanding"/>.</summary>
    public IEnumerable<Voucher> Vouchers() => Read(ChildKinds.Voucher, StoreJson.Default.Voucher).Select(voucher => VoucherStanding.Of(voucher, Head));

    /// <summary>The voucher as it stands, or null.</summary>
    public Voucher? Voucher(string voucherId) => Vouchers().FirstOrDefault(voucher => voucher.VoucherId == voucherId);

    public IEnumerable<Note> Notes() => Read(ChildKinds.Note, StoreJson.Default.Note);

    public IEnumerable<Hold> Holds() => Read(ChildKinds.Hold, StoreJson.Default.Hold);

    public IEnumerable<CommandRow> Commands() => Read(ChildKinds.Command, StoreJson.Default.CommandRow);

    public IEnumerable<Refund> Refunds() => Read(ChildKinds.Refund, StoreJson.Default.Refund);

    /// <summary>Writes a refund case; how the order's cases stand together follows from it.</summary>
    public void Put(Refund refund)
    {
        Write(ChildKinds.Refund, refund.RefundId, refund, StoreJson.Default.Refund);
        RefundSummary.Renew(this);
    }

    public void Put(Effect effect) => Write(ChildKinds.Effect, effect.Key.ToString(), effect, StoreJson.Default.Effect);

    public void Put(StepRow step) => Write(ChildKinds.Step, step.Key, step, StoreJson.Default.StepRow);

    /// <summary>Of one line and unit at most one voucher is live: whoever would write a second has a bug. The dying one is put first.</summary>
    public void Put(Voucher voucher)
    {
        Write(ChildKinds.Voucher, voucher.VoucherId, voucher, StoreJson.Default.Voucher);
        if (voucher.IsLive && Vouchers().Any(other => other.IsLive && other.LineId == voucher.LineId && other.Unit == voucher.Unit && other.VoucherId != voucher.VoucherId))
            throw new InvalidOperationException($"{Head.Id}: line {voucher.LineId}, unit {voucher.Unit} would have two live vouchers.");
    }

    public void Put(Hold hold) => Write(ChildKinds.Hold, hold.HoldId, hold, StoreJson.Default.Hold);

    public void Put(Note note) => Write(ChildKinds.Note, note.NoteId, note, StoreJson.Default.Note);

    public void Put(CommandRow command)
    {
        var isNew = Commands().All(known => known.CommandId != command.CommandId);
        Write(ChildKinds.Command, command.CommandId, isNew ? command with { Version = ExpectedVersion + 1 } : command, StoreJson.Default.CommandRow);
    }

    /// <summary>Appends a movement of money; its number follows the last, and the tender's balances and the Payment axis follow from it.</summary>
    public void Append(
        int tenderId, LedgerType type, Money amount, EffectKey effect, string owner, DateTimeOffset at, string? reference, string? actorId = null)
    {
        var entry = new LedgerEntry
        {
            EntryId = (Ledger().Count() + 1).ToString("D4", CultureInfo.InvariantCulture),
            TenderId = tenderId,
            Type = type,
            Amount = amount,
            EffectKey = effect.ToString(),
            Owner = owner,
            At = at,
            GatewayReference = reference,
            ActorId = actorId,
        };
        var tenders = Head.Tenders.Select(tender => tender.TenderId == tenderId ? TenderBalances.Post(tender, type, amount) : tender).ToList();
        Head = Head with { Tenders = tenders, Payment = TenderBalances.PaymentOf(tenders), Miles = TenderBalances.MilesOf(tenders) };
        Write(ChildKinds.Ledger, entry.EntryId, entry, StoreJson.Default.LedgerEntry, mustBeNew: true);
    }

    public void AddKey(string keyClass, string value, bool unique = false) => _keys.Add(new LookupKey(keyClass, value, unique));

    public void Publish(OutboxEvent @event) => _events.Add(@event);

    /// <summary>Counts a happening in the order's own commit; see <see cref="OrderCounters.Happened"/>.</summary>
    public void Count(string counter, long delta = 1) => _counts[counter] = _counts.GetValueOrDefault(counter) + delta;

    /// <summary>Adds an audit entry; the chain goes on from the head's.</summary>
    public void Audit(
        Actor actor, string action, DateTimeOffset at, string? commandId = null, string? reason = null,
        IReadOnlyList<AuditChange>? changes = null, string? note = null)
    {
        var (record, head) = AuditChain.Append(
            Head.Audit, Head.Subject, ExpectedVersion + 1, actor, action, at, commandId, reason, changes, note);
        _audit.Add(record);
        Head = Head with { Audit = head };
    }

    /// <summary>The change set at the next version, with all that is derived.</summary>
    public ChangeSet Build(DateTimeOffset now)
    {
        if (_writes.Exists(write => write.Matches(ChildKinds.Voucher, null)))
            Head = Head with { VoucherDueAt = Vouchers().Min(VoucherTerms.NextLook) };
        var head = Head with { Version = ExpectedVersion + 1, ChangedAt = now };
        head = head with { Headline = Headlines.Of(head) };
        if (head is { Headline: Headline.Failed, FirstFailedAt: null })
            head = head with { FirstFailedAt = now };
        Head = head;
        var dues = OrderDues.Of(head);
        return new ChangeSet
        {
            Subject = head.Subject,
            ExpectedVersion = ExpectedVersion,
            Head = JsonSerializer.SerializeToUtf8Bytes(head, StoreJson.Default.OrderHead),
            Index = OrderIndex.Of(head),
            Dues = _before is not null && OrderDues.Of(_before).SequenceEqual(dues) ? null : dues,
            Children = [.. _writes.Select(row => row.ToWrite())],
            AddKeys = _keys,
            Events = _events,
            Audit = _audit,
            Counters = OrderCounters.Deltas(_before, head, _counts, Finished()),
        };
    }

    /// <summary>Hand-outs that were open, or not there, and end well in this commit.</summary>
    private IEnumerable<StepRow> Finished() => _writes
        .Where(row => row.Matches(ChildKinds.Step, null) && _stored.FirstOrDefault(row.IsSame)?.Value(StoreJson.Default.StepRow).EndedAt is null)
        .Select(row => row.Value(StoreJson.Default.StepRow))
        .Where(row => row is { Status: StepStatus.Done, EndedAt: not null });

    private IEnumerable<T> Read<T>(string kind, JsonTypeInfo<T> type, string? prefix = null)
        where T : class
    {
        foreach (var row in _stored)
        {
            if (row.Matches(kind, prefix))
                yield return (_writes.Find(row.IsSame) ?? row).Value(type);
        }

        foreach (var row in _writes.ToList())
        {
            if (row.Matches(kind, prefix) && !_stored.Any(row.IsSame))
                yield return row.Value(type);
        }
    }

    private void Write<T>(string kind, string key, T value, JsonTypeInfo<T> type, bool mustBeNew = false)
        where T : class
    {
        var row = new Row(kind, key, JsonSerializer.SerializeToUtf8Bytes(value, type), value, mustBeNew);
        _writes.RemoveAll(row.IsSame);
        _writes.Add(row);
    }

    /// <summary>A child, read from its JSON when it is first asked for and then kept: drafts of one order share their rows.</summary>
    private sealed class Row(string kind, string key, ReadOnlyMemory<byte> json, object? value = null, bool mustBeNew = false)
    {
        private object? _value = value;

        private string Kind { get; } = kind;

        private string Key { get; } = key;

        public static int Compare(Row left, Row right) =>
            string.CompareOrdinal(left.Kind, right.Kind) is var byKind && byKind != 0 ? byKind : string.CompareOrdinal(left.Key, right.Key);

        public bool IsSame(Row other) => Kind == other.Kind && Key == other.Key;

        public bool Matches(string wanted, string? prefix) => Kind == wanted && (prefix is null || Key.StartsWith(prefix, StringComparison.Ordinal));

        public T Value<T>(JsonTypeInfo<T> type)
            where T : class => (T)(_value ??= JsonSerializer.Deserialize(json.Span, type) ?? throw new InvalidDataException($"{Kind} {Key} is empty."));

        public ChildWrite ToWrite() => new(Kind, Key, json, mustBeNew);
    }
}
