using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>What an order's head alone says of a retry. The retry check knows more and decides.</summary>
public static class RetryRules
{
    /// <summary>Why a retry makes no sense for an order as it stands, without a full stop; null where the retry check decides.</summary>
    public static Sentence? WhyNot(OrderHead head) => head switch
    {
        { History: true } => (Sentence)"An order of the past is not processed here",
        { Headline: Headline.Retrying, Workflow: WorkflowStatus.FellBack } => null,
        { Headline: Headline.Retrying or Headline.Running } => (Sentence)"The workflow still tries by itself",
        { Headline: Headline.Queued, Route.Path: OrderPath.Batch } => (Sentence)"The next batch takes it up",
        { Headline: Headline.Queued } => (Sentence)"It is about to start",
        { Headline: Headline.Held } => (Sentence)"A person decides the hold first",
        { Refunds.Unwind: not null, UnknownEffects: 0 } => (Sentence)"What it did is being undone, or was",
        { Headline: Headline.Refunding } => (Sentence)"A refund is under way",
        { Headline: Headline.Done } => (Sentence)"Everything is done",
        { Headline: Headline.Cancelled or Headline.Refunded } => (Sentence)"The order is closed",
        { Headline: Headline.Unknown or Headline.Stuck or Headline.Failed } => null,
    };
}
