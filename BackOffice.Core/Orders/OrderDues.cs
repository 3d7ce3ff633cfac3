using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>The moments at which somebody must look at an order again: a pure function of its head, so that none is ever forgotten.</summary>
public static class OrderDues
{
    public static IReadOnlyList<Due> Of(OrderHead order)
    {
        if (order.History)
            return [];
        var dues = new List<Due>(3);
        // What is left to do outside goes on when the order itself is closed: a void without an answer, a promotion that ends.
        if (order.NextLookupAt is { } lookUp)
            dues.Add(new Due(DueKinds.Reconcile, lookUp));
        if (order.VoucherDueAt is { } vouchers)
            dues.Add(new Due(DueKinds.Vouchers, vouchers));
        if (order.Refunds is { } refunds)
        {
            if (refunds.LookAt is { } look)
                dues.Add(new Due(DueKinds.Refund, look));
            if (refunds.PendingSince is { } since)
                dues.Add(new Due(DueKinds.RefundApproval, since));
        }

        if (order.IsFinal)
            return dues;
        var batch = order.Route.BatchStage;
        if (order.Workflow is WorkflowStatus.Queued && order.Route.Owner is null && batch is null)
            dues.Add(new Due(DueKinds.Dispatch, order.DueAt));
        if (batch is { } stage && order.Route.NextBatchAt is { } at)
            dues.Add(new Due(KindOf(stage), at));
        if (order.IsPaid && order.StuckSince is null && order.Workflow is not WorkflowStatus.Failed)
            dues.Add(new Due(DueKinds.Sweep, order.DueAt));
        if (order.Workflow is WorkflowStatus.Running or WorkflowStatus.Waiting && batch is null && order.Route.LeaseUntil is { } lease)
            dues.Add(new Due(DueKinds.Lease, lease));
        return dues;
    }

    public static string KindOf(BatchStage stage) => stage switch
    {
        BatchStage.Fraud => DueKinds.BatchFraud,
        BatchStage.Payment => DueKinds.BatchPayment,
        BatchStage.Fulfilment => DueKinds.BatchFulfilment,
    };
}
