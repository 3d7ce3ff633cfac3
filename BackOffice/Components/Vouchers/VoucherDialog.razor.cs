using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Vouchers;

/// <summary>One deed on one voucher, with its reason. Its command id is made when it opens, so that a second click is the same command.</summary>
public sealed partial class VoucherDialog : IDisposable
{
    private readonly string _commandId = CommandRunner.NewId();
    private string _reason = "";
    private DateOnly? _until;
    private VoucherValue _which = VoucherValue.Promotional;
    private bool _acceptAddress, _over, _done;
    private long _version;
    private ResendCheck? _check;
    private RevealedCode? _code;
    private Error? _error;
    private IDisposable? _ticks;

    [Inject] public required IVoucherCommands Commands { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [Inject] public required Toasts Toasts { get; init; }

    [Inject] public required Ticker Ticker { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired] public OrderId Order { get; set; }

    /// <summary>Of the order as the person saw it.</summary>
    [Parameter, EditorRequired] public long Version { get; set; }

    [Parameter, EditorRequired] public required Voucher Voucher { get; set; }

    [Parameter, EditorRequired] public VoucherDeed Deed { get; set; }

    /// <summary>What is settled; for <see cref="VoucherDeed.Settle"/> alone.</summary>
    [Parameter] public LateRedemption? Late { get; set; }

    private DateTimeOffset EndNow => (_which is VoucherValue.Paid ? Voucher.PaidExpiresAt : Voucher.PromoExpiresAt) is { } end
        ? Voucher.Zone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var place) ? TimeZoneInfo.ConvertTime(end.AddTicks(-1), place) : end.AddTicks(-1)
        : Ticker.Now;

    private bool CanSubmit => !Runner.IsRunning && _reason.Trim().Length > 0
        && (Deed is not VoucherDeed.Extend || _until is not null)
        && (Deed is not VoucherDeed.Resend || _check is { WhyNot: null } check && (!check.AddressChanged || _acceptAddress));

    public void Dispose() => _ticks?.Dispose();

    protected override async Task OnInitializedAsync()
    {
        _version = Version;
        if (Voucher.PromoExpiresAt is null)
            _which = VoucherValue.Paid;
        if (Deed is not VoucherDeed.Resend)
            return;
        var actor = await CurrentActor.GetAsync();
        var check = await Commands.CheckResendAsync(Order, actor, CancellationToken.None);
        _error = check.Error;
        if (!check.IsSuccess)
            return;
        _check = check.Value;
        _version = check.Value.Version;
    }

    private void Close()
    {
        if (_done)
            Dialog.Close(DialogResult.Ok(true));
        else
            Dialog.Cancel();
    }

    private async Task SubmitAsync()
    {
        var actor = await CurrentActor.GetAsync();
        if (Deed is VoucherDeed.Reveal)
        {
            await RevealAsync(actor);
            return;
        }

        var result = await Runner.RunAsync("voucher-" + Deed, _commandId, token => RunAsync(actor, token));
        _error = result?.Error;
        if (result is not { IsSuccess: true } outcome)
            return;
        Toasts.Show(T(outcome.Value.Message));
        Dialog.Close(DialogResult.Ok(true));
    }

    private Task<Result<CommandOutcome>> RunAsync(Actor actor, CancellationToken token)
    {
        var command = new VoucherCommand(Order, Voucher.VoucherId, _commandId, _version, _reason.Trim());
        return Deed switch
        {
            VoucherDeed.Resend => Commands.ResendAsync(new ResendVouchers(Order, [Voucher.VoucherId], _commandId, _version, command.Reason, _acceptAddress), actor, token),
            VoucherDeed.Reissue => Commands.ReissueAsync(command, actor, token),
            VoucherDeed.Extend => Commands.ExtendAsync(new ExtendVoucher(Order, Voucher.VoucherId, _commandId, _version, command.Reason, _which, _until ?? default), actor, token),
            VoucherDeed.Suspend => Commands.SuspendAsync(command, actor, token),
            VoucherDeed.Release => Commands.ReleaseAsync(command, actor, token),
            VoucherDeed.Void => Commands.VoidAsync(command, actor, token),
            VoucherDeed.Reverse => Commands.ReverseRedemptionAsync(command, actor, token),
            VoucherDeed.Settle => Commands.SettleLateAsync(new SettleLateRedemption(Order, Voucher.VoucherId, Late?.RedemptionId ?? "", _commandId, _version, command.Reason), actor, token),
            VoucherDeed.Reveal => throw new InvalidOperationException("A code is no outcome."),
        };
    }

    private async Task RevealAsync(Actor actor)
    {
        var revealed = await Runner.RunAsync("reveal-code", _commandId, token => Commands.RevealAsync(new VoucherCommand(Order, Voucher.VoucherId, _commandId, _version, _reason.Trim()), actor, token));
        _error = revealed?.Error;
        if (revealed is not { IsSuccess: true } shown)
            return;
        (_code, _done) = (shown.Value, true);
        _ticks = Ticker.Listen(() => _ = InvokeAsync(Hide));
    }

    private void Hide()
    {
        if (_code is { } code && Ticker.Now >= code.Until)
            (_code, _over) = (null, true);
        StateHasChanged();
    }
}
