using BackOffice.Core.Fulfilment;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Orders;

/// <summary>Who must act on an order by what it is, once nothing about it is unknown and no refund of it waits in front of that.</summary>
internal static class Attentions
{
    /// <summary>A step that stopped for good goes on calling for a person; one that stopped because nobody knew goes on by itself.</summary>
    public static AttentionStatus Of(OrderDraft draft) => draft.Head switch
    {
        _ when LateRedemptions.AnyOpen(draft) => AttentionStatus.NeedsOps,
        { Workflow: WorkflowStatus.Failed, Resume: null, Step: { Status: StepStatus.Failed, ErrorCode: var code } } =>
            ErrorCodes.Classify(code) is ErrorClass.Retryable ? AttentionStatus.NeedsOps : AttentionStatus.NeedsAgent,
        { Fraud: FraudStatus.Held } or { Refunds.NeedAttention: > 0 } => AttentionStatus.NeedsAgent,
        { Refunds.Pending: > 0 } => AttentionStatus.NeedsApproval,
        _ => AttentionStatus.None,
    };
}
