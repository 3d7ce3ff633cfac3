using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Tests.Torture;

/// <summary>When an order moves no more by itself.</summary>
internal static class Quiet
{
    /// <summary>Null when it is final, or waits for a person and says why; else what it still does or fails to say.</summary>
    public static string? WhyNot(FiledOrder order, int plannedLookups)
    {
        var head = order.Head;
        if (head.IsFinal)
            return head.UnknownEffects == 0 ? null : "final, with unknown effects";
        if (head.UnknownEffects > 0)
            return Unsettled(order, plannedLookups);
        if (head.Fraud is FraudStatus.Held)
            return order.Holds.Any(hold => hold.Decision is null && hold.Reasons.Count > 0) ? null : "held, and no hold says why";
        if (head.Workflow is not WorkflowStatus.Failed)
            return $"{head.Workflow}, step {head.Step?.Name} {head.Step?.Status} {head.Step?.ErrorCode}";
        if (head.Resume is not null)
            return "failed, and about to resume";
        if (head.Attention is AttentionStatus.None)
            return "failed, and nobody is asked";
        return string.IsNullOrWhiteSpace(head.Step?.ErrorCode) || string.IsNullOrWhiteSpace(head.Step.ErrorMessage) ? "failed, and does not say why" : null;
    }

    private static string? Unsettled(FiledOrder order, int plannedLookups)
    {
        var unknown = order.Effects.Where(effect => effect.State is EffectState.Unknown).ToList();
        if (unknown.Count != order.Head.UnknownEffects)
            return $"{order.Head.UnknownEffects} unknown effects by its head, {unknown.Count} by its rows";
        return order.Head.Attention switch
        {
            AttentionStatus.NeedsOps => unknown.All(effect => effect.Lookups > 0) && !string.IsNullOrWhiteSpace(order.Head.Step?.ErrorMessage) ? null : "a person is asked, and not told why",
            AttentionStatus.Unknown => unknown.Any(effect => effect.Lookups >= plannedLookups) ? "looked up as often as planned, and no person is asked" : "unknown, and still looked up",
            var other => $"unknown effects, and attention is {other}",
        };
    }
}
