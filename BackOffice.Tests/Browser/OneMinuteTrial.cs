using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace BackOffice.Tests.Browser;

/// <summary>
/// "I paid and have no voucher": from the sign-in to the cause and the voucher, by somebody who has read nothing, among TRIAL_ORDERS orders (10,000 when not set)
/// of which one in a hundred is failed. Only what is on the screen is used. Time and keystrokes are printed; the keystrokes are asserted.
/// </summary>
[Collection(ChromiumBrowser.Name)]
public sealed class OneMinuteTrial(ChromiumBrowser browser, ITestOutputHelper output) : IAsyncLifetime
{
    private const int MostPresses = 60;

    private readonly RealConsole _console = new(Orders);
    private int _keys, _clicks;

    private static int Orders => int.Parse(Environment.GetEnvironmentVariable("TRIAL_ORDERS") ?? "10000", CultureInfo.InvariantCulture);

    public Task InitializeAsync() => _console.InitializeAsync();

    public Task DisposeAsync() => _console.DisposeAsync();

    [BrowserFact]
    public async Task CustomerWithoutVoucher_FromSignInToFixed_IsAMinutesWork()
    {
        foreach (var name in new[] { "Ignatius Plum", "Wren Applegarth", "Marisol Pennyroyal" })
            await _console.PlaceAsync("tok_declined", Mail(name), name);
        await _console.PlaceAsync("tok_ok", "p.nightjar@example.test", "Perpetua Nightjar");
        var order = await _console.PlaceAsync("tok_declined_1", Mail("Percival Nightjar"), "Percival Nightjar");
        await Fakes.Eventually.TrueAsync(async () => (await _console.OrderAsync(order)).GetRawText().Contains("Card.Declined", StringComparison.Ordinal));
        await using var tab = await browser.OpenAsync();
        var page = tab.Page;
        var watch = Stopwatch.StartNew();

        await page.GotoAsync(_console.Url);
        await page.WaitForSelectorAsync("#code");
        await tab.ScreenAsync("trial-1-sign-in", fullPage: false);
        await Assertions.Expect(page.Locator("#code")).ToBeFocusedAsync();
        await PasteAsync(page, _console.Code);
        await KeyAsync(page, "Enter");
        await ClickAsync(page, "button:has(strong:text-is('Tomas Linnet'))");
        await page.WaitForSelectorAsync(".me:has-text('Tomas Linnet')");
        var signedIn = watch.Elapsed;
        await page.WaitForSelectorAsync("main .tiles");
        await tab.ScreenAsync("trial-2-home", fullPage: false);

        await KeyAsync(page, "/");
        await Assertions.Expect(page.Locator("#search")).ToBeFocusedAsync();
        await TypeAsync(page, "percival night");
        await page.WaitForSelectorAsync($"#hit-0:has-text('{order}')");
        await tab.ScreenAsync("trial-3-found", fullPage: false);
        await KeyAsync(page, "Enter");
        await page.WaitForSelectorAsync("h1:has-text('The bank declined the card. Nothing was charged and nothing was sent.')");
        var known = watch.Elapsed;
        await tab.ScreenAsync("trial-4-cause", fullPage: false);

        await KeyAsync(page, "r");
        await page.WaitForSelectorAsync("#retry-reason:focus");
        await TypeAsync(page, "Bank says yes");
        await page.WaitForSelectorAsync(".mud-dialog-actions .btn.p:enabled");
        await tab.ScreenAsync("trial-5-retry", fullPage: false);
        await KeyAsync(page, "Control+Enter");
        await page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        var fixedAt = watch.Elapsed;
        await tab.ScreenAsync("trial-6-fixed", fullPage: false);

        output.WriteLine(FormattableString.Invariant(
            $"among {Orders:N0} orders: signed in {signedIn.TotalSeconds:F1} s, cause known {known.TotalSeconds:F1} s, fixed {fixedAt.TotalSeconds:F1} s; {_keys} keystrokes, {_clicks} clicks"));
        Assert.InRange(_keys + _clicks, 10, MostPresses);
        Assert.Empty(tab.Problems);
    }

    private static string Mail(string name) => name.Replace(' ', '.').ToLowerInvariant() + "@example.test";

    private Task ClickAsync(IPage page, string what)
    {
        _clicks++;
        return page.ClickAsync(what);
    }

    private Task KeyAsync(IPage page, string key)
    {
        _keys++;
        return page.Keyboard.PressAsync(key);
    }

    private Task TypeAsync(IPage page, string text)
    {
        _keys += text.Length;
        return page.Keyboard.TypeAsync(text);
    }

    private Task PasteAsync(IPage page, string text)
    {
        _keys++;
        return page.Keyboard.InsertTextAsync(text);
    }
}
