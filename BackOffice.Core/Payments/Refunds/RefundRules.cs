using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Which order situation permits a refund, and what the cases before it leave over.</summary>
public static class RefundRules
{
    /// <summary>Null when a refund of the order may be asked for, else why not.</summary>
    public static Rejected? Blocked(OrderHead order)
    {
        if (order.History)
            return new Rejected("refund.history", "The order is history: it was imported, and the gateway does not know it from us.");
        if (order.Refunds is { Unwind: not null, UnwindMovedNothing: false })
            return new Rejected("refund.unwound", "What this order did is being undone, or was: everything goes back by that.");
        if (order.UnknownEffects > 0)
            return new Rejected("refund.unknown", "A call about this order has no answer yet. It is looked up first; then refund.");
        if (order.Tenders.Any(tender => TenderBalances.ChargedBackOf(tender).IsPositive))
            return new Rejected("refund.charged-back", "The customer's bank took the money back already; a refund would pay twice.");
        if (order.Workflow is not (WorkflowStatus.Done or WorkflowStatus.Failed or WorkflowStatus.Cancelled))
            return new Rejected("refund.running", "The order is still being worked on. Wait until it is done or has failed.");
        return order.Tenders.Any(tender => tender.Captured.IsPositive)
            ? null
            : new Rejected("refund.nothing-taken", "No money was taken for this order, so there is nothing to refund.");
    }

    /// <summary>Null when a case may start now: nothing else has the order or is about to.</summary>
    internal static string? Busy(OrderHead order)
    {
        if (order.Refunds?.Running is { } running)
            return $"Refund {running} is running.";
        if (order.Resume is not null || order.Workflow is WorkflowStatus.Failed && order.Step is { Status: StepStatus.Unknown })
            return "The order is about to go on.";
        return order.Route.Owner is { } owner ? $"The order belongs to {owner}." : null;
    }

    /// <summary>Units of a line that cases claim already, those that only wait included.</summary>
    internal static int Refunded(IEnumerable<Refund> others, int lineId) =>
        others.SelectMany(refund => refund.Lines).Where(line => line.LineId == lineId).Sum(line => line.Quantity);

    /// <summary>What is held beyond what the units that were not given back are worth, less what other such cases claim.</summary>
    internal static Money Overpaid(OrderHead order, IReadOnlyList<Refund> others, string unit)
    {
        var held = order.Tenders.Where(tender => tender.Amount.Unit == unit)
            .Aggregate(Money.Zero(unit), (sum, tender) => sum + TenderBalances.Refundable(tender));
        var claimed = others.Where(refund => refund.IsWaiting).Aggregate(Money.Zero(unit), (sum, refund) => sum + refund.Total);
        var worth = order.Total - others.SelectMany(refund => refund.Lines).Aggregate(Money.Zero(unit), (sum, line) => sum + line.Price - line.Fee);
        return held - claimed - worth;
    }
}
