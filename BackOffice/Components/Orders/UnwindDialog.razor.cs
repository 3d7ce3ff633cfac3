using BackOffice.Components.Refunds;
using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>Lists what would be undone, in order, and has exactly that done. The unwinding's id is made when the dialog opens, so that a second click is the same unwinding.</summary>
public sealed partial class UnwindDialog : IDisposable
{
    private string _unwindId = CommandRunner.NewId();
    private readonly CancellationTokenSource _close = new();
    private UnwindCheck? _check;
    private Error? _error;
    private string _reason = "";
    private bool _tell = true, _changed, _again;

    [Inject] public required IUnwinds Unwinds { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required Toasts Toasts { get; init; }

    [Inject] public required RefundReturn Return { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired] public OrderId Order { get; set; }

    /// <summary>The order did nothing that stands: it is closed, and that is all.</summary>
    private bool IsBare => _check is { Preview: { Undone: null or { Count: 0 }, Tenders.Count: 0, Vouchers.Count: 0 } };

    private bool IsReady => _check is { Preview: not null } && (_error is null || _again) && !Runner.IsRunning && _reason.Trim().Length > 0;

    public void Dispose()
    {
        _close.Cancel();
        _close.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (await Return.FindUndoAsync(Order) is { } kept)
            (_unwindId, _reason, _tell) = (kept.UnwindId, kept.Reason, kept.TellCustomer);
        await CheckAsync();
    }

    private async Task CheckAsync()
    {
        try
        {
            var actor = await CurrentActor.GetAsync();
            var read = await Reader.ReadAsync(T("what would be undone"), token => Unwinds.CheckAsync(Order, _tell, actor, token), _close.Token);
            (_error, _check) = (read.Error, read.IsSuccess ? read.Value : null);
        }
        catch (OperationCanceledException) when (_close.IsCancellationRequested)
        {
            // The dialog was closed.
        }
    }

    private Task TellAsync(ChangeEventArgs e)
    {
        _changed = false;
        _tell = e.Value is true;
        return CheckAsync();
    }

    private async Task ConfirmAsync()
    {
        if (!IsReady || _check is not { Preview: { } preview } check)
            return;
        if (_again)
        {
            await Return.SignInAsync(Order, new UnwindIntent(_unwindId, _reason.Trim(), _tell));
            return;
        }

        var actor = await CurrentActor.GetAsync();
        var command = new UnwindOrder(Order, _unwindId, check.Executions, preview.Hash, _reason.Trim(), _tell);
        var result = await Runner.RunAsync("unwind-order", _unwindId, token => Unwinds.StartAsync(command, actor, token));
        _error = result?.Error;
        _changed = _error is Conflict { Code: "refund.preview-changed" };
        _again = _error is Rejected { Code: RefundSignIn.Again };
        if (_changed)
            await CheckAsync();
        if (result is not { IsSuccess: true })
            return;
        await Return.ForgetUndoAsync(Order);
        Toasts.Show(IsBare ? T("The order is being closed.") : T("The order is being undone. Its parts are shown on its page."));
        Dialog.Close(DialogResult.Ok(true));
    }

    private Task KeyAsync(KeyboardEventArgs e) => e is { Key: "Enter", CtrlKey: true } ? ConfirmAsync() : Task.CompletedTask;

    private async Task CancelAsync()
    {
        await Return.ForgetUndoAsync(Order);
        Dialog.Cancel();
    }
}
