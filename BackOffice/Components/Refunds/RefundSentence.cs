using BackOffice.Components.Orders;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;

namespace BackOffice.Components.Refunds;

/// <summary>The sentence of an order whose refund has begun and not ended well yet.</summary>
internal static class RefundSentence
{
    public static OrderSentence Of(OrderView view)
    {
        if (view.Refunds.LastOrDefault(refund => refund.State is RefundState.Running or RefundState.NeedsAttention) is not { } refund)
            return new(T("A refund is under way. Each part of it is shown below."), T("Nothing to do yet."));
        var stopped = refund.State is RefundState.NeedsAttention;
        var unwinding = refund.Ask.Kind is RefundKind.Unwind;
        var said = OrderSentence.Join(
            unwinding ? stopped ? T("The undoing of this order stopped before it was done.") : T("What this order did is being undone.")
            : stopped ? T($"A refund of {Formats.Amount(refund.Total)} stopped before it was done.") : null,
            Vouchers(refund), Money(refund, leg => leg.State is LegState.Succeeded, amounts => T($"{amounts} are back.")),
            Reserved(refund, leg => leg.State is LegState.Succeeded, amounts => T($"The reservation of {amounts} is released.")),
            Money(refund, IsUnderWay, amounts => stopped ? T($"{amounts} have not gone back yet.") : T($"{amounts} are on the way.")),
            Reserved(refund, IsUnderWay, amounts => stopped ? T($"The reservation of {amounts} is not released yet.") : T($"The reservation of {amounts} is being released.")),
            Money(refund, leg => leg.State is LegState.Failed, amounts => T($"{amounts} could not go back.")),
            Reserved(refund, leg => leg.State is LegState.Failed, amounts => T($"The reservation of {amounts} could not be released.")),
            Money(refund, leg => leg.State is LegState.Reversed, amounts => T($"{amounts} went back and came in again.")));
        return new(said, stopped && unwinding && UnwindRemainder.Of(view) is null ? T("What was left is undone or paid back. A person closes it below.")
            : stopped && unwinding ? T("A person looks at the parts below and goes on with them.") : stopped ? T("A person looks at the refund below and goes on with it or calls it off.") : T("Nothing to do yet."));
    }

    private static string? Vouchers(Refund refund) => refund.Legs.Count(leg => leg is { Kind: LegKind.Deliverable, State: LegState.Succeeded }) switch
    {
        0 => null,
        1 => T("One voucher is void."),
        var count => Formats.Capital(T($"{Formats.Counted(count)} vouchers are void.")),
    };

    private static bool IsUnderWay(RefundLeg leg) => leg.State is LegState.Planned or LegState.Reserved or LegState.Sent or LegState.AwaitingExternal;

    private static string? Money(Refund refund, Func<RefundLeg, bool> which, Func<string, string> say) => Say(refund.Legs.Where(leg => leg.IsMoney && which(leg)), say);

    private static string? Reserved(Refund refund, Func<RefundLeg, bool> which, Func<string, string> say) =>
        Say(refund.Legs.Where(leg => leg.Kind is LegKind.Release && which(leg)), say);

    private static string? Say(IEnumerable<RefundLeg> legs, Func<string, string> say)
    {
        var amounts = legs.Select(leg => leg.Amount).OfType<Money>().Select(Formats.Amount).ToList();
        return amounts.Count == 0 ? null : say(string.Join(", ", amounts));
    }
}
