using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Unwinding;

/// <summary>
/// What an unwinding would be: goods, then miles, then cash or its release, then the message. An order that did nothing is closed by it, with the message alone. Nothing is read or
/// written.
/// </summary>
internal static class UnwindPlanner
{
    /// <param name="draft">The order as it is now.</param>
    /// <param name="ask">Which executions' effects are undone.</param>
    /// <param name="policy">In force.</param>
    /// <param name="own">The unwinding itself when it was written already.</param>
    /// <param name="now">UTC.</param>
    public static Result<RefundPlan> Plan(OrderDraft draft, RefundAsk ask, RefundPolicy policy, string? own, DateTimeOffset now)
    {
        if (UnwindRules.Blocked(draft, own, now) is { } blocked)
            return blocked;
        var legs = new List<(RefundLeg Leg, Effect Undone)>();
        foreach (var effect in UnwindRules.Standing(draft))
        {
            var leg = LegOf(draft, effect, now);
            if (!leg.IsSuccess)
                return leg.Error;
            if (leg.Value.Leg is { } found)
                legs.Add((found, effect));
        }

        if (legs.FirstOrDefault(pair => ask.Executions?.Contains(pair.Undone.Owner, StringComparer.Ordinal) != true) is { Undone: { } foreign })
        {
            return new Rejected(
                "unwind.foreign", $"{foreign.Owner} did {RetryChecks.Title(foreign.Key.Step)} and is not named. Only what the named executions did is undone, and nothing may be left over.");
        }

        List<(RefundLeg Leg, Effect Undone)> ordered = [.. legs.OrderBy(pair => PlaceOf(pair.Leg.Kind)).ThenBy(pair => pair.Leg.LegId, StringComparer.Ordinal)];
        List<RefundLeg> all = [.. ordered.Select(pair => pair.Leg)];
        if (ask.TellCustomer)
            all.Add(new RefundLeg { LegId = "notify", Kind = LegKind.Notify, State = LegState.Planned, Step = RefundStepNames.Notify, Unit = "1", At = now });
        return new RefundPlan(Preview(draft, ask, policy, ordered, now), [], all);
    }

    private static int PlaceOf(LegKind kind) => kind switch
    {
        LegKind.Deliverable => 0,
        LegKind.Miles => 1,
        LegKind.Cash => 2,
        LegKind.Release => 3,
        LegKind.Notify => 4,
    };

    /// <summary>How one effect is undone; without a leg when a person has undone it already.</summary>
    private static Result<Undoing> LegOf(OrderDraft draft, Effect effect, DateTimeOffset now)
    {
        if (effect.Kind is EffectKind.IssueVoucher)
            return VoucherLeg(draft, effect, now);
        var tender = draft.Head.Tenders.First(candidate => candidate.TenderId.ToString(CultureInfo.InvariantCulture) == effect.Key.Unit);
        var (kind, prefix, amount, step) = effect.Kind switch
        {
            EffectKind.RedeemMiles => (LegKind.Miles, "miles-", TenderBalances.Refundable(tender), RefundStepNames.Money),
            EffectKind.Capture => (LegKind.Cash, "cash-", TenderBalances.Refundable(tender), RefundStepNames.Money),
            EffectKind.Authorise => (LegKind.Release, "release-", tender.Authorised, RefundStepNames.Release),
            _ => throw new InvalidOperationException($"{effect.Key} is nothing that is undone."),
        };
        return new Undoing(!amount.IsPositive ? null : new RefundLeg
        {
            LegId = prefix + effect.Key.Unit, Kind = kind, State = LegState.Planned, Amount = amount, TenderId = tender.TenderId, Step = step, Unit = effect.Key.Unit, At = now,
            Undoes = effect.Key.ToString(),
        });
    }

