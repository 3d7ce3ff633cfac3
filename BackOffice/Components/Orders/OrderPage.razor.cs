using BackOffice.Components.Orders.Run;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>One order, whole and live.</summary>
public sealed partial class OrderPage : IAsyncDisposable
{
    // The engine's own events (a retry planned, a timer) come without a commit of the order; while it runs, the page looks again.
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _leave = new();
    private readonly List<IDisposable> _keys = [];
    private IDisposable? _ticks;
    private FeedReader? _feed;
    private string? _shownId, _selectedName;
    private OrderView? _view;
    private OrderRun _run = new([], null, false);
    private OrderSentence _sentence = new("", "");
    private IReadOnlyList<TimelineRow> _timeline = [];
    private StateRun? _selected;
    private Actor? _actor;
    private Error? _error;
    private DateTimeOffset _readAt;
    private string _announced = "";
    private bool _reading, _again, _copied;
    private IReadOnlyDictionary<string, StepTimes>? _usual;
    private TimelineCard? _card;
    private string? _scrolledTo;

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required IOrderFeed Feed { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required PageTools Tools { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public string Id { get; set; } = "";

    /// <summary>A row of the timeline that the link means; see <see cref="TimelineRow.ElementId"/>.</summary>
    [SupplyParameterFromQuery(Name = "at")] public string? At { get; set; }

    /// <summary>The step that the link means, by the name of its state.</summary>
    [SupplyParameterFromQuery(Name = "step")] public string? Step { get; set; }

    private string PageAddress => $"/orders/{Id}";

    private Ticker Ticker => Tools.Ticker;

    private string KindWord => _view?.Head.Kind switch { OrderKind.AirCheckout => T("Air checkout"), OrderKind.DealVoucher or null => T("City deal") };

    /// <summary>Said to who reads the advice to retry and may not do it.</summary>
    private string? WhoRetries => _view is { } view && _actor?.Lacks(Permission.OrdersRetry) is not null && OrderActions.Advised(view.Head)
        ? T($"Only these roles may retry: {Sentence.List([.. RolePermissions.RolesWith(Permission.OrdersRetry).Select(RolePermissions.WordOf)])}.")
        : null;

    private string? ChipDetail => _view?.Head is { Headline: Headline.Retrying, Step: { } step }
        ? _run.States.FirstOrDefault(state => state.State.Step == step.Name)?.State.TriesFor(step.ErrorCode) is { } most ? T($"try {step.ComingTry()} of {most}") : T($"try {step.ComingTry()}")
        : null;

    public async ValueTask DisposeAsync()
    {
        _ticks?.Dispose();
        _keys.ForEach(key => key.Dispose());
        Tools.Zone.Changed -= OnZone;
        await _leave.CancelAsync();
        if (_feed is not null)
            await _feed.DisposeAsync();
        _leave.Dispose();
    }

    protected override void OnInitialized()
    {
        Tools.Zone.Changed += OnZone;
        _ticks = Ticker.Listen(() => _ = InvokeAsync(TickAsync));
        _keys.Add(Tools.Shortcuts.On("c", () => CopySentenceAsync()));
        _keys.Add(Tools.Shortcuts.On("r", RetryAsync));
        _keys.Add(Tools.Shortcuts.On("e", RefundAsync));
        _keys.Add(Tools.Shortcuts.On("n", AddNoteAsync));
        _keys.Add(Tools.Shortcuts.On("t", NextFilterAsync));
        _keys.Add(Tools.Shortcuts.On("[", () => MoveStepAsync(-1)));
        _keys.Add(Tools.Shortcuts.On("]", () => MoveStepAsync(1)));
    }

    protected override async Task OnParametersSetAsync()
    {
        // An id is written in capitals; a link that somebody typed need not be.
        if (Id.ToUpperInvariant() is var id && id != Id)
        {
            Navigation.NavigateTo($"/orders/{Uri.EscapeDataString(id)}{new Uri(Navigation.Uri).Query}", replace: true);
            return;
        }

        if (_shownId == Id)
        {
            if (Step is not null)
                Choose(Step);
            return;
        }

        var isFirst = _shownId is null;
        _shownId = Id;
        (_view, _error, _selected, _selectedName, _scrolledTo) = (null, null, null, Step, null);
        if (_feed is not null)
            await _feed.DisposeAsync();
        _feed = new FeedReader(Feed.Subscribe(new OrderId(Id)), batch => InvokeAsync(() => ApplyAsync(batch)), failure => InvokeAsync(() => DispatchExceptionAsync(failure)), Tools.Presence);
        await ReadAsync();
        if (!isFirst)
            await Tools.Browser.FocusHeadingAsync();
        StateHasChanged();
        // The page does not wait for what is usual.
        await ReadUsualAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_view is null || At is not { } at || at == _scrolledTo || !_timeline.Any(row => row.ElementId == at))
            return;
        _scrolledTo = at;
        await Tools.Browser.ScrollToAsync(at);
    }

    private async Task ReadUsualAsync()
    {
        if (_usual is not null || _actor is not { } actor || _view is null)
            return;
        try
        {
            var usual = await Reader.ReadAsync("the usual times", token => Orders.UsualTimesAsync(actor, token), _leave.Token);
            _usual = usual.IsSuccess ? usual.Value : null;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task ReadAsync()
    {
        if (_reading)
        {
            _again = true;
            return;
        }

        _reading = true;
        try
        {
            do
            {
                _again = false;
                var id = Id;
                _actor ??= await CurrentActor.GetAsync();
                var actor = _actor;
                var read = await Reader.ReadAsync("the order", token => Orders.GetAsync(new OrderId(id), actor, token), _leave.Token);
                if (id != Id)
                {
                    _again = true;
                    continue;
                }

                _error = read.Error;
                if (read.IsSuccess)
                    Show(read.Value);
            }
            while (_again);
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

    private void Show(OrderView view)
    {
        if (_view is not null && _view.Head.Headline != view.Head.Headline)
            _announced = T($"The order is {Formats.Small(StatusLook.Of(view.Head.Headline).Word)} now.");
        _view = view;
        _readAt = Ticker.Now;
        _run = RunReader.Read(view);
        _selected = (_selectedName is null ? null : _run.Find(_selectedName)) ?? _run.Current;
        Say();
    }

    private void Say()
    {
        if (_view is null)
            return;
        _sentence = OrderSentence.Of(_view, Ticker.Now, at => Formats.ShortClock(Tools.Zone.ToLocal(at)));
        _timeline = OrderTimeline.Of(_view, _run, Ticker.Now);
    }

    private async Task ApplyAsync(IReadOnlyList<OrderDelta> batch)
    {
        if (_view is null || batch.Any(delta => delta.Resync || delta.Head?.Version > _view.Head.Version))
        {
            await ReadAsync();
            StateHasChanged();
        }
    }

    private async Task TickAsync()
    {
        if (_view is null || _leave.IsCancellationRequested)
            return;
        var moving = _run.IsOpen || _view.Execution?.Status is ExecutionStatus.Running || _view.Head.UnknownEffects > 0 || _view.Head.Refunds?.Running is not null;
        if (!moving)
            return;
        if (_view.Execution?.Status is ExecutionStatus.Running && Ticker.Now - _readAt >= s_lookAgain)
            await ReadAsync();
        else
            Say();
        StateHasChanged();
    }

    private void Select(string state)
    {
        Choose(state);
        Navigation.NavigateTo($"{PageAddress}?step={Uri.EscapeDataString(state)}", replace: true);
    }

    private void Choose(string state)
    {
        _selectedName = state;
        _selected = _run.Find(state) ?? _selected;
    }

    private Task MoveStepAsync(int by)
    {
        var rows = _run.Rows.Where(row => row.Status is not StepStatus.NotNeeded).ToList();
        if (rows.Count == 0)
            return Task.CompletedTask;
        var at = _selected is null ? -by : rows.FindIndex(row => row.State.Name == _selected.State.Name);
        var next = rows[Math.Clamp(at + by, 0, rows.Count - 1)];
        Select(next.State.Name);
        _announced = $"{next.Title}, {Formats.Small(StatusLook.Of(next.Status).Word)}";
        StateHasChanged();
        return Task.CompletedTask;
    }

    private Task NextFilterAsync()
    {
        if (_card is not null)
            _announced = T($"The timeline shows: {_card.NextFilter()}.");
        StateHasChanged();
        return Task.CompletedTask;
    }

    private string PositionOf(StateRun run)
    {
        var rows = _run.Rows.Where(row => row.Status is not StepStatus.NotNeeded).ToList();
        return rows.IndexOf(run) is var at and >= 0 ? T($"step {at + 1} of {rows.Count}") : "";
    }

    private async Task CopySentenceAsync()
    {
        _copied = await Tools.Browser.CopyAsync(_sentence.Say);
        _announced = _copied ? T("Sentence copied.") : T("The browser did not allow copying.");
        StateHasChanged();
    }

    private async Task ReadAndShowAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private void OnZone() => _ = InvokeAsync(() =>
    {
        Say();
        StateHasChanged();
    });
}
