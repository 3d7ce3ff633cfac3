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

    /// <summary>What has the focus now gets it back by <see cref="ReturnFocusAsync"/>.</summary>
    public async Task RememberFocusAsync() => await (await ModuleAsync()).InvokeVoidAsync("rememberFocus");

    public async Task ReturnFocusAsync() => await (await ModuleAsync()).InvokeVoidAsync("returnFocus");

    /// <summary>Scrolls what scrolls sideways until the element is in view; nothing happens when it is.</summary>
    public async Task ShowAsync(string elementId) => await (await ModuleAsync()).InvokeVoidAsync("showId", elementId);

    /// <summary>Scrolls the element into view, in whatever scrolls around it.</summary>
    public async Task ScrollToAsync(string elementId) => await (await ModuleAsync()).InvokeVoidAsync("scrollToId", elementId);

    /// <summary>Saves a drawing of the page as a file of its own, with the colours it has now; false when it is not there.</summary>
    public async Task<bool> SaveSvgAsync(string elementId, string fileName) => await (await ModuleAsync()).InvokeAsync<bool>("saveSvg", elementId, fileName);

    /// <summary>What this browser remembers under a name, or null.</summary>
    public async Task<string?> RecallAsync(string name) => await (await ModuleAsync()).InvokeAsync<string?>("recall", name);

    public async Task RememberAsync(string name, string value) => await (await ModuleAsync()).InvokeVoidAsync("remember", name, value);

    /// <summary>Scrolls a list until the entry is in view.</summary>
    public async Task ShowOptionAsync(string elementId) => await (await ModuleAsync()).InvokeVoidAsync("showOption", elementId);

    /// <summary>What this browser remembers of its person; null where it cannot say.</summary>
    public async Task<RememberedChoices?> PreferencesAsync() => await (await ModuleAsync()).InvokeAsync<RememberedChoices?>("preferences");

    /// <summary>Sets and remembers <c>theme</c>, <c>density</c> or <c>keys</c>; null forgets it. Answers what holds now.</summary>
    public async Task<RememberedChoices?> PreferAsync(string name, string? value) => await (await ModuleAsync()).InvokeAsync<RememberedChoices?>("prefer", name, value);

    /// <summary>From now on the browser keeps what is typed; answers what it kept of this page before.</summary>
    /// <param name="person">Tells one person's drafts from another's; not a name.</param>
    public async Task<Draft[]?> KeepDraftsAsync(string person) => await (await ModuleAsync()).InvokeAsync<Draft[]?>("keepDrafts", person);

    /// <summary>Keeps a whole draft of this page, in place of the one before: JSON, an object.</summary>
    public async Task KeepDraftAsync(string json) => await (await ModuleAsync()).InvokeVoidAsync("keepDraft", json);

    /// <summary>The draft of this page that was kept for this person, or null.</summary>
    public async Task<string?> KeptDraftAsync() => await (await ModuleAsync()).InvokeAsync<string?>("keptDraft");

    /// <summary>The draft was saved or given up.</summary>
    public async Task DropDraftAsync() => await (await ModuleAsync()).InvokeVoidAsync("dropDraft");

    public async Task ForgetDraftsAsync() => await (await ModuleAsync()).InvokeVoidAsync("forgetDrafts");

    /// <summary>Connects the keys that work everywhere: / for search, ? for help, g and a letter for pages.</summary>
    public async Task ListenForKeysAsync<T>(DotNetObjectReference<T> listener)
        where T : class => await (await ModuleAsync()).InvokeVoidAsync("listenForKeys", listener);

    /// <summary>From now on the browser keeps the ages of tables (<c>time[data-age]</c>) up to date itself.</summary>
    /// <param name="now">By the server's clock.</param>
    public async Task KeepAgesAsync(DateTimeOffset now) => await (await ModuleAsync()).InvokeVoidAsync("keepAges", now.ToUnixTimeMilliseconds(), T("now"));

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

/// <param name="Theme"><c>light</c>, <c>dark</c>, or null for what the system says.</param>
/// <param name="IsDark">What is shown now.</param>
/// <param name="IsRoomy">Rows of tables are 44 px high, not 33.</param>
/// <param name="SingleKeysOff">Keys without Ctrl do nothing.</param>
public sealed record RememberedChoices(string? Theme, bool IsDark, bool IsRoomy, bool SingleKeysOff);

/// <summary>What somebody typed before the page was loaded again.</summary>
/// <param name="Field">Its id: its line goes when the field has its text again, or is gone.</param>
/// <param name="Name">Of the field, as it is labelled.</param>
/// <param name="Text">As typed.</param>
/// <param name="Open">What opens the field's dialog, as the address says it after <c>?do=</c>; null where nothing does.</param>
public sealed record Draft(string Field, string Name, string Text, string? Open);
