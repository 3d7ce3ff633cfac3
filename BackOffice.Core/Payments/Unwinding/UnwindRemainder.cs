using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Core.Payments.Unwinding;

/// <summary>What a stopped unwinding leaves that somebody still has to undo or pay back; with nothing left a person may close it.</summary>
public static class UnwindRemainder
{
    /// <summary>The first thing that is left; null when there is none.</summary>
    public static Sentence? Of(OrderView view) => Of(view.Head, view.Refunds, view.Vouchers, view.Effects);

    internal static Sentence? Of(OrderDraft draft) => Of(draft.Head, [.. draft.Refunds()], [.. draft.Vouchers()], draft.Effects());

    private static Sentence? Of(OrderHead head, IReadOnlyList<Refund> refunds, IReadOnlyList<Voucher> vouchers, IEnumerable<Effect> effects)
    {
        if (effects.Any(effect => effect.IsOpen))
            return "A call about this order has no answer yet.";
        if (refunds.Any(refund => refund is { Ask.Kind: not RefundKind.Unwind, IsVoid: false, State: not RefundState.Succeeded }))
            return "Another refund of this order has not ended well yet.";
        if (vouchers.FirstOrDefault(voucher => voucher.State is not (VoucherState.Void or VoucherState.Reissued or VoucherState.Redeemed)) is { } alive)
            return $"Voucher {alive.VoucherId} is neither void nor redeemed.";
        if (head.Tenders.FirstOrDefault(tender => tender.Authorised.IsPositive && !tender.Captured.IsPositive) is { } reserved)
            return $"{reserved.Authorised} are still reserved on tender {reserved.TenderId}.";
        var owed = head.Tenders.Select(tender => tender.Amount.Unit).Distinct(StringComparer.Ordinal).Select(unit => Owed(head, refunds, vouchers, unit)).FirstOrDefault(owed => owed.IsPositive);
        return owed.IsPositive ? (Sentence)$"{owed} were taken and have not gone back. Refund them first." : null;
    }

    /// <summary>What is held of a unit beyond what may be kept: the price of what was redeemed, and fees. A kindness pays for no unit; what the bank took back is not held.</summary>
    private static Money Owed(OrderHead head, IReadOnlyList<Refund> refunds, IReadOnlyList<Voucher> vouchers, string unit)
    {
        var zero = Money.Zero(unit);
        var paid = refunds.Where(refund => refund.State is RefundState.Succeeded).ToList();
        var lines = paid.SelectMany(refund => refund.Lines).ToList();
        var held = Sum(head.Tenders.Select(tender => (Money?)TenderBalances.Refundable(tender)));
        var kindness = Sum(paid.Where(refund => refund.Ask.Kind is RefundKind.Goodwill).Select(refund => (Money?)refund.Total));
        var kept = Sum(lines.SelectMany(line => new[] { line.Fee, line.MilesFee }))
            + Sum(head.Lines.SelectMany(line => new[] { line.UnitPrice * Redeemed(line.LineId), line.UnitMiles is { } miles ? miles * Redeemed(line.LineId) : (Money?)null }));
        var open = held + kindness - kept;
        return open < held ? open : held;

        int Redeemed(int lineId) => Math.Max(
            0,
            vouchers.Where(voucher => voucher.LineId == lineId && voucher.State is VoucherState.Redeemed).Select(voucher => voucher.Unit).Distinct().Count()
                - lines.Where(line => line.LineId == lineId).Sum(line => line.Redeemed));

        Money Sum(IEnumerable<Money?> amounts) => amounts.Aggregate(zero, (sum, amount) => amount is { } one && one.Unit == unit ? sum + one : sum);
    }
}
