using BackOffice.Components.Layout.Finding;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Layout;

/// <summary>The box in the app bar: says what was pasted, shows the first hits and what can be done with the one that is meant, and Enter opens it.</summary>
public sealed partial class SearchBox : IDisposable
{
    private Found _found = Found.Nothing;
    private string _text = "", _said = "";
    private bool _open;
    private int _at = -1;

    [Inject] public required Finder Finder { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    private bool IsOpen => _open && _found.Items.Count > 0;

    public void Dispose() => Finder.Dispose();

    private Task TypedAsync() => FindAsync(atOnce: false);

    private async Task FindAsync(bool atOnce)
    {
        if (await Finder.FindAsync(_text, atOnce) is not { } found)
            return;
        _found = found;
        _said = found.Items.Count == 0 ? "" : found.Spoken;
        _at = found.Orders.Count == 1 ? 0 : -1;
        _open = true;
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "Enter":
                await EnterAsync();
                break;
            case "Escape":
                Close();
                break;
            case "ArrowDown" when IsOpen:
                await MoveAsync(Math.Min(_at + 1, _found.Items.Count - 1));
                break;
            case "ArrowUp" when IsOpen:
                await MoveAsync(Math.Max(_at - 1, -1));
                break;
        }
    }

    private async Task MoveAsync(int at)
    {
        _at = at;
        _said = at >= 0 && _found.Items[at].WhyNot is { } why ? why : "";
        if (at >= 0)
            await Browser.ShowOptionAsync($"hit-{at}");
    }

    private async Task EnterAsync()
    {
        if (_text.Trim().Length == 0)
            return;
        if (!_open || _found.Text != _text.Trim())
            await FindAsync(atOnce: true);
        if (_at >= 0)
            await ChooseAsync(_at);
        else
            Go((OrdersUrl.All with { Text = _text.Trim() }).ToString());
    }

    private Task ChooseAsync(int at)
    {
        var item = _found.Items[at];
        if (item.WhyNot is not null)
            _said = item.WhyNot;
        else if (item.Href is not null)
            Go(item.Href);
        return Task.CompletedTask;
    }

    private void Go(string href)
    {
        // The list shows the text in its own box; an order does not need it any more.
        Close();
        if (href.StartsWith("/orders/", StringComparison.Ordinal))
            _text = "";
        Navigation.NavigateTo(href);
    }

    private void Close()
    {
        Finder.Cancel();
        _open = false;
        _found = Found.Nothing;
        _at = -1;
        _said = "";
    }
}
