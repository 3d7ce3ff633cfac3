using System.Text.Json;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>Connections that break, servers that end, tabs that compete: the page says the truth each time, and nothing is done twice.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class BrokenConnections(ChromiumBrowser browser, RealConsole console) : IClassFixture<RealConsole>
{
    private const string Confirm = ".mud-dialog-actions .btn.p";

    [BrowserFact]
    public async Task Connection_CutWhileTheDialogConfirms_OneEffectAndThePageShowsIt()
    {
        await using var tab = await SignedInAsync("Ines Marlow");
        var order = await OpenRetryAsync(tab, "The customer called the bank");

        // The press goes out, and the connection is gone before its answer.
        await tab.Page.EvaluateAsync($"document.querySelector('{Confirm}').click(); Blazor._internal.forceCloseConnection()");
        await tab.Page.WaitForFunctionAsync("() => document.documentElement.dataset.connection === 'live' && !document.querySelector('.components-reconnect-show')");
        // Whoever is unsure presses again: the same dialog has the same command.
        if (await tab.Page.Locator(Confirm).IsVisibleAsync() && await tab.Page.Locator(Confirm).IsEnabledAsync())
            await tab.Page.Locator(Confirm).DispatchEventAsync("click");

        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        Assert.Equal(1, await RetriesAsync(order));
    }

    [BrowserFact]
    public async Task Server_KilledUnderAnOpenDialog_KeepsWhatWasTyped_AndSaysWhatToDo()
    {
        await using var tab = await SignedInAsync("Ines Marlow");
        var order = await OpenRetryAsync(tab, "Typed before the crash");

        console.Kill();
        await Assertions.Expect(tab.Page.Locator(".connection-bar")).ToContainTextAsync("Connection lost. Your typing is kept.");
        await Assertions.Expect(tab.Page.Locator(".live")).ToContainTextAsync("Connection lost");
        Assert.Equal("Typed before the crash", await tab.Page.InputValueAsync("#retry-reason"));
        await tab.ScreenAsync("real-lost-1440-light", fullPage: false);
        await console.StartAgainAsync();

        await tab.Page.WaitForSelectorAsync("[data-connection=reload]:visible", new() { Timeout = 60_000 });
        Assert.Equal("Typed before the crash", await tab.Page.InputValueAsync("#retry-reason"));
        await tab.ScreenAsync("real-gone-1440-light", fullPage: false);
        await tab.Page.ClickAsync("[data-connection=reload]");
        await tab.Page.WaitForSelectorAsync("h1:has-text('The bank declined the card.')");
        Assert.Equal(0, await RetriesAsync(order));
    }

    [BrowserFact]
    public async Task Server_RestartedUnderAPageWithNothingTyped_LoadsThePageAnewWithTheTruth()
    {
        await using var tab = await SignedInAsync("Ines Marlow");
        var order = await console.PlaceAsync("tok_slow", "quill+slow@example.test");
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync(".chip.lg:has-text('Running')");

        console.Kill();
        await console.StartAgainAsync();

        // Nobody presses anything: the page takes itself up again, and the order went on meanwhile.
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')", new() { Timeout = 90_000 });
        await Assertions.Expect(tab.Page.Locator(".live")).ToContainTextAsync("Live");
    }

    [BrowserFact]
    public async Task TwoTabs_OnOneHeldOrder_TheSecondDecisionIsRefusedInWords()
    {
        await using var first = await SignedInAsync("Tomas Linnet");
        await using var second = await SignedInAsync("Ines Marlow");
        var order = await console.PlaceAsync(email: "plum+review@example.test", name: "Ignatius Plum");
        foreach (var tab in new[] { first, second })
        {
            await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
            await tab.Page.WaitForSelectorAsync("h1:has-text('A person is checking this order.')");
            await tab.Page.ClickAsync("#decide-hold");
            await tab.Page.FillAsync("#hold-reason", "Known customer");
        }

        await first.Page.ClickAsync("text=Approve.");
        await first.Page.ClickAsync("text=Approve 178.00 USD");
        await first.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await second.Page.ClickAsync("text=Reject.");
        await second.Page.ClickAsync("text=Reject 178.00 USD");

        await second.Page.WaitForSelectorAsync(".mud-dialog [role=alert]");
        await second.ScreenAsync("real-conflict-1440-light", fullPage: false);
        await second.Page.Keyboard.PressAsync("Escape");
        await second.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        Assert.Equal("Done", await second.Page.InnerTextAsync(".chip.lg"));
        Assert.Empty(first.Problems);
        Assert.Empty(second.Problems);
    }

    [BrowserFact]
    public async Task SlowNetwork_WhileTheCommandRuns_TheButtonIsClosed_AndTheOutcomeComesOnce()
    {
        await using var tab = await SignedInAsync("Ines Marlow");
        var network = await tab.Page.Context.NewCDPSessionAsync(tab.Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = 600, ["downloadThroughput"] = 50_000, ["uploadThroughput"] = 20_000 });
        var order = await OpenRetryAsync(tab, "Slow line");

        // Impatient: three presses, each a message of its own over the slow line.
        await tab.Page.EvaluateAsync($"for (let i = 0; i < 3; i++) document.querySelector('{Confirm}').click()");

        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')", new() { Timeout = 60_000 });
        Assert.Equal(1, await RetriesAsync(order));
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task HiddenTab_IsSentNothing_AndShowsTheTruthWhenItComesBack()
    {
        await using var tab = await SignedInAsync("Ines Marlow");
        var order = await console.PlaceAsync();
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await LookAsync(tab.Page, hidden: true);
        // One round trip, so that the server has heard it.
        await tab.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(tab.Page.Locator("#command")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Page.WaitForSelectorAsync("#command", new() { State = WaitForSelectorState.Detached });
        await tab.Page.EvaluateAsync("window.changes = 0; new MutationObserver(list => window.changes += list.length).observe(document.body, { subtree: true, childList: true, characterData: true })");

        await console.NoteAsync(order, "written-while-hidden");
        for (var i = 0; i < 5; i++)
            await console.PlaceAsync();
        await console.OrderAsync(order);

        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("window.changes"));
        await LookAsync(tab.Page, hidden: false);
        await tab.Page.WaitForSelectorAsync(".tl :text('written-while-hidden')");
        Assert.Empty(tab.Problems);
    }

    private static Task LookAsync(IPage page, bool hidden) => page.EvaluateAsync(
        """
        hidden => {
          Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => hidden ? 'hidden' : 'visible' });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        hidden);

    /// <summary>A declined order with its retry dialog open and a reason typed.</summary>
    private async Task<string> OpenRetryAsync(BrowserPage tab, string reason)
    {
        var order = await console.PlaceAsync("tok_declined_1");
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}", new() { Timeout = 60_000 });
        await tab.Page.WaitForSelectorAsync("h1:has-text('The bank declined the card.')", new() { Timeout = 60_000 });
        await tab.Page.ClickAsync("#retry-order");
        await tab.Page.FillAsync("#retry-reason", reason);
        await tab.Page.WaitForSelectorAsync(Confirm + ":not([disabled])");
        return order;
    }

    private async Task<int> RetriesAsync(string order) => (await console.OrderAsync(order)).GetProperty("commands").EnumerateArray().Count(IsRetry);

    private static bool IsRetry(JsonElement command) => command.GetRawText().Contains("retry", StringComparison.OrdinalIgnoreCase);

    private async Task<BrowserPage> SignedInAsync(string name)
    {
        var tab = await browser.OpenAsync();
        await console.SignInAsync(tab.Page, name);
        return tab;
    }
}
