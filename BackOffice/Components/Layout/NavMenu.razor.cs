using BackOffice.Components.Layout.Navigation;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace BackOffice.Components.Layout;

/// <summary>Where one can go, with what waits for a person, live.</summary>
public sealed partial class NavMenu : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private readonly Dictionary<NavEntry, NavFigure> _figures = [];
    private IReadOnlyList<NavEntry> _entries = [];
    private NavEntry? _current;
    private IDisposable? _pulse;
    private bool _reading, _again;

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required IEnumerable<INavFigure> Figures { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required OrderPulse Pulse { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _pulse?.Dispose();
        _leave.Cancel();
        _leave.Dispose();
    }

    /// <summary>Shows what is true now; returns when it is shown.</summary>
    public async Task ReadAsync()
    {
        if (_reading || _leave.IsCancellationRequested)
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
                var actor = await CurrentActor.GetAsync();
                _entries = [.. NavTable.All.Where(entry => entry.Needs is not { } needed || actor.Permissions.Contains(needed))];
                FindCurrent();
                await ReadHeadlinesAsync(actor);
                foreach (var figure in Figures)
                {
                    if (_entries.FirstOrDefault(entry => entry.Href == figure.Href) is { } entry)
                        Keep(entry, await Reader.ReadAsync(T("a figure of the navigation"), token => figure.ReadAsync(actor, token), _leave.Token));
                }

                StateHasChanged();
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

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _pulse = Pulse.Listen(() => _ = InvokeAsync(ReadAsync));
        await ReadAsync();
    }

    private async Task ReadHeadlinesAsync(Actor actor)
    {
        if (!_entries.Any(entry => entry.Headline is not null))
            return;
        var counts = await Reader.ReadAsync(T("the counts"), token => Orders.CountsAsync(actor, token), _leave.Token);
        foreach (var entry in _entries)
        {
            if (entry.Headline is { } headline)
                Keep(entry, counts.Map(numbers => NavFigure.Of(numbers.GetValueOrDefault(headline))));
        }
    }

    private void Keep(NavEntry entry, Result<NavFigure> figure)
    {
        if (figure.IsSuccess)
            _figures[entry] = figure.Value;
        else
            _figures.Remove(entry);
    }

    /// <summary>The entry that lists by exactly this query, else the one whose page this is.</summary>
    private void FindCurrent()
    {
        var where = "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
        _current = _entries.Where(entry => entry.IsAt(where)).MaxBy(entry => entry.Href.Length);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        FindCurrent();
        StateHasChanged();
        await ReadAsync();
    });
}
