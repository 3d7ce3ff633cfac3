using BackOffice.Components.Orders.Run;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>The rows of a list of orders; it shows and asks, and decides nothing.</summary>
public sealed partial class OrdersTable
{
    private OrderId? _last;

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

    private IEnumerable<OrderColumn> Shown => Enum.GetValues<OrderColumn>().Where(Columns.Contains);

    private static string ClassOf(OrderColumn column) => "c-" + column.ToString().ToLowerInvariant()
        + (column is OrderColumn.Amount or OrderColumn.Tries or OrderColumn.Age or OrderColumn.Changed ? " r" : column is OrderColumn.Path ? " t2" : "");

    private Task PickAllAsync(ChangeEventArgs e) => OnPick.InvokeAsync(([.. Orders.Select(order => order.Id)], e.Value is true));

    /// <summary>With Shift: all from the one before to this one.</summary>
    private Task PickAsync(OrderHead order, bool range)
    {
        var (ids, selected) = (Orders.Select(one => one.Id).ToList(), !Picked.Contains(order.Id));
        var (from, to) = (_last is { } last && range ? ids.IndexOf(last) : -1, ids.IndexOf(order.Id));
        _last = order.Id;
        return OnPick.InvokeAsync(from < 0 ? ([order.Id], selected) : (ids[Math.Min(from, to)..(Math.Max(from, to) + 1)], true));
    }

    private RowMenuItem[] MenuOf(OrderHead order)
    {
        var items = new List<RowMenuItem>
        {
            new(T("Open"), $"/orders/{order.Id}"),
            new(T("Copy order id"), Act: () => Browser.CopyAsync(order.Id.Value)),
            new(T("All orders of this customer"), (OrdersUrl.All with { Text = order.Customer.Email }).ToString()),
        };
        if (order.Step is { ErrorCode: { } error } step)
            items.Add(new(T("Orders with the same trouble"), OrdersUrl.Parse($"{QueryFields.Step}:{QueryText.Quote(step.Name)} {QueryFields.Error}:{QueryText.Quote(error)}", null).ToString()));
        if (OnRetry is { } retry && OrderActions.WhyNoRetry(order) is null)
            items.Add(new(order.Headline is Headline.Unknown ? T("Look up now…") : T("Retry…"), Act: () => retry(order.Id)));
        return [.. items];
    }

    private string? Detail(OrderHead order) => order.Headline switch
    {
        Headline.Stuck when order.StuckSince is { } since => Formats.Age(Ticker.Now - since),
        Headline.Retrying when order.Step is { } step => T($"try {step.ComingTry()}"),
        Headline.Queued or Headline.Retrying when order.Route.NextBatchAt is { } next => T($"next {Formats.ShortClock(Zone.ToLocal(next))}"),
        _ => null,
    };

    private static string StepOf(OrderHead order) =>
        order.Step is null || order.Headline is Headline.Done or Headline.Cancelled or Headline.Refunded ? "–" : StepTitles.Of(order.Step.Name);
}
