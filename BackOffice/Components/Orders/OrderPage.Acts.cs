using BackOffice.Components.Refunds;
using BackOffice.Core.Orders;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>What the page's buttons, keys and address open; each checks again what the order and the person's permissions allow.</summary>
public sealed partial class OrderPage
{
    private Task RetryAsync() =>
        _view is not null && _actor is not null && OrderActions.WhyNoRetry(_view.Head) is null && _actor.Permissions.Contains(Core.Access.Permission.OrdersRetry)
            ? OpenAsync<RetryDialog>(T("Retry"), "retry-order", new() { { nameof(RetryDialog.Order), _view.Head.Id } })
            : Task.CompletedTask;

    private Task RefundAsync() =>
        _view is not null && _actor?.Permissions.Contains(Core.Access.Permission.RefundsRequest) == true && OrderActions.WhyNoRefund(_view.Head) is null
            ? OpenAsync<RefundDialog>(T("Refund"), "refund-order", new() { { nameof(RefundDialog.View), _view } })
            : Task.CompletedTask;

    private Task UnwindAsync() =>
        _view is { Head: { Workflow: WorkflowStatus.Failed or WorkflowStatus.FellBack } head } && _actor?.Permissions.Contains(Core.Access.Permission.OrdersUnwind) == true && OrderActions.WhyNoUnwind(head) is null
            ? OpenAsync<UnwindDialog>(T("Undo"), "unwind-order", new() { { nameof(UnwindDialog.Order), head.Id } })
            : Task.CompletedTask;

    private Task DecideAsync() =>
        _view is { Hold: { Decision: null } hold }
            ? OpenAsync<HoldDialog>(T("Decide"), "decide-hold", new() { { nameof(HoldDialog.Head), _view.Head }, { nameof(HoldDialog.Hold), hold } })
            : Task.CompletedTask;

    private Task AddNoteAsync() =>
        _view is not null && _actor?.Permissions.Contains(Core.Access.Permission.NotesWrite) == true
            ? OpenAsync<NoteDialog>(T("Add a note"), "add-note", new() { { nameof(NoteDialog.Order), _view.Head.Id } })
            : Task.CompletedTask;

    // The focus goes back to the button, or to the heading when the command took the button away.
    private async Task OpenAsync<T>(string title, string trigger, DialogParameters parameters)
        where T : IComponent
    {
        var dialog = await Dialogs.ShowAsync<T>(title, parameters);
        var result = await dialog.Result;
        if (result is { Canceled: false })
            await ReadAsync();
        StateHasChanged();
        await Tools.Browser.FocusAsync(trigger);
    }
}
