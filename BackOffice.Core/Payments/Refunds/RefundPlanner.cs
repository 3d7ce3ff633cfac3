using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What a refund would be: lines, legs and the preview. Nothing is read or written; the same order, ask and policy give the same plan.</summary>
/// <param name="Preview">With its hash.</param>
/// <param name="Lines">Of the case.</param>
/// <param name="Legs">Planned: vouchers, miles, cash, notify, in the order they are done.</param>
internal sealed record RefundPlan(RefundPreview Preview, IReadOnlyList<RefundLine> Lines, IReadOnlyList<RefundLeg> Legs);

/// <summary>Makes the plan, or says everything that stands against it.</summary>
internal static class RefundPlanner
{
    /// <param name="draft">The order as it is now.</param>
    /// <param name="ask">What is wanted.</param>
    /// <param name="policy">In force.</param>
    /// <param name="own">The case itself when it was written already; its own claims do not stand in its way.</param>
    /// <param name="now">UTC.</param>
    public static Result<RefundPlan> Plan(OrderDraft draft, RefundAsk ask, RefundPolicy policy, string? own, DateTimeOffset now)
    {
        var head = draft.Head;
        if (ask.Kind is RefundKind.Unwind)
            return Unwinding.UnwindPlanner.Plan(draft, ask, policy, own, now);
        if (policy.Find(ask.ReasonCode) is not { } reason || !reason.Kinds.Contains(ask.Kind))
        {
            var codes = policy.ReasonsInForce.Where(known => known.Kinds.Contains(ask.Kind)).Select(known => known.Code);
            return new Invalid("reasonCode", $"For this kind one of: {string.Join(", ", codes)}.");
        }

        if (RefundRules.Blocked(head) is { } blocked)
            return blocked;
        var others = draft.Refunds().Where(refund => refund.RefundId != own && !refund.IsVoid).ToList();
        var lines = RefundLines.Plan(draft, ask, reason, others);
        if (!lines.IsSuccess)
            return lines.Error;
        var unit = head.Lines[0].UnitPrice.Unit;
        var total = Total(head, ask, lines.Value, others, unit);
        if (!total.IsSuccess)
            return total.Error;
        var miles = MilesOf(lines.Value);
        if (miles is null && ask.Allocation?.Any(share => share.Amount.Unit == Money.Miles) == true)
            return new Invalid("allocation", "No miles go back here; units never convert.");
        var cash = RefundAllocation.Of(head, ask, total.Value, others);
        if (!cash.IsSuccess)
            return cash.Error;
        var redeemed = miles is { IsPositive: true } all ? RefundAllocation.Of(head, ask, all, others) : Array.Empty<TenderShare>();
        if (!redeemed.IsSuccess)
            return redeemed.Error;
        List<TenderShare> shares = [.. redeemed.Value, .. cash.Value];
        var legs = Legs(draft, ask, lines.Value, shares, now);
        return new RefundPlan(Preview(draft, ask, policy, reason, lines.Value, shares, total.Value, miles, others, now), lines.Value, legs);
    }

    /// <summary>Of the units that are given back, less what the reason keeps; null where no line is paid with miles.</summary>
    private static Money? MilesOf(IReadOnlyList<RefundLine> lines) => lines.Any(line => line.Miles is not null)
        ? lines.Aggregate(Money.Zero(Money.Miles), (all, line) => line.Miles is { } miles ? all + miles - (line.MilesFee ?? Money.Zero(Money.Miles)) : all)
        : null;

    private static Result<Money> Total(OrderHead head, RefundAsk ask, IReadOnlyList<RefundLine> lines, IReadOnlyList<Refund> others, string unit)
    {
        switch (ask.Kind)
        {
            case RefundKind.OrderReduction:
                if (ask.Amount is not null)
                    return new Invalid("amount", "The amount follows from the lines.");
                var sum = lines.Aggregate(Money.Zero(unit), (all, line) => all + line.Price - line.Fee);
                return sum.IsPositive ? sum : new Rejected("refund.nothing", "After the fee nothing is left to give back.");
            case RefundKind.Overpayment:
                var over = RefundRules.Overpaid(head, others, unit);
                if (!over.IsPositive)
                    return new Rejected("refund.not-overpaid", "The customer did not pay more than the order is worth.");
                return Within(ask.Amount ?? over, over, unit);
            case RefundKind.Goodwill:
                if (ask.Amount is not { } amount)
                    return new Invalid("amount", "Say how much.");
                return Within(amount, null, unit);
            case RefundKind.Unwind:
            default:
                throw new InvalidOperationException($"{ask.Kind} is no kind of refund.");
        }
    }

