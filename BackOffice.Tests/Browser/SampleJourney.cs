using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>What a new user of an empty store meets: the offer of sample orders, and what becomes of it.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class SampleJourney(ChromiumBrowser browser, RealConsole console) : IClassFixture<RealConsole>
{
    [BrowserFact]
    public async Task EmptyStore_OffersSamples_RunsThemLive_AndMarksThem()
    {
        await using var tab = await browser.OpenAsync();
        await using var phone = await browser.OpenAsync(360, dark: true);
        await console.SignInAsync(tab.Page, "Ama Kestrel");
        await console.SignInAsync(phone.Page, "Ines Marlow");
        foreach (var one in new[] { tab, phone })
        {
            await one.Page.WaitForSelectorAsync("#samples-start");
            await one.ScreenAsync($"samples-offer-{(one == tab ? "1440-light" : "360-dark")}");
            Assert.Empty((await one.Page.RunAxe()).Violations.Select(violation => violation.Id));
        }

        await tab.Page.ClickAsync("#samples-start");

        await tab.Page.WaitForSelectorAsync("progress[aria-label='Sample orders placed']");
        // Nobody reads again: the card follows by itself.
        await Assertions.Expect(tab.Page.Locator(".samples progress")).Not.ToHaveAttributeAsync("value", "0", new() { Timeout = 60_000 });
        await tab.ScreenAsync("samples-running-1440-light");
        await phone.Page.WaitForSelectorAsync("#samples-stop");
        await phone.ScreenAsync("samples-running-360-dark");
        Assert.Equal(360, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty((await tab.Page.RunAxe()).Violations.Select(violation => violation.Id));
        await phone.Page.ClickAsync("#samples-stop");
        await tab.Page.WaitForSelectorAsync(".samples :text('No more are coming.')");
        await tab.Page.GotoAsync(console.Url + "/orders");
        await tab.Page.WaitForSelectorAsync("table.olist tbody tr");
        Assert.Equal(await tab.Page.Locator("table.olist tbody tr").CountAsync(), await tab.Page.Locator("table.olist tbody tr .tag.sample").CountAsync());
        await tab.ScreenAsync("samples-list-1440-light");
        await tab.Page.ClickAsync("table.olist tbody tr a[data-row-link]");
        await tab.Page.WaitForSelectorAsync(".chips .tag.sample:text-is('Sample')");
        Assert.Empty(tab.Problems);
        Assert.Empty(phone.Problems);
    }
}