    private static Result<Undoing> VoucherLeg(OrderDraft draft, Effect effect, DateTimeOffset now)
    {
        var unit = draft.Vouchers().Where(voucher => VoucherChanges.UnitOf(voucher) == effect.Key.Unit).ToList();
        var voucher = unit.FirstOrDefault(candidate => candidate.PredecessorId is null) ?? throw new InvalidDataException($"{effect.Key} made no voucher.");
        if (unit.FirstOrDefault(other => other.VoucherId != voucher.VoucherId && other.IsLive) is { } successor)
            return new Rejected("unwind.voucher", $"Voucher {voucher.VoucherId} was reissued as {successor.VoucherId}, which is none of the execution's. Make that one void first.");
        switch (voucher.State)
        {
            case VoucherState.Void or VoucherState.Reissued:
                return new Undoing(null);
            case VoucherState.Redeemed:
                return new Rejected("unwind.voucher", $"Voucher {voucher.VoucherId} was redeemed: the customer has the goods.");
            case VoucherState.Suspended when voucher.VoidAsked is not null:
                return new Rejected("unwind.voucher", $"Voucher {voucher.VoucherId} is being made void or reissued. Wait for that first.");
            case VoucherState.Issued or VoucherState.KeptBack or VoucherState.Delivered or VoucherState.Viewed or VoucherState.Suspended or VoucherState.Expired:
                break;
        }

        return new Undoing(new RefundLeg
        {
            LegId = "voucher-" + voucher.VoucherId, Kind = LegKind.Deliverable, State = LegState.Planned, VoucherId = voucher.VoucherId, Step = StepNames.VoidVoucher,
            Unit = effect.Key.Unit, At = now, Undoes = effect.Key.ToString(),
        });
    }

    private static RefundPreview Preview(OrderDraft draft, RefundAsk ask, RefundPolicy policy, IReadOnlyList<(RefundLeg Leg, Effect Undone)> legs, DateTimeOffset now)
    {
        var head = draft.Head;
        var unit = head.Lines[0].UnitPrice.Unit;
        var value = legs.Select(pair => pair.Leg).Where(leg => leg.IsValue).ToList();
        var told = value.Select(leg => leg.Kind is LegKind.Release ? ValueShare.Done(leg) : ValueShare.Planned(head, new TenderShare(leg.TenderId ?? 0, leg.Amount ?? Money.Zero(unit)), now)).ToList();
        var dying = legs.Select(pair => pair.Leg.VoucherId).OfType<string>().ToHashSet();
        var vouchers = draft.Vouchers().Where(voucher => dying.Contains(voucher.VoucherId)).OrderBy(voucher => voucher.VoucherId, StringComparer.Ordinal).ToList();
        return new RefundPreview
        {
            Order = head.Id,
            OrderVersion = head.Version,
            PolicyVersion = policy.Version,
            Kind = RefundKind.Unwind,
            ReasonCode = ask.ReasonCode,
            Lines = [],
            Vouchers = [.. vouchers.Select(voucher => new PreviewVoucher(voucher.VoucherId, voucher.CodeLast4, voucher.State, true))],
            Tenders =
            [
                .. from share in told
                   let tender = head.Tenders.First(candidate => candidate.TenderId == share.TenderId)
                   select new PreviewTender(
                       share.TenderId, RefundMessages.NameOf(tender), tender.Captured, tender.Refunded, share.Back, Money.Zero(share.Back.Unit),
                       share.Expired.IsPositive ? share.Expired : null, share.Released),
            ],
            Total = Sum(value, leg => leg.Kind is LegKind.Cash or LegKind.Release, unit),
            Miles = value.Exists(leg => leg.Kind is LegKind.Miles) ? Sum(value, leg => leg.Kind is LegKind.Miles, Money.Miles) : null,
            Fees = Money.Zero(unit),
            Executions = ask.Executions,
            Undone = [.. legs.Select(pair => new PreviewUndo(pair.Leg.LegId, pair.Leg.Kind, pair.Undone.Key.ToString(), pair.Undone.Owner, pair.Leg.Amount))],
            Level = RefundApprovalLevel.None,
            LevelWhy = (Sentence)"Operations undoes a failed order on its own word.",
            Message = ask.TellCustomer ? RefundMessages.Unwound(head, vouchers, told) : null,
        }.Hashed();
    }

    private static Money Sum(IEnumerable<RefundLeg> legs, Func<RefundLeg, bool> which, string unit) =>
        legs.Where(which).Aggregate(Money.Zero(unit), (sum, leg) => sum + (leg.Amount ?? Money.Zero(unit)));

    /// <param name="Leg">Null when nothing is left to undo.</param>
    private readonly record struct Undoing(RefundLeg? Leg);
}
