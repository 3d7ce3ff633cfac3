using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>Where an order's events went, and why not to a destination that somebody misses them at. Read when it is opened, and again while it is open and deliveries change.</summary>
public sealed partial class OrderEventsCard : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private IReadOnlyList<EventTrace>? _traces;
    private Error? _error;
    private IDisposable? _ticks;
    private string _destination = "", _shownFor = "";
    private string? _mark;
    private long _seen;
    private bool _open, _reading;

    [Inject] public required IDeliveryDesk Desk { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required Ticker Ticker { get; init; }

    [Parameter, EditorRequired] public OrderId Order { get; set; }

    /// <summary>What else may be looked for than where something goes by now.</summary>
    private (string Value, string Word)[] Destinations =>
    [
        ("", T("any destination")),
        .. (_traces ?? []).SelectMany(trace => trace.Rules.SelectMany(rule => rule.Destinations).Concat(trace.Deliveries.Select(delivery => delivery.Destination)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => (name, name)),
    ];

    private string Summary => (_traces?.Count ?? 0, _traces?.Count(trace => trace.Deliveries.Count > 0) ?? 0) switch
    {
        (0, _) => T("none is recorded"),
        (1, 0) => T("1 event, which went nowhere"),
        (1, _) => T("1 event, which was sent"),
        (var all, 0) => T($"{all} events, none of which was sent"),
        var (all, sent) => T($"{all} events, {sent} of which were sent"),
    };

    public void Dispose()
    {
        _ticks?.Dispose();
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shownFor == Order.Value)
            return;
        (_shownFor, _traces, _error) = (Order.Value, null, null);
        if (_open)
            await ReadAsync();
    }

    private async Task ToggleAsync()
    {
        _open = !_open;
        if (!_open)
        {
            _ticks?.Dispose();
            _ticks = null;
            return;
        }

        _ticks = Ticker.Listen(() => _ = InvokeAsync(LookAsync));
        await ReadAsync();
    }

    private async Task LookAsync()
    {
        if (!_open || _leave.IsCancellationRequested || _seen == Desk.Changes)
            return;
        await ReadAsync(changedOnly: true);
        StateHasChanged();
    }

    private Task ReadAsync() => ReadAsync(changedOnly: false);

    /// <summary>Every write of the router makes it look; what was explained is explained again only when something of this order is another.</summary>
    private async Task ReadAsync(bool changedOnly)
    {
        if (_reading)
            return;
        _reading = true;
        try
        {
            var (order, actor) = (Order, await CurrentActor.GetAsync());
            _seen = Desk.Changes;
            var mark = await Reader.ReadAsync("the events of the order", token => Desk.TraceMarkAsync(order, actor, token), _leave.Token);
            if (order != Order || (changedOnly && _error is null && mark.IsSuccess && mark.Value == _mark))
                return;
            var read = await Reader.ReadAsync("the events of the order", token => Desk.TraceOrderAsync(order, actor, token), _leave.Token);
            if (order != Order)
                return;
            _error = read.Error;
            _mark = mark.IsSuccess ? mark.Value : null;
            _traces = read.IsSuccess ? read.Value : _traces;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _reading = false;
        }
    }
}
