using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>One bulk retry, order by order, followed until it ends.</summary>
public sealed partial class RetryJobPage : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private IDisposable? _ticks;
    private RetryJobView? _view;
    private Error? _error;
    private DateTimeOffset _readAt;
    private string? _shownId;
    private static readonly TimeSpan s_standFor = TimeSpan.FromSeconds(10);
    private int _filter, _limit = 200;
    private IReadOnlyDictionary<OrderId, Headline> _stand = new Dictionary<OrderId, Headline>();
    private DateTimeOffset _standAt;
    private bool _reading;

    [Inject] public required IRetryJobs Retries { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required Ticker Ticker { get; init; }

    [Parameter] public string JobId { get; set; } = "";

    /// <summary>A headline: only orders that have it now.</summary>
    [SupplyParameterFromQuery(Name = "now")] public string? Now { get; set; }

    private static string[] Words => [T("All"), T("Refused"), T("Waiting")];

    private Headline? Wanted => Enum.TryParse<Headline>(Now, ignoreCase: true, out var headline) && Enum.IsDefined(headline) ? headline : null;

    /// <summary>What needs a person first, as the words stand in their table.</summary>
    private IEnumerable<(Headline Headline, int Count)> StandCounts => _stand.Values.CountBy(headline => headline).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value));

    private List<RetryItem> Shown =>
    [
        .. (_view?.Items ?? [])
            .Where(item => _filter switch { 1 => item.State is RetryItemState.Refused, 2 => item.State is RetryItemState.Waiting, _ => true })
            .Where(item => Wanted is not { } wanted || (_stand.TryGetValue(item.Order, out var now) && now == wanted)),
    ];

    public void Dispose()
    {
        _ticks?.Dispose();
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override void OnInitialized() => _ticks = Ticker.Listen(() => _ = InvokeAsync(FollowAsync));

    protected override Task OnParametersSetAsync()
    {
        if (_shownId == JobId)
            return Task.CompletedTask;
        (_shownId, _view, _error, _stand, _standAt) = (JobId, null, null, new Dictionary<OrderId, Headline>(), default);
        return ReadAsync();
    }

    private string UrlOf(Headline? headline) => headline is { } wanted ? $"/orders/retries/{JobId}?now={wanted.ToString().ToLowerInvariant()}" : $"/orders/retries/{JobId}";

    private async Task FollowAsync()
    {
        if (_leave.IsCancellationRequested || _view is null || (_view.Job.IsOver && Ticker.Now - _standAt < s_standFor))
            return;
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        if (_reading)
            return;
        _reading = true;
        try
        {
            var (id, actor) = (JobId, await CurrentActor.GetAsync());
            var read = await Reader.ReadAsync("the bulk retry", token => Retries.GetAsync(id, actor, token), _leave.Token);
            _error = read.Error;
            if (!read.IsSuccess)
                return;
            _view = read.Value;
            _readAt = Ticker.Now;
            if (_readAt - _standAt < s_standFor)
                return;
            var stand = await Reader.ReadAsync("the orders", token => Retries.StandAsync(id, actor, token), _leave.Token);
            (_error, _stand, _standAt) = (stand.Error, stand.IsSuccess ? stand.Value : _stand, Ticker.Now);
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
