using Microsoft.JSInterop;

namespace BackOffice.Interaction;

/// <summary>The few things only the browser can do; one module, imported once a circuit.</summary>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>The browser's IANA time zone.</summary>
    public async Task<string?> TimeZoneAsync() => await (await ModuleAsync()).InvokeAsync<string?>("timeZone");

    /// <summary>False when the browser refuses the clipboard.</summary>
    public async Task<bool> CopyAsync(string text) => await (await ModuleAsync()).InvokeAsync<bool>("copy", text);

    /// <summary>Moves focus to the page's h1 without scrolling away from the top.</summary>
    public async Task FocusHeadingAsync() => await (await ModuleAsync()).InvokeVoidAsync("focusHeading");

    public async Task FocusAsync(string elementId) => await (await ModuleAsync()).InvokeVoidAsync("focusId", elementId);

    /// <summary>Scrolls what scrolls sideways until the element is in view; nothing happens when it is.</summary>
    public async Task ShowAsync(string elementId) => await (await ModuleAsync()).InvokeVoidAsync("showId", elementId);

    /// <summary>Scrolls the element into view, in whatever scrolls around it.</summary>
    public async Task ScrollToAsync(string elementId) => await (await ModuleAsync()).InvokeVoidAsync("scrollToId", elementId);

    /// <summary>Saves a drawing of the page as a file of its own, with the colours it has now; false when it is not there.</summary>
    public async Task<bool> SaveSvgAsync(string elementId, string fileName) => await (await ModuleAsync()).InvokeAsync<bool>("saveSvg", elementId, fileName);

    /// <summary>What this browser remembers under a name, or null.</summary>
    public async Task<string?> RecallAsync(string name) => await (await ModuleAsync()).InvokeAsync<string?>("recall", name);

    public async Task RememberAsync(string name, string value) => await (await ModuleAsync()).InvokeVoidAsync("remember", name, value);

    /// <summary>Sets and remembers light, dark or (null) what the system says; answers whether the page is dark now.</summary>
    public async Task<bool> SetThemeAsync(string? theme) => await (await ModuleAsync()).InvokeAsync<bool>("setTheme", theme);

    public async Task<bool> IsDarkAsync() => await (await ModuleAsync()).InvokeAsync<bool>("isDark");

    /// <summary>Connects the keys that work everywhere: / for search, ? for help, g and a letter for pages.</summary>
    public async Task ListenForKeysAsync<T>(DotNetObjectReference<T> listener)
        where T : class => await (await ModuleAsync()).InvokeVoidAsync("listenForKeys", listener);

    public async ValueTask DisposeAsync()
    {
        if (_module is not { IsCompletedSuccessfully: true })
            return;
        try
        {
            var module = await _module;
            await module.InvokeVoidAsync("stop");
            await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and its module with it.
        }
    }

    private Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", "./console.js").AsTask();
}
