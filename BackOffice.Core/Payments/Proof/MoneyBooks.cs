using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Core.Payments.Proof;

/// <summary>What a whole check has read so far.</summary>
internal sealed class MoneyBooks(RefundPolicy policy)
{
    private const int MostFindings = 1_000;

    private readonly List<MoneyFinding> _found = [];
    private readonly Dictionary<string, long> _broken = [];
    private readonly Dictionary<(string Actor, string Day, string Unit), long> _alone = [];
    private long _refunds, _vouchers;

    public long Orders { get; private set; }

    /// <summary>Refund calls by effect key.</summary>
    public Dictionary<string, Effect> Ours { get; } = new(StringComparer.Ordinal);

    /// <summary>Redemptions and recredits of miles by effect key.</summary>
    public Dictionary<string, Effect> OurMiles { get; } = new(StringComparer.Ordinal);

    public static MoneyFinding Damaged(OrderId order) => new(StandingFinding.Unreadable, order.Value, "Its rows cannot be read as an order's.");

    public void Add(OrderId order, OrderReading reading)
    {
        if (reading.IsDamaged)
        {
            Orders++;
            Find(Damaged(order));
        }

        if (reading.Draft is not { } draft)
            return;
        Orders++;
        _vouchers += draft.Vouchers().Count();
        foreach (var finding in MoneyInvariants.Of(draft))
            Find(finding);
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

    public MoneyReport Report(LedgerComparison? comparison, TimeSpan took)
    {
        foreach (var difference in comparison?.Differences ?? [])
            Find(new MoneyFinding("I2", difference.Order, difference.Text));
        if (comparison is not null)
            _broken["I2"] = comparison.Different;
        foreach (var ((actor, day, unit), minor) in _alone.Where(pair => pair.Value > policy.DailyAlone.MinorOf(pair.Key.Unit)))
            Find(new MoneyFinding("I19", "", string.Create(CultureInfo.InvariantCulture, $"{actor} let {new Money(minor, unit)} run on their own word on {day}.")));
        return new MoneyReport
        {
            Orders = Orders,
            Refunds = _refunds,
            Vouchers = _vouchers,
            Unreadable = _broken.GetValueOrDefault(StandingFinding.Unreadable),
            Invariants =
            [
                .. MoneyInvariants.All.Select(one => new InvariantCount(
                    one.Name, one.Meaning, one.Name switch { "I2" => (comparison?.Ours + comparison?.Theirs) ?? 0, "I19" => _alone.Count, _ => Orders }, _broken.GetValueOrDefault(one.Name))),
            ],
            Findings = _found,
            Comparison = comparison,
            Took = took,
        };
    }

    private void Find(MoneyFinding finding)
    {
        _broken[finding.Invariant] = _broken.GetValueOrDefault(finding.Invariant) + 1;
        if (_found.Count < MostFindings)
            _found.Add(finding);
    }
}