    private static Result<Money> Within(Money amount, Money? overpaid, string unit)
    {
        if (amount.Unit != unit)
            return new Invalid("amount", $"The order is in {unit}; units never convert.");
        if (!amount.IsPositive)
            return new Invalid("amount", "An amount must be above zero.");
        return overpaid is { } limit && amount > limit ? new Rejected("refund.too-much", $"Only {limit} was paid too much.") : amount;
    }

    private static List<RefundLeg> Legs(
        OrderDraft draft, RefundAsk ask, IReadOnlyList<RefundLine> lines, IReadOnlyList<TenderShare> shares, DateTimeOffset now)
    {
        var legs = new List<RefundLeg>();
        var vouchers = draft.Vouchers().ToDictionary(voucher => voucher.VoucherId);
        foreach (var id in lines.SelectMany(line => line.Vouchers))
        {
            legs.Add(new RefundLeg
            {
                LegId = "voucher-" + id, Kind = LegKind.Deliverable, State = LegState.Planned, VoucherId = id, Step = StepNames.VoidVoucher, Unit = VoucherChanges.UnitOf(vouchers[id]), At = now,
            });
        }

        foreach (var share in shares.OrderBy(share => share.Amount.Unit != Money.Miles))
        {
            var miles = share.Amount.Unit == Money.Miles;
            var tender = share.TenderId.ToString(CultureInfo.InvariantCulture);
            legs.Add(new RefundLeg
            {
                LegId = (miles ? "miles-" : "cash-") + tender, Kind = miles ? LegKind.Miles : LegKind.Cash, State = LegState.Planned, Amount = share.Amount,
                TenderId = share.TenderId, Step = RefundStepNames.Money, Unit = tender, At = now,
            });
        }

        if (ask.TellCustomer)
            legs.Add(new RefundLeg { LegId = "notify", Kind = LegKind.Notify, State = LegState.Planned, Step = RefundStepNames.Notify, Unit = "1", At = now });
        return legs;
    }

    private static RefundPreview Preview(
        OrderDraft draft, RefundAsk ask, RefundPolicy policy, RefundReason reason, IReadOnlyList<RefundLine> lines, IReadOnlyList<TenderShare> shares, Money total, Money? miles,
        IReadOnlyList<Refund> others, DateTimeOffset now)
    {
        var told = shares.Select(share => ValueShare.Planned(draft.Head, share, now)).ToList();
        var head = draft.Head;
        var vouchers = draft.Vouchers().ToDictionary(voucher => voucher.VoucherId);
        var touched = lines.Select(line => line.LineId).ToHashSet();
        var dying = lines.SelectMany(line => line.Vouchers).ToHashSet();
        var redeemed = lines.Any(line => line.Redeemed > 0);
        var (level, why) = policy.LevelOf(ask.Kind, reason, total, miles, redeemed);
        return new RefundPreview
        {
            Order = head.Id,
            OrderVersion = head.Version,
            PolicyVersion = policy.Version,
            Kind = ask.Kind,
            ReasonCode = ask.ReasonCode,
            Lines =
            [
                .. from line in lines
                   let bought = head.Lines.First(candidate => candidate.LineId == line.LineId)
                   select new PreviewLine(
                       line.LineId, bought.Title, line.Quantity, bought.Quantity - RefundRules.Refunded(others, line.LineId) - line.Quantity, line.Price, line.Fee, line.Miles),
            ],
            Vouchers =
            [
                .. from voucher in vouchers.Values
                   where touched.Contains(voucher.LineId)
                   orderby voucher.VoucherId
                   select new PreviewVoucher(voucher.VoucherId, voucher.CodeLast4, voucher.State, dying.Contains(voucher.VoucherId)),
            ],
            Tenders =
            [
                .. from pair in shares.Zip(told, (share, told) => (Share: share, Told: told))
                   let tender = head.Tenders.First(candidate => candidate.TenderId == pair.Share.TenderId)
                   select new PreviewTender(
                       pair.Share.TenderId, RefundMessages.NameOf(tender), tender.Captured, tender.Refunded, pair.Told.Back,
                       RefundAllocation.Available(tender, others) - pair.Share.Amount, pair.Told.Expired.IsPositive ? pair.Told.Expired : null),
            ],
            Total = total,
            Miles = miles,
            MilesFees = miles is null ? null : lines.Aggregate(Money.Zero(Money.Miles), (sum, line) => line.MilesFee is { } fee ? sum + fee : sum),
            Fees = lines.Aggregate(Money.Zero(total.Unit), (sum, line) => sum + line.Fee),
            Level = level,
            LevelWhy = why,
            Message = ask.TellCustomer ? RefundMessages.Of(head, lines, [.. dying.Order().Select(id => vouchers[id])], told) : null,
        }.Hashed();
    }
}
