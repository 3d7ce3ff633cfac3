using System.Globalization;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Core.Payments;

/// <summary>
/// Checks the money of every order: each invariant on the order's own rows, and two that need more: our refunds against the gateway's own list, both ways, and the
/// daily budgets. It reads; what it finds is for people.
/// </summary>
public sealed class MoneyAudit(IStore store, IPaymentGateway gateway, IMilesGateway programme, RefundPolicy policy, TimeProvider clock)
{
    private const int Page = 200;
    private const int MostFindings = 1_000;

    /// <summary>Needs audit:read. A store of 100,000 orders takes a while; <paramref name="progress"/> hears of orders checked.</summary>
    public async Task<Result<MoneyReport>> CheckAsync(Actor actor, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.AuditRead) is { } forbidden)
            return forbidden;
        var started = clock.GetTimestamp();
        var books = new Books(policy);
        string? cursor = null;
        do
        {
            var page = await store.SearchAsync(new OrderQuery(), cursor, Page, cancellationToken).ConfigureAwait(false);
            if (!page.IsSuccess)
                return page.Error;
            foreach (var head in page.Value.Items)
            {
                if (await ReadAsync(head.Id, cancellationToken).ConfigureAwait(false) is { } draft)
                    books.Add(draft);
            }

            progress?.Report(books.Orders);
            cursor = page.Value.Next;
        }
        while (cursor is not null);
        await CompareAsync(books, cancellationToken).ConfigureAwait(false);
        return books.Report(clock.GetElapsedTime(started));
    }

    /// <summary>Our refunds and miles against the gateways'. A difference is looked at again before it is one: the order may have moved since it was read.</summary>
    private async Task CompareAsync(Books books, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await gateway.RefundsAsync(cursor, Page, cancellationToken).ConfigureAwait(false);
            foreach (var theirs in page.Items)
            {
                seen.Add(theirs.Key);
                if (Differs(books.Ours.GetValueOrDefault(theirs.Key), theirs) is not null)
                {
                    var again = await EffectAsync(theirs.Key, cancellationToken).ConfigureAwait(false);
                    if (Differs(again, theirs) is { } difference)
                        books.Find("I2", theirs.Key.Split('/')[0], $"{theirs.Key}: {difference}");
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        foreach (var (key, ours) in books.Ours)
        {
            if (ours.State is EffectState.Succeeded && !seen.Contains(key) && ours.ErrorCode is null)
                books.Find("I2", ours.Key.Order.Value, $"{key}: we say that {ours.Amount} went back ({ours.ExternalId}); the gateway does not list it.");
        }

        books.Compared = seen.Count + books.Ours.Count;
        await CompareMilesAsync(books, cancellationToken).ConfigureAwait(false);
    }

    private async Task CompareMilesAsync(Books books, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await programme.MovementsAsync(cursor, Page, cancellationToken).ConfigureAwait(false);
            foreach (var theirs in page.Items)
            {
                seen.Add(theirs.Key);
                var row = new GatewayRefund(theirs.Key, theirs.Reference, theirs.Amount, theirs.Status, theirs.At);
                if (Differs(books.OurMiles.GetValueOrDefault(theirs.Key), row) is not null)
                {
                    var again = await EffectAsync(theirs.Key, cancellationToken).ConfigureAwait(false);
                    // A redemption whose miles went back by an unwinding took place all the same.
                    if (!(again is { Kind: EffectKind.RedeemMiles, State: EffectState.Reversed } && again.Amount == theirs.Amount) && Differs(again, row) is { } difference)
                        books.Find("I2", theirs.Key.Split('/')[0], $"{theirs.Key}: {difference}");
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        foreach (var (key, ours) in books.OurMiles)
        {
            if (ours.State is EffectState.Succeeded && !seen.Contains(key) && ours.ErrorCode is null)
                books.Find("I2", ours.Key.Order.Value, $"{key}: we say that {ours.Amount} moved ({ours.ExternalId}); the programme does not list it.");
        }

        books.Compared += seen.Count + books.OurMiles.Count;
    }

    /// <summary>Null when both say the same, or ours has no outcome yet.</summary>
    private static string? Differs(Effect? ours, GatewayRefund theirs) => (ours?.State, theirs.Status) switch
    {
        (null, _) => $"the gateway lists {theirs.Amount} ({theirs.Reference}), and no order knows it.",
        (EffectState.Sent or EffectState.Unknown or EffectState.Awaiting, _) => null,
        (EffectState.Succeeded, GatewayRefundStatus.Succeeded) => ours?.Amount == theirs.Amount ? null : $"we say {ours?.Amount}, the gateway {theirs.Amount}.",
        (EffectState.Succeeded, GatewayRefundStatus.Reversed or GatewayRefundStatus.Failed) => "it came back, and we have not heard of it.",
        (EffectState.Succeeded, GatewayRefundStatus.Pending) => "we call it done, and the gateway has not finished.",
        (EffectState.Failed or EffectState.Reversed, GatewayRefundStatus.Failed or GatewayRefundStatus.Reversed) => null,
        (EffectState.Planned, GatewayRefundStatus.Failed or GatewayRefundStatus.Reversed) => null,
        var (state, status) => $"we say {state}, the gateway {status}.",
    };

    private async Task<Effect?> EffectAsync(string key, CancellationToken cancellationToken) =>
        await ReadAsync(new OrderId(key.Split('/')[0]), cancellationToken).ConfigureAwait(false) is { } draft
            ? draft.Effects().FirstOrDefault(effect => effect.Key.ToString() == key)
            : null;

    private async Task<OrderDraft?> ReadAsync(OrderId order, CancellationToken cancellationToken) =>
        await store.GetWithChildrenAsync(order.Subject, cancellationToken).ConfigureAwait(false) is { } stored ? OrderDraft.Of(stored) : null;

    /// <summary>What has been read so far.</summary>
    private sealed class Books(RefundPolicy policy)
    {
        private readonly List<MoneyFinding> _found = [];
        private readonly Dictionary<string, int> _broken = [];
        private readonly Dictionary<(string Actor, string Day, string Unit), long> _alone = [];
        private long _refunds;

        public long Orders { get; private set; }

        public long Compared { get; set; }

        public Dictionary<string, Effect> Ours { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Effect> OurMiles { get; } = new(StringComparer.Ordinal);

        public void Add(OrderDraft draft)
        {
            Orders++;
            foreach (var finding in MoneyInvariants.Of(draft))
                Find(finding.Invariant, finding.Order, finding.Text);
            foreach (var effect in draft.Effects().Where(effect => effect.Kind is EffectKind.RefundPayment))
                Ours[effect.Key.ToString()] = effect;
            foreach (var effect in draft.Effects().Where(effect => effect.Kind is EffectKind.RedeemMiles or EffectKind.RecreditMiles))
                OurMiles[effect.Key.ToString()] = effect;
            foreach (var refund in draft.Refunds())
            {
                _refunds++;
                if (refund is { BudgetDay: { } day, IsVoid: false } && refund.PolicyVersion == policy.Version)
                {
                    foreach (var amount in new[] { refund.Total, refund.Miles }.OfType<Money>())
                    {
                        var key = (refund.RequestedBy.Id, day, amount.Unit);
                        _alone[key] = _alone.GetValueOrDefault(key) + amount.Minor;
                    }
                }
            }
        }

        public void Find(string invariant, string order, string text)
        {
            _broken[invariant] = _broken.GetValueOrDefault(invariant) + 1;
            if (_found.Count < MostFindings)
                _found.Add(new MoneyFinding(invariant, order, text));
        }

        public MoneyReport Report(TimeSpan took)
        {
            foreach (var ((actor, day, unit), minor) in _alone.Where(pair => pair.Value > policy.DailyAlone.MinorOf(pair.Key.Unit)))
                Find("I19", "", string.Create(CultureInfo.InvariantCulture, $"{actor} let {new Money(minor, unit)} run on their own word on {day}."));
            return new MoneyReport
            {
                Orders = Orders,
                Refunds = _refunds,
                Invariants =
                [
                    .. MoneyInvariants.All.Select(one => new InvariantCount(
                        one.Name, one.Meaning, one.Name switch { "I2" => Compared, "I19" => _alone.Count, _ => Orders }, _broken.GetValueOrDefault(one.Name))),
                ],
                Findings = _found,
                Took = took,
            };
        }
    }
}
