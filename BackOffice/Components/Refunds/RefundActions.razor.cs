using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Refunds;

/// <summary>Approve, reject, call off, go on, close: each asks for a reason, and carries the version and the preview that were on the screen.</summary>
public sealed partial class RefundActions
{
    [Inject] public required IRefunds Refunds { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required RefundReturn Return { get; init; }

    /// <summary>The person comes back from signing in again: the approval is opened as they left it.</summary>
    [Parameter] public bool Again { get; set; }

    [Parameter, EditorRequired] public OrderId Order { get; set; }

    [Parameter, EditorRequired] public long Version { get; set; }

    [Parameter, EditorRequired] public required Refund Case { get; set; }

    [Parameter] public Actor? Actor { get; set; }

    /// <summary>Of the case as it would be now, shown beside the question; null where the page shows it.</summary>
    [Parameter] public RefundPreview? Preview { get; set; }

    /// <summary>Of a stopped undoing, what somebody still has to do; null when it may be closed.</summary>
    [Parameter] public Sentence? Left { get; set; }

    [Parameter] public EventCallback OnDone { get; set; }

    private string? WhyNotApprove => Actor?.Id == Case.RequestedBy.Id ? T("You asked for it; somebody else approves it")
        : Case.Approvals.Any(approval => approval.By.Id == Actor?.Id) ? T("You approved it; a second person is needed") : null;

    private string? WhyNotRetry => Case.Legs.Any(leg => leg.IsOpen) ? T("One of its calls has no known outcome; that is settled first") : null;

    private bool CanCancel => (May(Permission.RefundsApprove) || (May(Permission.RefundsRequest) && Actor?.Id == Case.RequestedBy.Id))
        && (Case.IsWaiting || (Case.State is RefundState.NeedsAttention && Case.Legs.Where(leg => leg.IsValue).All(leg => leg.State is LegState.Planned)
            && !(Case.Ask.Kind is RefundKind.Unwind && Case.Legs.Any(leg => leg.State is LegState.Succeeded))));

    private bool CanRetry => Case.State is RefundState.NeedsAttention && (Case.Ask.Kind is RefundKind.Unwind
        ? May(Permission.OrdersUnwind)
        : May(Permission.RefundsApprove) || (May(Permission.RefundsRequest) && Case.Level is RefundApprovalLevel.None));

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Again && Case.State is RefundState.PendingApproval && May(Permission.RefundsApprove) && WhyNotApprove is null && await Return.FindAsync(Case) is not null)
            await ApproveAsync();
    }

    private bool May(Permission permission) => Actor?.Permissions.Contains(permission) == true;

    private Task ApproveAsync() => AskAsync(
        "approve", T($"Approve the refund of {RefundWords.Amounts(Case)}?"),
        T($"{Case.RequestedBy.Name} asked for it. It does what the preview shows, or nothing: if the order changed, the refund ends instead."),
        T($"Approve {RefundWords.Amounts(Case)}"), dangerous: false, Refunds.ApproveAsync, returns: true);

    private Task RejectAsync() => AskAsync(
        "reject", T($"Reject the refund of {RefundWords.Amounts(Case)}?"), T("It ends here. Nothing has moved and nothing will."), T("Reject the refund"), dangerous: true, Refunds.RejectAsync);

    private Task CancelAsync() => AskAsync(
        "cancel", T($"Call off the refund of {RefundWords.Amounts(Case)}?"), T("It ends here. No money has moved; vouchers that are void stay void."), T("Call it off"), dangerous: true, Refunds.CancelAsync);

    private Task RetryAsync() => AskAsync(
        "retry", T("Go on with the refund?"), T("What definitely failed or came back is tried again as a new attempt. What is done stays done."), T("Go on"), dangerous: false, Refunds.RetryAsync);

    private Task CloseAsync() => AskAsync(
        "close", T("Close the undoing of this order?"), T("Nothing is sent and no money moves. The order is cancelled and needs nobody any more for it."), T("Close it"), dangerous: false, Refunds.CloseAsync);

    private async Task AskAsync(
        string act, string question, string meaning, string verb, bool dangerous, Func<DecideRefund, Actor, CancellationToken, Task<Result<RefundOutcome>>> run, bool returns = false)
    {
        // What was on the screen when it was pressed is what is decided on, whatever the page shows meanwhile.
        var (order, version, refund, preview) = (Order, Version, Case, Preview);
        Task<Result<Sentence>> Act(string id, string reason, Actor actor, CancellationToken token) => ToldAsync(
            run(new DecideRefund(order, refund.RefundId, id, version, refund.PreviewHash, reason), actor, token));
        RenderFragment? shown = preview is null ? null : builder =>
        {
            builder.OpenComponent<RefundEffects>(0);
            builder.AddComponentParameter(1, nameof(RefundEffects.Preview), preview);
            builder.CloseComponent();
        };
        var dialog = await Dialogs.ShowAsync<ReasonDialog>(question, new DialogParameters<ReasonDialog>
        {
            { d => d.Question, question }, { d => d.Meaning, meaning }, { d => d.Verb, verb }, { d => d.Dangerous, dangerous }, { d => d.Command, $"refund-{act}" },
            { d => d.Act, Act }, { d => d.ChildContent, shown },
            { d => d.Kept, returns ? await Return.FindAsync(refund) : null },
            { d => d.SignInAgain, returns ? kept => Return.SignInAsync(refund, kept) : null },
            { d => d.OnOver, returns ? () => Return.ForgetAsync(refund) : null },
        });
        await dialog.Result;
        await OnDone.InvokeAsync();
        await Browser.FocusAsync($"refund-{act}-{refund.RefundId}");
    }

    private static async Task<Result<Sentence>> ToldAsync(Task<Result<RefundOutcome>> answer) => (await answer).Map(RefundWords.Told);
}
