using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>One delivery with every call and what is sent, masked. Live until it ended.</summary>
public sealed partial class DeliveryPage
{
    private DeliveryDetail? _detail;
    private long? _shownFor;

    [Inject] public required IDeliveryDesk Desk { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Parameter] public long Id { get; set; }

    protected override long? Mark => Desk.Changes;

    private string Lead => _detail?.Delivery switch
    {
        null => "",
        { State: DeliveryState.Dead, ErrorCode: { } code } => DeliveryWords.Cause(code),
        { State: DeliveryState.Pending, ErrorCode: { } code } => DeliveryWords.Cause(code),
        { Message: { } message } => message,
        _ => "",
    };

    protected override async Task LoadAsync()
    {
        var id = Id;
        if (_shownFor != id)
            (_shownFor, _detail) = (id, null);
        if (await AskAsync("the delivery", (actor, token) => Desk.GetAsync(id, actor, token)) is { } detail && id == Id)
            _detail = detail;
    }

    private Task RedriveAsync() => _detail is { Delivery: var delivery } ? ActAsync("redrive", DeadLetterActs.Redrive(Desk, delivery)) : Task.CompletedTask;

    private Task DiscardAsync() => _detail is { Delivery: var delivery } ? ActAsync("discard", DeadLetterActs.Discard(Desk, delivery)) : Task.CompletedTask;

    private async Task ActAsync(string button, DialogParameters<ReasonDialog> parameters)
    {
        var dialog = await Dialogs.ShowAsync<ReasonDialog>(T("Delivery"), parameters);
        if (await dialog.Result is { Canceled: false })
            await RefreshAsync();
        await Tools.Browser.FocusAsync(button);
    }
}
