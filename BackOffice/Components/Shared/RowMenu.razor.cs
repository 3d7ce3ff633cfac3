using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Shared;

/// <summary>See the markup. Arrow keys move, Escape closes and gives the focus back.</summary>
public sealed partial class RowMenu
{
    private readonly ElementReference[] _items = new ElementReference[12];
    private ElementReference _button;
    private bool _open, _focusInside, _focusItem;
    private int _at;

    /// <summary>Of the button, for whoever gives the focus back to it.</summary>
    [Parameter] public string? Id { get; set; }

    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>What the button shows in place of three dots; it names the button too.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    [Parameter] public string? ButtonClass { get; set; }

    /// <summary>Open from the start: for a row that has a plain button until it is pressed.</summary>
    [Parameter] public bool StartsOpen { get; set; }

    /// <summary>At most 12.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<RowMenuItem> Items { get; set; } = [];

    protected override void OnInitialized() => _open = _focusItem = StartsOpen;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focusItem)
            return;
        _focusItem = false;
        await _items[_at].FocusAsync();
    }

    private void ToggleAsync()
    {
        _open = !_open;
        _at = 0;
        _focusItem = _open;
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (!_open)
            return;
        switch (e.Key)
        {
            case "ArrowDown" or "ArrowUp":
                _at = (_at + (e.Key == "ArrowDown" ? 1 : Items.Count - 1)) % Items.Count;
                _focusItem = true;
                break;
            case "Escape":
                _open = false;
                await _button.FocusAsync();
                break;
        }
    }

    private async Task ActAsync(RowMenuItem item)
    {
        _open = false;
        await _button.FocusAsync();
        if (item.Act is not null)
            await item.Act();
    }

    private void FocusCame(FocusEventArgs e) => _focusInside = true;

    // Leaving and arriving are two events; only a leave without an arrival closes.
    private async Task FocusLeft(FocusEventArgs e)
    {
        _focusInside = false;
        await Task.Yield();
        await Task.Delay(60);
        if (!_focusInside)
            _open = false;
    }
}
