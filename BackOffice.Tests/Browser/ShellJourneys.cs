using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>The shell in the real program: by keyboard alone, with too many pages, and with a server that is killed under an open page.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class ShellJourneys(ChromiumBrowser browser)
{
    [BrowserFact]
    public async Task KeyboardAlone_FromSignInToAnOrder_ByTheCommandPalette()
    {
        await using var console = await ConsoleAsync(new RealConsole());
        await using var tab = await browser.OpenAsync();
        var (page, keys) = (tab.Page, tab.Page.Keyboard);
        var order = await console.Real.PlaceAsync();

        await page.GotoAsync(console.Real.Url + "/");
        await Assertions.Expect(page.Locator("#code")).ToBeFocusedAsync();
        await keys.TypeAsync(console.Real.Code);
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync("text=Who do you want to be?");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync(".me:has-text('Ama Kestrel')");
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();

        await keys.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#command")).ToBeFocusedAsync();
        await keys.InsertTextAsync(order);
        await page.WaitForSelectorAsync($"#command-0:has-text('{order}')");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync($"{console.Real.Url}/orders/{order}");
        await page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");

        // A command: a note, from the order's own acts.
        await keys.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#command")).ToBeFocusedAsync();
        await keys.InsertTextAsync(order);
        await page.WaitForSelectorAsync("[role=option]:has-text('Add a note…')");
        var marked = page.Locator("[role=option][aria-selected='true']");
        for (var step = 0; step < 8 && !(await marked.InnerTextAsync()).Contains("Add a note…", StringComparison.Ordinal); step++)
        {
            // The next key only when the one before was answered: on a busy machine it would go past.
            var before = await marked.GetAttributeAsync("id") ?? "";
            await keys.PressAsync("ArrowDown");
            await Assertions.Expect(marked).Not.ToHaveIdAsync(before);
        }

        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#note-text")).ToBeFocusedAsync();
        Assert.EndsWith($"/orders/{order}", page.Url, StringComparison.Ordinal);
        // Typed text is not thrown away by one Escape: the first asks.
        await keys.TypeAsync("Called");
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".mud-dialog [role=alert]")).ToContainTextAsync("Press Esc again");
        await Assertions.Expect(page.Locator("#note-text")).ToHaveValueAsync("Called");
        await keys.PressAsync("Escape");
        await page.WaitForSelectorAsync(".mud-dialog", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });

        // Escape gives the focus back to where it was.
        await page.FocusAsync("#copy-sentence");
        await keys.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#command")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#copy-sentence")).ToBeFocusedAsync();

        // Keys of pages, help, and single keys switched off.
        await keys.PressAsync("g");
        await keys.PressAsync("o");
        await page.WaitForSelectorAsync("h1:text-is('Orders')");
        await keys.PressAsync("?");
        await page.WaitForSelectorAsync(".keysheet");
        await page.UncheckAsync("#single-keys");
        await keys.PressAsync("Escape");
        await page.WaitForSelectorAsync(".keysheet", new() { State = WaitForSelectorState.Detached });
        await page.ReloadAsync();
        await page.WaitForSelectorAsync(".me:has-text('Ama Kestrel')");
        await page.WaitForSelectorAsync("h1:text-is('Orders')");
        await keys.PressAsync("g");
        await keys.PressAsync("h");
        await keys.PressAsync("Control+k");
        await page.WaitForSelectorAsync("#command");
        Assert.EndsWith("/orders", page.Url, StringComparison.Ordinal);
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task OnePageTooMany_IsToldSoOnAPlainPage_AndGetsInWhenOneIsClosed()
    {
        await using var console = await ConsoleAsync(new RealConsole("Console__CircuitsPerPerson", "2"));
        await using var tab = await browser.OpenAsync();
        await console.Real.SignInAsync(tab.Page, "Ines Marlow");
        var second = await tab.Page.Context.NewPageAsync();
        await second.GotoAsync(console.Real.Url + "/orders");
        await second.WaitForSelectorAsync("h1:text-is('Orders')");

        var third = await tab.Page.Context.NewPageAsync();
        await third.GotoAsync(console.Real.Url + "/system");
        await third.WaitForSelectorAsync("h1:text-is('You have too many pages open')");
        await Assertions.Expect(third).ToHaveURLAsync(new Regex("/too-many-pages\\?returnUrl=%2Fsystem$"));
        Assert.Contains("2 pages", await third.InnerTextAsync("main"), StringComparison.Ordinal);

        // A page that is loaded again is no page more.
        await second.ReloadAsync();
        await second.WaitForSelectorAsync("h1:text-is('Orders')");
        await second.CloseAsync();
        await GetInAsync(third, console.Real.Url + "/system");
        await third.WaitForSelectorAsync("section[aria-labelledby=circuits-title]");
        Assert.Equal("2", await third.Locator("section[aria-labelledby=circuits-title] .trio dd").First.InnerTextAsync());
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task ServerKilledUnderAnOpenDialog_SaysSo_AndTheTypingComesBack()
    {
        await using var console = await ConsoleAsync(new RealConsole());
        await using var tab = await browser.OpenAsync();
        await console.Real.SignInAsync(tab.Page, "Tomas Linnet");
        var order = await console.Real.PlaceAsync();
        await tab.Page.GotoAsync($"{console.Real.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await tab.Page.ClickAsync("#add-note");
        await tab.Page.FillAsync("#note-text", "The customer waits on the phone");

        await console.Real.StartAgainAsync();

        await tab.Page.WaitForSelectorAsync(".connection-bar >> text=The server was started again.", new() { Timeout = 30_000 });
        Assert.Equal("Connection lost", await tab.Page.InnerTextAsync(".live"));
        await tab.ScreenAsync("real-server-gone-1440-light", fullPage: false);
        Assert.Equal("The customer waits on the phone", await tab.Page.InputValueAsync("#note-text"));
        await tab.Page.ClickAsync(".connection-bar [data-connection=reload]");

        await tab.Page.WaitForSelectorAsync(".drafts q:text-is('The customer waits on the phone')");
        await tab.ScreenAsync("real-draft-1440-light");
        await tab.Page.ClickAsync(".drafts >> text=Go on with it");
        await tab.Page.WaitForSelectorAsync("#note-text");
        await Assertions.Expect(tab.Page.Locator("#note-text")).ToHaveValueAsync("The customer waits on the phone");
        await tab.Page.ClickAsync(".mud-dialog-actions .btn.p");
        await tab.Page.WaitForSelectorAsync(".tl :text('The customer waits on the phone')");
        await tab.Page.WaitForSelectorAsync(".mud-dialog", new() { State = WaitForSelectorState.Detached });

        // Sent is not kept.
        await tab.Page.ReloadAsync();
        await tab.Page.WaitForSelectorAsync(".tl :text('The customer waits on the phone')");
        Assert.Equal(0, await tab.Page.Locator(".drafts").CountAsync());
        Assert.Equal("Live", await tab.Page.InnerTextAsync(".live"));
    }

    /// <summary>The server hears of a closed tab a moment later; a person tries again.</summary>
    private static async Task GetInAsync(IPage page, string url)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            await page.GotoAsync(url);
            await page.WaitForSelectorAsync("#main, a:text-is('Try again')");
            if (await page.Locator("#main").CountAsync() > 0)
                return;
        }
    }

    private static async Task<Running> ConsoleAsync(RealConsole console)
    {
        await console.InitializeAsync();
        return new Running(console);
    }

    private sealed record Running(RealConsole Real) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Real.DisposeAsync();
    }
}
