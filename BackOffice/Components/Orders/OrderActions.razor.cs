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

    private bool IsRetryDue => Advised(View.Head) && View.Hold is not { Decision: null };

    /// <summary>A retry is what the page advises, whoever may do it.</summary>
    public static bool Advised(OrderHead head) =>
        head.Headline is Headline.Failed or Headline.Stuck && FailureWords.RetryCanHelp(head.Step?.ErrorCode) && WhyNoRetry(head) is null;

    /// <summary>Why a retry makes no sense for an order as it stands; null where the retry check decides.</summary>
    public static string? WhyNoRetry(OrderHead head) => RetryRules.WhyNot(head) is { } why ? T(why) : null;

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
