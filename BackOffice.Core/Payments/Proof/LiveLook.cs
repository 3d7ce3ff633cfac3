using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Proof;

/// <summary>
/// Follows the outbox and checks each order that it names, once a look. An order that is still on its way is passed over: its end is an event of its own. What
/// was seen is kept by the caller now and then; after a crash the same events are followed again.
/// </summary>
internal sealed class LiveLook(IStore store, MoneyAudit audit, LiveMoney live)
{
    private const int MostEvents = 1_000;
    private static readonly TimeSpan s_keepEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_keepIdle = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private Dictionary<string, IReadOnlyList<MoneyFinding>> _found = new(StringComparer.Ordinal);
    private LiveMoney _live = live;
    private DateTimeOffset _keptAt;
    private long _counted;
    private bool _urgent;

    public async Task<LiveResult> NextAsync(int mostOrders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var records = await store.OutboxAsync(_live.Position, MostEvents, cancellationToken).ConfigureAwait(false);
        var looked = new HashSet<string>(StringComparer.Ordinal);
        var (position, to, orders) = (_live.Position, _live.To, 0);
        foreach (var record in records)
        {
            var order = record.Event.Key;
            if (record.Event.Topic == Topics.DomainEvents && record.Event.Time >= _live.Since && looked.Add(order))
            {
                if (orders >= mostOrders)
                    break;
                orders += await LookAsync(order, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }

            (position, to) = (record.Sequence, record.Event.Time);
        }

        var behind = records.Count > 0 && (records[^1].Sequence != position || records.Count == MostEvents);
        _live = _live with { Position = position, To = behind ? to : now };
        _counted += orders;
        return new LiveResult(_found, _live, _counted, behind);
    }

    /// <summary>At once when an order came to be broken or whole again; else every ten seconds, and where nothing happens every minute.</summary>
    public bool IsWorthKeeping(DateTimeOffset now) => _urgent || now - _keptAt >= (_counted > 0 ? s_keepEvery : s_keepIdle);

    public void Kept(DateTimeOffset now) => (_keptAt, _counted, _urgent, _found) = (now, 0, false, new(StringComparer.Ordinal));

    private async Task<bool> LookAsync(string order, CancellationToken cancellationToken)
    {
        var id = new OrderId(order);
        if (await store.GetAsync(id.Subject, cancellationToken).ConfigureAwait(false) is not { } stored || IsOnItsWay(stored))
            return false;
        if (await audit.CheckAsync(id, cancellationToken).ConfigureAwait(false) is not { } findings)
            return false;
        _urgent |= findings.Count > 0 ? _broken.Add(order) : _broken.Remove(order);
        _found[order] = findings;
        return true;
    }

    private static bool IsOnItsWay(StoredHead stored)
    {
        try
        {
            return OrderDraft.HeadOf(stored) is { Workflow: WorkflowStatus.Queued or WorkflowStatus.Running or WorkflowStatus.Waiting, Refunds: null };
        }
        catch (Exception damage) when (Pipeline.Loops.IsDamage(damage))
        {
            return false;
        }
    }
}
