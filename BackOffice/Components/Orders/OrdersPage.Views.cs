using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Orders.Views;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>The page's views: which there are, how many orders they have, which one is shown; and the export of what is shown.</summary>
public sealed partial class OrdersPage
{
    /// <summary>Counting is one search a view: the rest has no figure.</summary>
    private const int MostCounted = 12;

    private static readonly TimeSpan s_countAgain = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, QueryCount> _viewCounts = [];
    private IReadOnlyList<ListedView>? _views;
    private ListedView? _view;
    private Error? _viewsError;
    private DateTimeOffset _countedAt;

    [Inject] public required IOrderViews Views { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    private bool CanSaveView => _asked.IsSound && _view is null && _url.Text is not null;

    private async Task ReadViewsAsync(CancellationToken token)
    {
        try
        {
            var actor = await CurrentActor.GetAsync();
            var listed = await Reader.ReadAsync("the views", t => Views.ListAsync(actor, t), token);
            _viewsError = listed.Error is Forbidden ? null : listed.Error;
            _views = listed.IsSuccess ? listed.Value : _views;
            _view = _views?.FirstOrDefault(IsShown);
            StateHasChanged();
            await CountViewsAsync(actor, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Another list was asked for, or the page was left.
        }
    }

    /// <summary>From the counters, from the page that is shown, or from one search; a view that none of them answers has no figure.</summary>
    private async Task CountViewsAsync(Actor actor, CancellationToken token)
    {
        foreach (var listed in (_views ?? []).Where(view => view.Problems.Count == 0).Take(MostCounted))
        {
            var query = Ask(listed.View.Query).Query;
            var count = _counts is null ? null : QueryCount.FromCounters(query, _counts);
            if (count is null && listed == _view && _url.Cursor is null && _page is not null)
                count = QueryCount.FromPage(_page);
            if (count is null)
            {
                var found = await Reader.ReadAsync("a view's count", t => Orders.SearchAsync(query, null, QueryCount.PageSize, actor, t), token);
                count = found.IsSuccess ? QueryCount.FromPage(found.Value) : null;
            }

            if (count is { } known)
                _viewCounts[listed.View.Id] = known;
            else
                _viewCounts.Remove(listed.View.Id);
        }

        _countedAt = Clock.GetUtcNow();
        StateHasChanged();
    }

    /// <summary>Orders changed: figures from the counters follow, the others are those of the moment the list was read.</summary>
    private async Task CountAgainAsync()
    {
        if (_views is null || Clock.GetUtcNow() - _countedAt < s_countAgain)
            return;
        _countedAt = Clock.GetUtcNow();
        await ReadCountsAsync(_leave.Token);
        var changed = false;
        foreach (var view in _views.Where(listed => listed.Problems.Count == 0 && _viewCounts.ContainsKey(listed.View.Id)).Select(listed => listed.View).ToList())
        {
            if (_counts is null || QueryCount.FromCounters(Ask(view.Query).Query, _counts) is not { } count || _viewCounts[view.Id] == count)
                continue;
            _viewCounts[view.Id] = count;
            changed = true;
        }

        if (changed)
            StateHasChanged();
    }

    private bool IsShown(ListedView listed) => listed.Problems.Count == 0 && _asked.IsSound
        ? Ask(listed.View.Query).Query.Canonical() == _asked.Query.Canonical()
        : listed.View.Query == (_url.Text ?? "");

    private ParsedQuery Ask(string? text) => QueryText.Parse(text, Clock.GetUtcNow(), Zone.Zone);

    private Task SaveViewAsync() => OpenAsync<ViewDialog>(T("Save view"), "save-view", new() { { nameof(ViewDialog.Query), _url.Text ?? "" } });

    private Task ChangeViewAsync((ListedView View, bool Share) ask) =>
        OpenAsync<ViewDialog>(T("Change view"), "view-menu", new() { { nameof(ViewDialog.View), ask.View.View }, { nameof(ViewDialog.Share), ask.Share } });

    private Task DeleteViewAsync(ListedView listed) => OpenAsync<DeleteViewDialog>(T("Delete view"), "view-menu", new() { { nameof(DeleteViewDialog.View), listed.View } });

    private Task ExportAsync() => OpenAsync<ExportDialog>(T("Export"), "export-orders", new()
    {
        { nameof(ExportDialog.Query), _url.Text ?? "" },
        { nameof(ExportDialog.Estimate), (_counts is null ? null : QueryCount.FromCounters(_asked.Query, _counts)) ?? (_page is not null && _url.Cursor is null ? QueryCount.FromPage(_page) : null) },
    });

    // The focus goes back to the button, or to the heading when the command took the button away.
    private async Task OpenAsync<T>(string title, string trigger, DialogParameters parameters)
        where T : IComponent
    {
        var dialog = await Dialogs.ShowAsync<T>(title, parameters);
        var result = await dialog.Result;
        if (result is { Canceled: false, Data: SavedView saved } && saved.Query != (_url.Text ?? "") && trigger == "view-menu")
            GoTo(OrdersUrl.Parse(saved.Query, null));
        else if (result is { Canceled: false })
            await ReadViewsAsync(_leave.Token);
        StateHasChanged();
        await Browser.FocusAsync(trigger);
    }
}
