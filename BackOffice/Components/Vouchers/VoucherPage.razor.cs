using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Live;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Vouchers;

/// <summary>One voucher: how it stands, what can be done, what became of it. It follows its order live.</summary>
public sealed partial class VoucherPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private FeedReader? _feed;
    private string? _shown;
    private VoucherView? _view;
    private Actor? _actor;
    private Error? _error;
    private DateTimeOffset _readAt;

    [Inject] public required IVouchers Vouchers { get; init; }

    [Inject] public required IOrderFeed Feed { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required PageTools Tools { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Parameter] public string OrderId { get; set; } = "";

    [Parameter] public string VoucherId { get; set; } = "";

    private Ticker Ticker => Tools.Ticker;

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        if (_feed is not null)
            await _feed.DisposeAsync();
        _leave.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var asked = $"{OrderId}/{VoucherId}";
        if (_shown == asked)
            return;
        var isFirst = _shown is null;
        (_shown, _view, _error) = (asked, null, null);
        if (_feed is not null)
            await _feed.DisposeAsync();
        _feed = new FeedReader(Feed.Subscribe(new OrderId(OrderId)), _ => InvokeAsync(RefreshAsync), failure => InvokeAsync(() => DispatchExceptionAsync(failure)), Tools.Presence);
        await ReadAsync();
        if (!isFirst)
            await Tools.Browser.FocusHeadingAsync();
    }

    private async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        if (_leave.IsCancellationRequested)
            return;
        try
        {
            _actor ??= await CurrentActor.GetAsync();
            var (actor, order, voucher) = (_actor, OrderId, VoucherId);
            var read = await Reader.ReadAsync("the voucher", token => Vouchers.GetAsync(new OrderId(order), voucher, actor, token), _leave.Token);
            if ((order, voucher) != (OrderId, VoucherId))
                return;
            _error = read.Error;
            if (!read.IsSuccess)
                return;
            _view = read.Value;
            _readAt = Ticker.Now;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task OpenAsync(VoucherDeed deed, LateRedemption? late)
    {
        if (_view is null)
            return;
        if (await VoucherDialogs.OpenAsync(Dialogs, _view.Head.Id, _view.Head.Version, _view.Voucher, deed, late))
            await ReadAsync();
        StateHasChanged();
        await Tools.Browser.FocusAsync(late is null ? IdOf(deed) : $"settle-{late.RedemptionId}");
    }

    private static string IdOf(VoucherDeed deed) => "voucher-" + deed.ToString().ToLowerInvariant();
}
