using BackOffice.Components.Layout.Finding;
using BackOffice.Components.Layout.Navigation;
using BackOffice.Core.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BackOffice.Components.Layout;

/// <summary>Ctrl+K: pages and commands, then the orders that the text finds and what can be done with them. Closes with the <see cref="FindItem"/> that was chosen.</summary>
public sealed partial class CommandPalette : IDisposable
{
    private IReadOnlyList<FindItem> _known = [], _items = [];
    private Found _found = Found.Nothing;
    private string _text = "", _said = "";
    private int _at;

    [Inject] public required Finder Finder { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    /// <summary>What the layout can do beside going to pages.</summary>
    [Parameter] public IReadOnlyList<FindItem> Commands { get; set; } = [];

    public void Dispose() => Finder.Dispose();

    protected override async Task OnInitializedAsync()
    {
        var actor = await CurrentActor.GetAsync();
        _known =
        [
            .. NavTable.Others.Concat(NavTable.All).Where(entry => entry.Needs is not { } needed || actor.Permissions.Contains(needed))
                .Select(entry => new FindItem(entry.Icon, entry.Label()) { Href = entry.Href, Key = entry.Go is null ? null : "g " + entry.Go, Group = T("Pages") }),
            .. Commands,
        ];
        Show();
    }

    private async Task TypedAsync()
    {
        // Pages and commands are known at once; orders follow.
        _found = Found.Nothing;
        Show();
        await FindAsync(atOnce: false);
    }

    private async Task FindAsync(bool atOnce)
    {
        if (await Finder.FindAsync(_text, atOnce) is not { } found)
            return;
        _found = found;
        Show();
        _said = found.Items.Count == 0 ? "" : found.Spoken;
    }

    private void Show()
    {
        var words = KeyNormaliser.NameWords(_text);
        FindItem[] known = [.. _known.Where(item => IsCalled(item.Label, words))];
        _items = _text.Trim().Length > 0 && words.Count == 0 ? [.. _found.Items] : [.. known, .. _found.Items];
        _at = _items.Count == 0 ? -1 : 0;
    }

    /// <summary>Every word that was typed begins a word of the label.</summary>
    private static bool IsCalled(string label, IReadOnlyList<string> words)
    {
        var called = KeyNormaliser.NameWords(label);
        return words.All(word => called.Any(part => part.StartsWith(word, StringComparison.Ordinal)));
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "Enter":
                // Somebody faster than the search means what it will find.
                if (_items.Count == 0 || (_found.Text != _text.Trim() && _items.All(item => item.Group != T("Pages"))))
                    await FindAsync(atOnce: true);
                Choose(_at);
                break;
            case "ArrowDown" when _items.Count > 0:
                await MoveAsync((_at + 1) % _items.Count);
                break;
            case "ArrowUp" when _items.Count > 0:
                await MoveAsync((_at + _items.Count - 1) % _items.Count);
                break;
        }
    }

    private async Task MoveAsync(int at)
    {
        _at = at;
        _said = _items[at].WhyNot ?? "";
        await Browser.ShowOptionAsync($"command-{at}");
    }

    private void Choose(int at)
    {
        if (at < 0 || at >= _items.Count)
            return;
        var item = _items[at];
        if (item.WhyNot is not null)
        {
            _said = item.WhyNot;
            return;
        }

        Dialog.Close(DialogResult.Ok(item));
    }
}
