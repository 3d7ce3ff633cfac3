using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>A refund whose sign-in has grown too old, in the real program: the person signs in again and finds the same refund.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class SignInAgainJourney(ChromiumBrowser browser) : IAsyncLifetime
{
    /// <summary>Long enough for the way from the sign-in to the confirmation on a busy machine.</summary>
    private const int MaxAgeSeconds = 20;

    private readonly RealConsole _console = new("Refunds__SignIn__MaxAge", "00:00:20");

    public Task InitializeAsync() => _console.InitializeAsync();

    public Task DisposeAsync() => _console.DisposeAsync();

    [BrowserFact]
    public async Task Refund_WithAnOldSignIn_AsksForIt_AndComesBackWithLinesReasonAndId()
    {
        var order = await _console.PlaceAsync();
        await using var tab = await browser.OpenAsync(1440, dark: false);
        await _console.SignInAsync(tab.Page, "Ama Kestrel");
        var tooOld = DateTimeOffset.UtcNow.AddSeconds(MaxAgeSeconds + 2);
        await tab.Page.GotoAsync($"{_console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await tab.Page.ClickAsync("#refund-order");
        await tab.Page.FillAsync("#refund-quantity-1", "1");
        await tab.Page.ClickAsync("text=Bought twice");
        await tab.Page.FillAsync("#refund-reason", "Ordered twice by mistake");
        await tab.Page.WaitForSelectorAsync("#refund-confirm:has-text('Refund 89.00 USD'):enabled");
        var id = await tab.Page.TextContentAsync(".mud-dialog-actions .sm");
// The sign-in has to grow old: the server's clock is the machine's.
        while (DateTimeOffset.UtcNow < tooOld)
            await tab.Page.WaitForTimeoutAsync(250);

        await tab.Page.ClickAsync("#refund-confirm");
        await tab.Page.WaitForSelectorAsync("#refund-confirm:has-text('Sign in again…')");
        await tab.ScreenAsync("real-sign-in-again-1440-light", fullPage: false);
        await tab.Page.ClickAsync("#refund-confirm");
        await tab.Page.ClickAsync("button:has(strong:text-is('Ama Kestrel'))");

        await tab.Page.WaitForSelectorAsync("#refund-confirm:has-text('Refund 89.00 USD'):enabled");
        await Assertions.Expect(tab.Page.Locator("#refund-reason")).ToHaveValueAsync("Ordered twice by mistake");
        await Assertions.Expect(tab.Page.Locator("#refund-quantity-1")).ToHaveValueAsync("1");
        Assert.Equal(id, await tab.Page.TextContentAsync(".mud-dialog-actions .sm"));
        await tab.Page.ClickAsync("#refund-confirm");

        await tab.Page.WaitForSelectorAsync(".cases .chip:has-text('Refunded')", new PageWaitForSelectorOptions { Timeout = 60_000 });
        Assert.Empty(tab.Problems);
    }
}
