using BackOffice.Core.Workflows;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Executions;

/// <summary>One execution whole: state, input, output and history, the newest page of events first. Live while it runs.</summary>
public sealed partial class ExecutionPage
{
    private const int PageSize = 100;

    private ExecutionView? _view;
    private List<HistoryEvent>? _events;
    private string? _older, _shownFor;
    private bool _readingOlder;

    [Inject] public required IExecutionDesk Executions { get; init; }

    [Parameter] public string Name { get; set; } = "";

    protected override bool IsLive => true;

    protected override async Task LoadAsync()
    {
        var name = Name;
        if (_shownFor != name)
            (_shownFor, _view, _events, _older) = (name, null, null, null);
        // Nothing is added to what has ended, but for a redrive, which the description counts.
        if (await AskAsync("the execution", (actor, token) => Executions.GetAsync(name, actor, token)) is not { } view || name != Name)
            return;
        var isSame = _view?.Execution.EventCount == view.Execution.EventCount;
        _view = view;
        if (_events is not null && isSame)
            return;
        if (await AskAsync("the history", (actor, token) => Executions.HistoryAsync(name, newestFirst: true, null, PageSize, actor, token)) is not { } page || name != Name)
            return;
        if (_events is not null && page.Items.Count > 0 && _events.Count > 0 && page.Items[^1].Id <= _events[0].Id + 1)
        {
            // What was unfolded further down stays.
            _events = [.. page.Items.Where(entry => entry.Id > _events[0].Id), .. _events];
            return;
        }

        (_events, _older) = ([.. page.Items], page.Next);
    }

    private async Task OlderAsync()
    {
        var (name, cursor) = (Name, _older);
        _readingOlder = true;
        var page = await AskAsync("the history", (actor, token) => Executions.HistoryAsync(name, newestFirst: true, cursor, PageSize, actor, token));
        _readingOlder = false;
        if (page is null || _events is null || name != Name)
            return;
        _events.AddRange(page.Items);
        _older = page.Next;
    }
}
