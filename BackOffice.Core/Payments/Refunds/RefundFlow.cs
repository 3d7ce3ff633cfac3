using System.Text.Json;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What the workflow <c>refund-order</c> asks of a case: may this hand-out work on it, and where does it go from here.</summary>
internal static class RefundFlow
{
    /// <summary>The case, when the hand-out's execution has the order and the case runs in it; else why not.</summary>
    public static (Refund? Refund, StepFailed? Failed) Of(OrderDraft? draft, StepContext context)
    {
        if (draft?.Refunds().FirstOrDefault(refund => refund.RefundId == context.Operation) is not { } refund)
            return (null, new StepFailed(ErrorCodes.OrderInvalid, $"Order {context.Order} has no refund {context.Operation}."));
        return draft.Head.Route.Owner == context.Owner && refund.State is RefundState.Running && refund.Execution == context.Owner
            ? (refund, null)
            : (null, new StepFailed(ErrorCodes.LeaseLost, $"Refund {refund.RefundId} is {refund.State}; the order belongs to {draft.Head.Route.Owner ?? "nobody"}."));
    }

    /// <summary>True while only time, the gateway or a person moves the case on.</summary>
    public static bool Waits(Refund refund) => refund.Legs.Any(leg => leg.IsOpen);

    /// <summary>A voucher could not be stopped: no money may move.</summary>
    public static bool Stopped(Refund refund) => refund.Legs.Any(leg => leg is { Kind: LegKind.Deliverable, State: LegState.Failed });

    /// <summary>What the definition's choices read.</summary>
    public static string OutputOf(Refund refund) => JsonSerializer.Serialize(
        new RefundOutput(
            Stopped(refund) ? "stop" : Again(refund, leg => leg.Kind is LegKind.Deliverable),
            Again(refund, leg => leg.IsValue),
            // Nothing is said while money is missing, however often it is asked.
            AllMoneyBack(refund) ? Again(refund, leg => leg.Kind is LegKind.Notify) : "go"),
        PipelineJson.Default.RefundOutput);

    public static bool AllMoneyBack(Refund refund) => refund.Legs.Where(leg => leg.IsValue).All(leg => leg.State is LegState.Succeeded);

    private static string Again(Refund refund, Func<RefundLeg, bool> kind) => refund.Legs.Any(leg => kind(leg) && leg.State is LegState.Reserved) ? "again" : "go";
}
