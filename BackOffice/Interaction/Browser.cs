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

    /// <summary>Sets and remembers light, dark or (null) what the system says; answers whether the page is dark now.</summary>
    public async Task<bool> SetThemeAsync(string? theme) => await (await ModuleAsync()).InvokeAsync<bool>("setTheme", theme);

    public async Task<bool> IsDarkAsync() => await (await ModuleAsync()).InvokeAsync<bool>("isDark");

    /// <summary>Connects the keys that work everywhere: / for search, ? for help, g and a letter for pages.</summary>
    public async Task ListenForKeysAsync<T>(DotNetObjectReference<T> listener)
        where T : class => await (await ModuleAsync()).InvokeVoidAsync("listenForKeys", listener);

    /// <summary>Tells the listener's <c>OnVisibility</c> whenever the tab goes out of sight or comes back.</summary>
    public async Task WatchVisibilityAsync<T>(DotNetObjectReference<T> listener)
        where T : class => await (await ModuleAsync()).InvokeVoidAsync("watchVisibility", listener);

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
