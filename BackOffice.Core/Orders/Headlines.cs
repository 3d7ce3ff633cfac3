namespace BackOffice.Core.Orders;

/// <summary>Derives the one headline from the axes: a person's eye goes to the first that holds.</summary>
public static class Headlines
{
    /// <summary>unknown money, stuck paid order, held, failed, refund running, retrying, running, queued, cancelled, refunded, done.</summary>
    public static Headline Of(OrderHead order)
    {
        if (order.UnknownEffects > 0 || order.Attention is AttentionStatus.Unknown)
            return Headline.Unknown;
        if (order.StuckSince is not null && !order.IsFinal)
            return Headline.Stuck;
        if (order.Fraud is FraudStatus.Held && !order.IsFinal && order.Workflow is not WorkflowStatus.Failed)
            return Headline.Held;
        if (order.Refunds is { IsOpen: true } refunds && (order.Workflow is not WorkflowStatus.Failed || refunds is { Unwind: not null, Running: not null }))
            return Headline.Refunding;
        return order.Workflow switch
        {
            WorkflowStatus.Failed => Headline.Failed,
            WorkflowStatus.FellBack => Headline.Retrying,
            WorkflowStatus.Running => order.Step is { Status: StepStatus.Retrying } or { Attempt: > 1, Status: StepStatus.Running } ? Headline.Retrying : Headline.Running,
            WorkflowStatus.Waiting => Headline.Running,
            WorkflowStatus.Queued => Headline.Queued,
            WorkflowStatus.Cancelled => order.Payment is PaymentStatus.Refunded ? Headline.Refunded : Headline.Cancelled,
            WorkflowStatus.Done => order.Payment is PaymentStatus.Refunded ? Headline.Refunded : Headline.Done,
        };
    }
}
