using BackOffice.Components.Orders.Run;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Orders;

/// <summary>The rows of a list of orders; it shows and asks, and decides nothing.</summary>
public sealed partial class OrdersTable
{
    // Kept, because a new one for each rendering would be sent to the browser each time.
    private readonly Dictionary<OrderId, RowActs> _acts = [];
    private OrderId? _last;
    private OrderId? _menuOf;
    private Seen? _seen;
    private DateTimeOffset _shownAt;

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required ViewerZone Zone { get; init; }

    [Inject] public required Ticker Ticker { get; init; }

    [Parameter, EditorRequired] public IReadOnlyList<OrderHead> Orders { get; set; } = [];

    [Parameter] public IReadOnlySet<OrderColumn> Columns { get; set; } = OrderColumns.Usual;

    [Parameter] public OrderSort Sort { get; set; }

    [Parameter] public EventCallback<OrderSort> OnSort { get; set; }

    /// <summary>Orders whose status changed just now: their row is tinted once.</summary>
    [Parameter] public IReadOnlySet<OrderId> Changed { get; set; } = new HashSet<OrderId>();

    /// <summary>False where nothing can be done with many orders.</summary>
    [Parameter] public bool CanPick { get; set; }

    [Parameter] public IReadOnlySet<OrderId> Picked { get; set; } = new HashSet<OrderId>();

    /// <summary>Orders, and whether they are selected now.</summary>
    [Parameter] public EventCallback<(IReadOnlyList<OrderId> Orders, bool Selected)> OnPick { get; set; }

    /// <summary>Null where the person may not retry.</summary>
    [Parameter] public Func<OrderId, Task>? OnRetry { get; set; }

    /// <summary>The page around it is rendered for much that changes no row, and fifty rows are most of the work.</summary>
    protected override bool ShouldRender()
    {
        var now = new Seen(Orders, Columns, Sort, CanPick, OnRetry is not null, Zone.Zone, _menuOf, _shownAt, [.. Changed], [.. Picked]);
        if (now.IsSameAs(_seen))
            return false;
        _seen = now;
        return true;
    }

    protected override void OnParametersSet()
    {
        if (_seen?.Orders != Orders)
            _shownAt = Ticker.Now;
        foreach (var gone in _acts.Keys.Where(id => Orders.All(order => order.Id != id)).ToList())
            _acts.Remove(gone);
    }

    private RenderFragment Age(DateTimeOffset at) => TimeText.Of(at, Formats.Age(_shownAt - at), TimeText.TitleOf(at, Zone), ages: true);

    private string? RowClass(OrderId order) => (Changed.Contains(order), Picked.Contains(order)) switch
    {
        (true, true) => "fresh picked",
        (true, false) => "fresh",
        (false, true) => "picked",
        _ => null,
    };

    private RowActs ActsOf(OrderId order)
    {
        if (!_acts.TryGetValue(order, out var acts))
            _acts[order] = acts = new RowActs(() => _menuOf = order, e => PickAsync(order, e.ShiftKey));
        return acts;
    }

    /// <summary>What a cell says that is nothing but a text.</summary>
    private static string? Text(OrderHead order, OrderColumn column) => column switch
    {
        OrderColumn.Path => PathWords.Of(order.Route.Path),
        OrderColumn.Step => StepOf(order),
        OrderColumn.Tries => Formats.Number(order.Step?.Tries ?? 0),
        _ => null,
    };

    private IEnumerable<OrderColumn> Shown => Enum.GetValues<OrderColumn>().Where(Columns.Contains);

    private static string ClassOf(OrderColumn column) => "c-" + column.ToString().ToLowerInvariant()
        + (column is OrderColumn.Amount or OrderColumn.Tries or OrderColumn.Age or OrderColumn.Changed ? " r" : column is OrderColumn.Path ? " t2" : "");

    private Task PickAllAsync(ChangeEventArgs e) => OnPick.InvokeAsync(([.. Orders.Select(order => order.Id)], e.Value is true));

    /// <summary>With Shift: all from the one before to this one.</summary>
    private Task PickAsync(OrderId order, bool range)
    {
        var (ids, selected) = (Orders.Select(one => one.Id).ToList(), !Picked.Contains(order));
        var (from, to) = (_last is { } last && range ? ids.IndexOf(last) : -1, ids.IndexOf(order));
        _last = order;
        return OnPick.InvokeAsync(from < 0 ? ([order], selected) : (ids[Math.Min(from, to)..(Math.Max(from, to) + 1)], true));
    }

    private RowMenuItem[] MenuOf(OrderHead order)
    {
        var items = new List<RowMenuItem>
        {
            new(T("Open"), $"/orders/{order.Id}"),
            new(T("Copy order id"), Act: () => Browser.CopyAsync(order.Id.Value)),
            new(T("All orders of this customer"), (OrdersUrl.All with { Text = $"{QueryFields.Same}:{order.Id}" }).ToString()),
        };
        if (order.Step is { ErrorCode: { } error } step)
            items.Add(new(T("Orders with the same trouble"), OrdersUrl.Parse($"{QueryFields.Step}:{QueryText.Quote(step.Name)} {QueryFields.Error}:{QueryText.Quote(error)}", null).ToString()));
        if (OnRetry is { } retry && OrderActions.WhyNoRetry(order) is null)
            items.Add(new(order.Headline is Headline.Unknown ? T("Look up now…") : T("Retry…"), Act: () => retry(order.Id)));
        return [.. items];
    }

    private string? Detail(OrderHead order) => order.Headline switch
    {
        Headline.Retrying when order.Step is { } step => T($"try {step.ComingTry()}"),
        Headline.Queued or Headline.Retrying when order.Route.NextBatchAt is { } next => T($"next {Formats.ShortClock(Zone.ToLocal(next))}"),
        _ => null,
    };

    private static string StepOf(OrderHead order) =>
        order.Step is null || order.Headline is Headline.Done or Headline.Cancelled or Headline.Refunded ? "–" : StepTitles.Of(order.Step.Name);

    /// <summary>All that a rendering was made of.</summary>
    private sealed record Seen(
        IReadOnlyList<OrderHead> Orders, IReadOnlySet<OrderColumn> Columns, OrderSort Sort, bool CanPick, bool CanRetry, TimeZoneInfo Zone, OrderId? MenuOf, DateTimeOffset At, HashSet<OrderId> Changed,
        HashSet<OrderId> Picked)
    {
        private static readonly HashSet<OrderId> s_none = [];

        public bool IsSameAs(Seen? other) =>
            other is not null && Changed.SetEquals(other.Changed) && Picked.SetEquals(other.Picked) && this with { Changed = s_none, Picked = s_none } == other with { Changed = s_none, Picked = s_none };
    }

    private sealed record RowActs(Action OpenMenu, Func<MouseEventArgs, Task> Pick);
}
