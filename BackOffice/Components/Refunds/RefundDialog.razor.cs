using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BackOffice.Components.Refunds;

/// <summary>
/// Asks what comes back and why, shows what that would do, and asks for exactly that. The refund's id is made when the dialog opens, so that a second click, or
/// a click after an answer that was lost, is the same refund; so it is after signing in again, when the dialog comes back as it was.
/// </summary>
public sealed partial class RefundDialog : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private string _refundId = CommandRunner.NewId();
    private CancellationTokenSource _asking = new();
    private RefundForm? _form;
    private RefundPreview? _preview;
    private Error? _error, _refused;
    private bool _computing, _changed, _again;

    [Inject] public required IRefunds Refunds { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required PageTools Tools { get; init; }

    [Inject] public required Toasts Toasts { get; init; }

    [Inject] public required RefundReturn Return { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired] public required OrderView View { get; set; }

    private bool IsReady => _preview is not null && !_computing && !Runner.IsRunning && _error is null && _form is { } form && form.Reason.Trim().Length > 0;

    private string Code => $"{_preview?.Hash[..4]}·{_preview?.Hash[4..8]}";

    public void Dispose()
    {
        _asking.Cancel();
        _asking.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        var policy = Refunds.Policy(await CurrentActor.GetAsync());
        _error = policy.Error;
        if (!policy.IsSuccess)
            return;
        _form = new RefundForm(View, policy.Value);
        if (await Return.FindAsync(View.Head.Id) is not { } kept)
            return;
        _refundId = kept.RefundId;
        _form.Take(kept);
        await RecomputeAsync();
    }

    private Task KindAsync(RefundKind kind)
    {
        _form?.Choose(kind);
        return RecomputeAsync();
    }

    private Task CodeAsync(string code)
    {
        if (_form is not null)
            _form.ReasonCode = code;
        return RecomputeAsync();
    }

    private Task GiveAsync(int lineId, ChangeEventArgs e)
    {
        _form?.Give(lineId, int.TryParse(e.Value as string, out var quantity) ? quantity : 0);
        return RecomputeAsync();
    }

    private Task AllAsync()
    {
        _form?.GiveAll();
        return RecomputeAsync();
    }

    private Task AmountAsync(ChangeEventArgs e)
    {
        if (_form is not null)
            _form.Amount = e.Value as string ?? "";
        return RecomputeAsync();
    }

    private Task OverrideAsync(ChangeEventArgs e)
    {
        if (_form is not null)
            _form.Override = e.Value is true;
        return RecomputeAsync();
    }

    private Task TellAsync(ChangeEventArgs e)
    {
        if (_form is not null)
            _form.TellCustomer = e.Value is true;
        return RecomputeAsync();
    }

    private void Explain(ChangeEventArgs e)
    {
        if (_form is not null)
            _form.Reason = e.Value as string ?? "";
    }

    private async Task RecomputeAsync()
    {
        await _asking.CancelAsync();
        _asking.Dispose();
        _asking = new CancellationTokenSource();
        var token = _asking.Token;
        _refused = null;
        if (_form?.Ask() is not { } ask)
        {
            (_preview, _error, _computing, _changed) = (null, null, false, false);
            return;
        }

        (_computing, _again) = (true, false);
        try
        {
            await Task.Delay(s_pause, Tools.Clock, token);
            var actor = await CurrentActor.GetAsync();
            var read = await Reader.ReadAsync("the refund preview", t => Refunds.PreviewAsync(View.Head.Id, ask, actor, t), token);
            // An overtaken answer is of a question that nobody asks any more.
            if (token.IsCancellationRequested)
                return;
            (_computing, _error, _preview) = (false, read.Error, read.IsSuccess ? read.Value : null);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Another change came, or the dialog was closed.
        }
    }

    private Task ConfirmAsync() => _again && _form is not null && !Runner.IsRunning ? Return.SignInAsync(_form.Keep(_refundId)) : RequestAsync();

    private async Task RequestAsync()
    {
        if (!IsReady || _preview is not { } preview || _form?.Ask() is not { } ask)
            return;
        var actor = await CurrentActor.GetAsync();
        var command = new RequestRefund(View.Head.Id, _refundId, ask, preview.Hash);
        var result = await Runner.RunAsync("refund-order", _refundId, token => Refunds.RequestAsync(command, actor, token));
        if (result is not { } outcome)
            return;
        if (outcome.IsSuccess)
        {
            await Return.ForgetAsync(View.Head.Id);
            Toasts.Show(T(RefundWords.Told(outcome.Value)));
            Dialog.Close(DialogResult.Ok(outcome.Value));
            return;
        }

        _again = outcome.Error is Rejected { Code: RefundSignIn.Again };
        _changed = outcome.Error is Conflict { Code: "refund.preview-changed" };
        if (_changed)
            await RecomputeAsync();
        else
            _refused = outcome.Error;
    }

    private string VouchersOf(int lineId) =>
        string.Join(", ", View.Vouchers.Where(voucher => voucher.LineId == lineId).Select(voucher => $"{voucher.CodeLast4} {Formats.Small(StatusLook.Of(voucher.State).Word)}"));

    private Task KeyAsync(KeyboardEventArgs e) => e is { Key: "Enter", CtrlKey: true } ? ConfirmAsync() : Task.CompletedTask;

    private async Task CancelAsync()
    {
        await Return.ForgetAsync(View.Head.Id);
        Dialog.Cancel();
    }
}
