using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>What can be done with an order. What the person may not do is not there; what cannot be done now stays and says why.</summary>
public sealed partial class OrderActions
{
    [Parameter, EditorRequired] public required OrderView View { get; set; }

    [Parameter] public Actor? Actor { get; set; }

    [Parameter] public bool Copied { get; set; }

    [Parameter] public EventCallback OnCopy { get; set; }

    [Parameter] public EventCallback OnRetry { get; set; }

    [Parameter] public EventCallback OnDecide { get; set; }

    [Parameter] public EventCallback OnRefund { get; set; }

    [Parameter] public EventCallback OnUnwind { get; set; }

    [Parameter] public EventCallback OnNote { get; set; }

    private bool IsRetryDue => View.Head.Headline is Headline.Failed or Headline.Stuck && WhyNoRetry(View.Head) is null && View.Hold is not { Decision: null };

    /// <summary>Why a retry makes no sense for an order as it stands; null where the retry check decides.</summary>
    public static string? WhyNoRetry(OrderHead head) => head switch
    {
        { History: true } => T("An order of the past is not processed here"),
        { Headline: Headline.Retrying, Workflow: WorkflowStatus.FellBack } => null,
        { Headline: Headline.Retrying or Headline.Running } => T("The workflow still tries by itself"),
        { Headline: Headline.Queued, Route.Path: OrderPath.Batch } => T("The next batch takes it up"),
        { Headline: Headline.Queued } => T("It is about to start"),
        { Headline: Headline.Held } => T("A person decides the hold first"),
        { Refunds.Unwind: not null, UnknownEffects: 0 } => T("What it did is being undone, or was"),
        { Headline: Headline.Refunding } => T("A refund is under way"),
        { Headline: Headline.Done } => T("Everything is done"),
        { Headline: Headline.Cancelled or Headline.Refunded } => T("The order is closed"),
        { Headline: Headline.Unknown or Headline.Stuck or Headline.Failed } => null,
    };

    /// <summary>Why no refund can be asked for as the order stands; null where the preview decides.</summary>
    public static string? WhyNoRefund(OrderHead head) =>
        head.Refunds?.Running is not null ? T("A refund is under way")
        : RefundRules.Blocked(head) is { } blocked ? T(blocked.Said)
        : head.Tenders.Any(tender => TenderBalances.Refundable(tender).IsPositive) ? null : T("Everything that was taken went back or is on its way");

    /// <summary>Why what the order did cannot be undone as it stands; null where the check decides.</summary>
    public static string? WhyNoUnwind(OrderHead head) => head switch
    {
        { History: true } => T("An order of the past is not processed here"),
        { Refunds.Unwind: not null } => T("What it did is being undone, or was"),
        { UnknownEffects: > 0 } => T("A call has no answer yet; that is looked up first"),
        { Workflow: WorkflowStatus.Failed or WorkflowStatus.FellBack } => null,
        { Workflow: WorkflowStatus.Done } => T("It is done: money goes back by a refund"),
        { Workflow: WorkflowStatus.Cancelled } => T("The order is closed"),
        _ => T("The workflow still tries by itself"),
    };

    private bool Has(Permission permission) => Actor?.Permissions.Contains(permission) == true;
}
