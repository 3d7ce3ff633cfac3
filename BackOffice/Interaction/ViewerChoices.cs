namespace BackOffice.Interaction;

/// <summary>What the person at this circuit chose for themselves; the browser remembers it, the server does not.</summary>
public sealed class ViewerChoices(Browser browser)
{
    private RememberedChoices _now = new(null, IsDark: false, IsRoomy: false, SingleKeysOff: false);

    public event Action? Changed;

    /// <summary><c>light</c>, <c>dark</c>, or null for what the system says.</summary>
    public string? Theme => _now.Theme;

    public bool IsDark => _now.IsDark;

    /// <summary>Rows of tables are 44 px high, not 33.</summary>
    public bool IsRoomy => _now.IsRoomy;

    /// <summary>False when keys without Ctrl do nothing (WCAG 2.1.4).</summary>
    public bool SingleKeys => !_now.SingleKeysOff;

    /// <summary>Asks the browser; once a circuit, by the layout.</summary>
    public async Task LoadAsync() => Take(await browser.PreferencesAsync());

    public async Task SetThemeAsync(string? theme) => Take(await browser.PreferAsync("theme", theme));

    public async Task SetRoomyAsync(bool roomy) => Take(await browser.PreferAsync("density", roomy ? "roomy" : null));

    public async Task SetSingleKeysAsync(bool on) => Take(await browser.PreferAsync("keys", on ? null : "off"));

    private void Take(RememberedChoices? choices)
    {
        if (choices is null || choices == _now)
            return;
        _now = choices;
        Changed?.Invoke();
    }
}
