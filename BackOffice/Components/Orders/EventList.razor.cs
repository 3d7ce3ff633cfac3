using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>The events of an execution, the latest page first; older pages are read when they are asked for.</summary>
public sealed partial class EventList : IDisposable
{
    private const int PageSize = 100;

    private readonly CancellationTokenSource _leave = new();
    private readonly SortedList<long, HistoryEvent> _events = [];
    private string? _execution, _next;
    private int _limit = PageSize;
    private long _open;
    private bool _reading;
    private Error? _error;

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Parameter, EditorRequired] public required OrderView View { get; set; }

    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (View.History.Count == 0)
            return;
        // Another execution, or one that went on so far that its newest page does not reach what is known.
        if (_execution != View.Execution?.Name || _events.Count == 0 || View.History[0].Id > _events.Keys[^1] + 1)
        {
            (_execution, _next, _limit) = (View.Execution?.Name, View.HistoryNext, PageSize);
            _events.Clear();
        }

        foreach (var e in View.History)
            _events[e.Id] = e;
    }

    private void Toggle(long id) => _open = _open == id ? 0 : id;

    private async Task MoreAsync()
    {
        _limit += PageSize;
        if (_events.Count >= _limit || _next is not { } cursor || _execution is not { } execution)
            return;
        _reading = true;
        try
        {
            var actor = await CurrentActor.GetAsync();
            var older = await Reader.ReadAsync("the older events", token => Orders.OlderEventsAsync(execution, cursor, actor, token), _leave.Token);
            _error = older.Error;
            if (!older.IsSuccess || execution != _execution)
                return;
            _next = older.Value.Next;
            foreach (var e in older.Value.Items)
                _events[e.Id] = e;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The list was left.
        }
        finally
        {
            _reading = false;
        }
    }
}
