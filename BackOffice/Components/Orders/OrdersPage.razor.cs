using BackOffice.Components.Orders.Run;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace BackOffice.Components.Orders;

/// <summary>The list of orders. Its address is its state; rows in view change in place, and new ones wait until they are asked for.</summary>
public sealed partial class OrdersPage : IAsyncDisposable
{
    private const int PageSize = 50;
    private const int MostNew = 500;

    private static readonly string[] s_densities = ["Compact", "Roomy"];
    private static readonly (string Value, string Word)[] s_statuses =
        [("", "any"), ("person", "needs a person"), .. Enum.GetValues<Headline>().Select(headline => (headline.ToString(), StatusLook.Of(headline).Word))];

    private static readonly (string Value, string Word)[] s_paths = [("", "both"), ("Instant", "instant"), ("Batch", "batch")];
    private static readonly (string Value, string Word)[] s_steps = [("", "any"), .. StepNames.All.Select(step => (step, StepTitles.Of(step)))];
    private static readonly Headline[] s_person = [Headline.Unknown, Headline.Stuck, Headline.Held, Headline.Failed];

    private readonly CancellationTokenSource _leave = new();
    private readonly Stack<string?> _trail = new();
    private readonly HashSet<OrderId> _new = [];
    private readonly HashSet<OrderId> _changed = [];
    private CancellationTokenSource? _reading;
    private FeedReader? _feed;
    private IDisposable? _key;
    private OrdersUrl _url = OrdersUrl.All;
    private Page<OrderHead>? _page;
    private DateTimeOffset? _readAt;
    private DateTimeOffset _since;
    private Error? _error;
    private string _text = "";
    private string? _shownFor;
    private bool _roomy;

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required IOrderFeed Feed { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required Shortcuts Shortcuts { get; init; }

    [SupplyParameterFromQuery(Name = "q")] public string? Q { get; set; }

    [SupplyParameterFromQuery(Name = "status")] public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "path")] public string? Path { get; set; }

    [SupplyParameterFromQuery(Name = "step")] public string? Step { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")] public string? Cursor { get; set; }

    private string Title => _url.Status.Count == 1 ? StatusLook.Of(_url.Status[0]).Word + " orders" : IsPerson ? "Orders that need a person" : "Orders";

    private bool IsPerson => _url.Status.Count == s_person.Length && s_person.All(_url.Status.Contains);

    private string StatusValue => IsPerson ? "person" : _url.Status.Count == 1 ? _url.Status[0].ToString() : "";

    private string EmptyWords => !_url.IsFiltered ? "There is no order yet." : "Nothing " + string.Join(", ", Parts()) + ".";

    public async ValueTask DisposeAsync()
    {
        _key?.Dispose();
        await _leave.CancelAsync();
        if (_feed is not null)
            await _feed.DisposeAsync();
        _reading?.Dispose();
        _leave.Dispose();
    }

    protected override void OnInitialized()
    {
        _key = Shortcuts.On("n", ShowNewAsync);
        _since = Clock.GetUtcNow();
        _feed = new FeedReader(Feed.Subscribe(null), batch => InvokeAsync(() => ApplyAsync(batch)), failure => InvokeAsync(() => DispatchExceptionAsync(failure)), Clock);
    }

    protected override async Task OnParametersSetAsync()
    {
        _url = OrdersUrl.Parse(Q, Status, Path, Step, Cursor);
        _text = _url.Text ?? "";
        if (_shownFor == _url.ToString())
            return;
        _shownFor = _url.ToString();
        _page = null;
        _new.Clear();
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_reading is not null)
            await _reading.CancelAsync();
        _reading?.Dispose();
        _reading = CancellationTokenSource.CreateLinkedTokenSource(_leave.Token);
        var token = _reading.Token;
        var asked = _url;
        try
        {
            var since = Clock.GetUtcNow();
            var actor = await CurrentActor.GetAsync();
            var found = await Reader.ReadAsync("the orders", t => Orders.SearchAsync(asked.Query, asked.Cursor, PageSize, actor, t), token);
            _error = found.Error;
            if (!found.IsSuccess)
                return;
            _page = found.Value;
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

        if (_url is { Text: null, Cursor: null })
        {
            foreach (var head in newest.Values.Where(head => _new.Count < MostNew && Matches(head)))
                touched |= _new.Add(head.Id);
        }

        if (!touched)
            return;
        _page = _page with { Items = items };
        StateHasChanged();
    }

    /// <summary>Whether an order that is not in view would be, if the list were read again.</summary>
    private bool Matches(OrderHead head) =>
        (head.PlacedAt >= _since || _url.Status.Count > 0)
        && (_url.Status.Count == 0 || _url.Status.Contains(head.Headline))
        && (_url.Path is null || head.Route.Path == _url.Path)
        && (_url.Step is null || head.Step?.Name == _url.Step)
        && (_page is not { Items.Count: PageSize } page || head.PlacedAt >= page.Items[^1].PlacedAt);

    private async Task ShowNewAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task SubmitAsync()
    {
        var text = _text.Trim();
        if (text.Length > 0)
        {
            var actor = await CurrentActor.GetAsync();
            var hits = await Reader.ReadAsync("the orders", token => Orders.SearchAsync(new OrderQuery { Text = text }, null, 2, actor, token), _leave.Token);
            if (hits is { IsSuccess: true, Value.Items.Count: 1 })
            {
                Navigation.NavigateTo($"/orders/{hits.Value.Items[0].Id}");
                return;
            }
        }

        GoTo(_url with { Text = text.Length == 0 ? null : text, Cursor = null });
    }

    private void SetStatus(string value) => GoTo(_url with
    {
        Cursor = null,
        Status = value switch { "" => [], "person" => s_person, _ => [Enum.Parse<Headline>(value)] },
    });

    private void SetPath(string value) => GoTo(_url with { Cursor = null, Path = value.Length == 0 ? null : Enum.Parse<OrderPath>(value) });

    private void SetStep(string value) => GoTo(_url with { Cursor = null, Step = value.Length == 0 ? null : value });

    private void SetDensity(string value) => _roomy = value == "Roomy";

    private void Older()
    {
        _trail.Push(_url.Cursor);
        GoTo(_url with { Cursor = _page?.Next });
    }

    // A cursor knows only the way down; who came by a link to a later page goes back to the newest.
    private void Newer() => GoTo(_url with { Cursor = _trail.TryPop(out var before) ? before : null });

    private void GoTo(OrdersUrl url) => Navigation.NavigateTo(url.ToString());

    private IEnumerable<string> Parts()
    {
        if (_url.Text is { } text)
            yield return $"matches “{text}”";
        if (_url.Status.Count > 0)
            yield return "is " + (IsPerson ? "waiting for a person" : string.Join(" or ", _url.Status.Select(headline => StatusLook.Of(headline).Word.ToLowerInvariant())));
        if (_url.Path is { } path)
            yield return $"took the {path.ToString().ToLowerInvariant()} path";
        if (_url.Step is { } step)
            yield return $"stands in {StepTitles.Of(step)}";
    }
}
