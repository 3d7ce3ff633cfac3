using BackOffice.Components.Orders;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Holds;

/// <summary>What waits for a person's decision, the oldest first; decided from here. Live while orders move.</summary>
public sealed partial class HoldsPage
{
    private const int PageSize = 25;

    private readonly Stack<string?> _trail = new();
    private Page<HeldOrder>? _page;
    private string? _shownFor;
    private bool _shown;

    [Inject] public required IHoldQueue Holds { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "cursor")] public string? Cursor { get; set; }

    protected override bool IsLive => true;

    private string Title => _page switch
    {
        null => T("Holds"),
        { Items.Count: 0 } => T("Nothing waits for a decision."),
        { Next: null, Items.Count: 1 } when Cursor is null => T("One order waits for a decision."),
        { Next: null } when Cursor is null => T($"{_page.Items.Count} orders wait for a decision."),
        _ => T("Many orders wait for a decision."),
    };

    protected override async Task LoadAsync()
    {
        var cursor = Cursor;
        if (_shown && _shownFor != cursor)
            _page = null;
        if (await AskAsync("the held orders", (actor, token) => Holds.ListAsync(cursor, PageSize, actor, token)) is { } page && cursor == Cursor)
            _page = page;
        (_shown, _shownFor) = (true, cursor);
    }

    private async Task DecideAsync(HeldOrder order)
    {
        var dialog = await Dialogs.ShowAsync<HoldDialog>(T("Decide"), new DialogParameters<HoldDialog> { { d => d.Head, order.Head }, { d => d.Hold, order.Hold } });
        await dialog.Result;
        // Also after a cancel: what was looked at may have changed meanwhile.
        await RefreshAsync();
        await Tools.Browser.FocusAsync($"decide-{order.Head.Id}");
    }

    private void Older()
    {
        _trail.Push(Cursor);
        Go(_page?.Next);
    }

    private void Newer() => Go(_trail.TryPop(out var before) ? before : null);

    private void Go(string? cursor) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cursor", cursor));
}
