using BackOffice.Components.Orders.Run;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Pipeline;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>The list of orders. Its address is its state; rows in view change in place, and new ones wait until they are asked for.</summary>
public sealed partial class OrdersPage : IAsyncDisposable
{
    private const int PageSize = 50;
    private const int MostNew = 500;

    private const string Several = "several";

    private (string Value, string Word)[] StatusOptions =>
    [
        ("", T("any")), (QueryFields.Person, T("needs a person")), .. Enum.GetValues<Headline>().Select(headline => (headline.ToString().ToLowerInvariant(), StatusLook.Of(headline).Word)),
        .. StatusValue == Several ? [(Several, T("several"))] : Array.Empty<(string, string)>(),
    ];

    private static (string Value, string Word)[] Paths => [("", T("both")), ("instant", T("instant")), ("batch", T("batch"))];

    private static (string Value, string Word)[] Steps => [("", T("any")), .. StepNames.All.Select(step => (step, StepTitles.Of(step)))];

    private static (string Value, string Word)[] Sorts => [("", T("newest")), ("oldest", T("oldest")), ("changed", T("last changed")), ("amount", T("amount"))];

    private readonly CancellationTokenSource _leave = new();
    private readonly Stack<OrdersUrl> _trail = new();
    private readonly HashSet<OrderId> _new = [];
    private readonly HashSet<OrderId> _changed = [];
    private CancellationTokenSource? _reading, _counting;
    private FeedReader? _feed;
    private IDisposable? _key;
    private NewOrdersBar? _newBar;
    private OrdersUrl _url = OrdersUrl.All;
    private ParsedQuery _asked = new(new OrderQuery(), []);
    private IReadOnlyDictionary<Headline, long>? _counts;
    private KnownValues _known = KnownValues.None;
    private Page<OrderHead>? _page;
    private DateTimeOffset? _readAt;
    private DateTimeOffset _since;
    private Error? _error;
    private string? _shownFor, _countedFor;

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required IOrderFeed Feed { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required PageTools Tools { get; init; }

    [SupplyParameterFromQuery(Name = "q")] public string? Q { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")] public string? Cursor { get; set; }

    private TimeProvider Clock => Tools.Clock;

    private ViewerZone Zone => Tools.Zone;

    private Browser Browser => Tools.Browser;

    private string Title => QueryWords.IsPerson(_asked.Query) ? T("Orders that need a person") : _asked.Query.Headlines is [var one] ? T($"Orders: {Formats.Small(StatusLook.Of(one).Word)}") : T("Orders");

    private string StatusValue => QueryWords.IsPerson(_asked.Query) ? QueryFields.Person : _asked.Query.Headlines switch { [] => "", [var one] => one.ToString().ToLowerInvariant(), _ => Several };

    private string PathValue => _asked.Query.Path?.ToString().ToLowerInvariant() ?? "";

    private string StepValue => _asked.Query.Step is { Only: [var one], Except.Count: 0 } ? one : "";

    private string SortValue => _asked.Query.Sort is OrderSort.Placed ? "" : _asked.Query.Sort.ToString().ToLowerInvariant();

    private string SortWords => _asked.Query.Sort switch
    {
        OrderSort.Placed => T("Newest first."),
        OrderSort.Oldest => T("Oldest first."),
        OrderSort.Changed => T("Last changed first."),
        OrderSort.Amount => T("Highest amount first, whatever the currency."),
    };

    private string? SearchedTo => _page switch
    {
        { SearchedTo: { } to } when _asked.Query.Sort is OrderSort.Oldest => T($"Searched forward to {Formats.Moment(Zone.ToLocal(to), Zone.ToLocal(Clock.GetUtcNow()))}; there may be more beyond."),
        { SearchedTo: { } to } => T($"Searched back to {Formats.Moment(Zone.ToLocal(to), Zone.ToLocal(Clock.GetUtcNow()))}; there may be more beyond."),
        { Next: not null, Items.Count: < PageSize } when _asked.Query.Sort is OrderSort.Amount => T("Not everything was looked at; there may be more."),
        _ => null,
    };

    private string EmptyWords => _url.Text is null ? T("There is no order yet.") : T($"Nothing {string.Join(", ", QueryWords.Of(_asked.Query, Zone, Clock.GetUtcNow()))}.");

    /// <summary>The same list without one of its conditions, at most four.</summary>
    private IEnumerable<(string Label, string Url)> Wider
    {
        get
        {
            if (_asked.Query.Text is { } words && words != _url.Text)
                yield return (T($"All orders for “{words}”"), (OrdersUrl.All with { Text = words }).ToString());
            var names = QueryToken.Split(_url.Text ?? "").Select(token => token.Field is { } written ? QueryFields.Find(written)?.Name : null).OfType<string>().Distinct().ToList();
            foreach (var name in names.Where(name => name != QueryFields.Sort && (names.Count > 1 || _asked.Query.Text is not null)).Take(4))
                yield return (T($"Without {name}:"), _url.With(name, null).ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _key?.Dispose();
        _ticks?.Dispose();
        await _leave.CancelAsync();
        if (_feed is not null)
            await _feed.DisposeAsync();
        _reading?.Dispose();
        _counting?.Dispose();
        _leave.Dispose();
    }

    protected override void OnInitialized()
    {
        _key = Tools.Shortcuts.On("n", ShowNewAsync);
        _since = Clock.GetUtcNow();
        _feed = new FeedReader(Feed.Subscribe(null), batch => InvokeAsync(() => ApplyAsync(batch)), failure => InvokeAsync(() => DispatchExceptionAsync(failure)), Tools.Presence);
    }

    protected override async Task OnParametersSetAsync()
    {
        _url = OrdersUrl.Parse(Q, Cursor);
        if (_shownFor == _url.ToString())
            return;
        _shownFor = _url.ToString();
        var token = Begin(ref _counting);
        _page = null;
        _error = null;
        _new.Clear();
        _picked.Clear();
        _asked = Ask(_url.Text);
        _view = _views?.FirstOrDefault(IsShown);
        if (_asked.IsSound)
            await ReadAsync();
        // The list does not wait for figures.
        StateHasChanged();
        if (_countedFor == (_url.Text ?? "") || token.IsCancellationRequested)
            return;
        await ReadCountsAsync(token);
        if (token.IsCancellationRequested)
            return;
        await ReadViewsAsync(token);
        _countedFor = _url.Text ?? "";
    }

    /// <summary>For the completions alone: without them the line works as well.</summary>
    private async Task ReadCountsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var actor = await CurrentActor.GetAsync();
            var counts = await Reader.ReadAsync("the counts", token => Orders.CountsAsync(actor, token), cancellationToken);
            _counts = counts.IsSuccess ? counts.Value : null;
            var known = await Reader.ReadAsync("the values", token => Orders.ValuesAsync(actor, token), cancellationToken);
            if (known.IsSuccess)
                _known = known.Value;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task ReadAsync()
    {
        var token = Begin(ref _reading);
        var (asked, cursor) = (_asked.Query, _url.Cursor);
        try
        {
            var since = Clock.GetUtcNow();
            var actor = await CurrentActor.GetAsync();
            var found = await Reader.ReadAsync("the orders", t => Orders.SearchAsync(asked, cursor, PageSize, actor, t), token);
            _error = found.Error;
            if (!found.IsSuccess)
                return;
            _page = found.Value;
            _picked.IntersectWith(_page.Items.Select(order => order.Id));
            _readAt = Clock.GetUtcNow();
            _since = since;
            _new.Clear();
            _changed.Clear();
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Another search began, or the page was left.
        }
    }

    /// <summary>Ends what the source stood for, and begins it anew.</summary>
    private CancellationToken Begin(ref CancellationTokenSource? source)
    {
        source?.Cancel();
        source?.Dispose();
        source = CancellationTokenSource.CreateLinkedTokenSource(_leave.Token);
        return source.Token;
    }

    private async Task ApplyAsync(IReadOnlyList<OrderDelta> batch)
    {
        if (_page is null)
            return;
        if (batch.Any(delta => delta.Resync))
        {
            await ReadAsync();
            StateHasChanged();
            return;
        }

        var newest = batch.Select(delta => delta.Head).OfType<OrderHead>().GroupBy(head => head.Id).ToDictionary(group => group.Key, group => group.Last());
        var items = _page.Items.ToArray();
        var touched = false;
        _changed.Clear();
        for (var i = 0; i < items.Length; i++)
        {
            if (!newest.Remove(items[i].Id, out var head) || head.Version <= items[i].Version)
                continue;
            if (head.Headline != items[i].Headline)
                _changed.Add(head.Id);
            items[i] = head;
            touched = true;
        }

        if (_asked.Query is { Text: null, Keys.Count: 0, Sort: OrderSort.Placed } && _url.Cursor is null)
        {
            foreach (var head in newest.Values.Where(head => _new.Count < MostNew && Matches(head)))
                _new.Add(head.Id);
        }

        if (touched)
            _page = _page with { Items = items };
        if (touched || _newBar is null || items.Length == 0)
            StateHasChanged();
        else
            _newBar.Show();

        await CountAgainAsync();
    }

    /// <summary>Whether an order that is not in view would be, if the list were read again.</summary>
    private bool Matches(OrderHead head) =>
        (head.PlacedAt >= _since || _asked.Query.Headlines.Count > 0)
        && _asked.Query.Takes(OrderIndex.Of(head))
        && (_page is not { Items.Count: PageSize } page || head.PlacedAt >= page.Items[^1].PlacedAt);

    private async Task ShowNewAsync()
    {
        await ReadAsync();
        StateHasChanged();
        await ReadViewsAsync(Begin(ref _counting));
    }

    /// <summary>One order that alone is meant is opened; everything else is a list.</summary>
    private async Task AskAsync(string text)
    {
        var asked = Ask(text);
        if (asked is { IsSound: true, Query: { Text: not null } or { Keys.Count: > 0 } })
        {
            var actor = await CurrentActor.GetAsync();
            var hits = await Reader.ReadAsync("the orders", token => Orders.SearchAsync(asked.Query, null, 2, actor, token), _leave.Token);
            if (hits is { IsSuccess: true, Value: { Items.Count: 1, Next: null } })
            {
                Navigation.NavigateTo($"/orders/{hits.Value.Items[0].Id}");
                return;
            }
        }

        GoTo(OrdersUrl.Parse(text, null));
    }

    private void Set(string field, string value) => GoTo(_url.With(field, value.Length == 0 ? null : value));

    private void SortBy(OrderSort sort) => Set(QueryFields.Sort, sort is OrderSort.Placed ? "" : sort.ToString().ToLowerInvariant());

    private void Older()
    {
        _trail.Push(_url);
        GoTo(_url with { Cursor = _page?.Next });
    }

    // A cursor knows only the way down; who came by a link to a later page goes back to the newest.
    private void Newer()
    {
        // The browser's own Back and another query leave pages behind that are no longer before this one.
        while (_trail.TryPop(out var before))
        {
            if (before.Text == _url.Text && before.Cursor != _url.Cursor)
            {
                GoTo(before);
                return;
            }
        }

        GoTo(_url with { Cursor = null });
    }

    private void GoTo(OrdersUrl url) => Navigation.NavigateTo(url.ToString());
}
