using BackOffice.Cli;
using BackOffice.Core.Orders.Export;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>Saved views and exports in the real program.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class ViewJourneys(ChromiumBrowser browser, RealConsole console) : IClassFixture<RealConsole>
{
    [BrowserFact]
    public async Task Export_OfAQuery_IsDownloadedWholeAndMasked()
    {
        await using var tab = await SignedInAsync("Ines Marlow");
        var order = await console.PlaceAsync();
        await tab.Page.GotoAsync(console.Url + "/orders?q=city:Boston");
        await tab.Page.WaitForSelectorAsync("table.olist tbody tr");

        await tab.Page.ClickAsync("#export-orders");
        await tab.Page.WaitForSelectorAsync("text=JSON Lines, for a program");
        await tab.ScreenAsync("real-export-1440-light", fullPage: false);
        Assert.Empty((await tab.Page.RunAxe()).Violations.Select(violation => violation.Id));
        await tab.Page.ClickAsync("text=Export masked");
        await tab.Page.WaitForSelectorAsync("a[download]");
        await tab.ScreenAsync("real-exported-1440-light", fullPage: false);
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.ClickAsync("a[download]"));

        var text = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.StartsWith("orders-", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains(order, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Whitfield", text, StringComparison.Ordinal);
        Assert.True(ExportPart.EndOf(text, ExportFormat.Csv) is { Rows: >= 1, IsCut: false });
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task View_SharedByALead_IsATabForAnAgent_AndRenamedWithTheKeyboardOnAPhone()
    {
        await console.PlaceAsync();
        await using (var lead = await SignedInAsync("Tomas Linnet"))
        {
            await lead.Page.GotoAsync(console.Url + "/orders?q=city:Boston");
            await lead.Page.ClickAsync("#save-view");
            await lead.Page.FillAsync("#view-name", "All of Boston");
            await lead.Page.ClickAsync("label:has-text('Everyone')");
            await lead.ScreenAsync("real-view-1440-light", fullPage: false);
            Assert.Empty((await lead.Page.RunAxe()).Violations.Select(violation => violation.Id));
            await lead.Page.ClickAsync(".mud-dialog-actions .btn.p");
            await lead.Page.WaitForSelectorAsync("nav a[aria-current=page]:has-text('All of Boston')");
            Assert.Empty(lead.Problems);
        }

        await using (var agent = await SignedInAsync("Ama Kestrel"))
        {
            await agent.Page.GotoAsync(console.Url + "/orders");
            await agent.Page.ClickAsync("nav a:has-text('All of Boston')");
            await Assertions.Expect(agent.Page).ToHaveURLAsync(console.Url + "/orders?q=city:Boston");
            await agent.Page.WaitForSelectorAsync("nav a[aria-current=page]:has-text('All of Boston'):has(b)");
            Assert.Equal(0, await agent.Page.Locator("#view-menu").CountAsync());
            await agent.ScreenAsync("real-views-1440-light");
            Assert.Empty(agent.Problems);
        }

        await using var phone = await SignedInAsync("Tomas Linnet", 360);
        await phone.Page.GotoAsync(console.Url + "/orders?q=city:Boston");
        await phone.Page.WaitForSelectorAsync("#view-menu");
        await Assertions.Expect(phone.Page.Locator("#view-current")).ToHaveAccessibleNameAsync("All of Boston 1 order");
        await Assertions.Expect(phone.Page.Locator("#view-current")).ToBeInViewportAsync();
        await phone.ScreenAsync("real-views-360-light");
        Assert.Equal(360, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await phone.Page.FocusAsync("#view-menu");
        await phone.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(phone.Page.Locator("[role=menuitem]").First).ToBeFocusedAsync();
        await phone.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(phone.Page.Locator("#view-name")).ToBeFocusedAsync();
        await phone.Page.FillAsync("#view-name", "Boston, all of it");
        await phone.Page.Keyboard.PressAsync("Control+Enter");
        await phone.Page.WaitForSelectorAsync("nav a[aria-current=page]:has-text('Boston, all of it')");
        await Assertions.Expect(phone.Page.Locator("#view-menu")).ToBeFocusedAsync();
        Assert.Empty(phone.Problems);
    }

    private async Task<BrowserPage> SignedInAsync(string name, int width = 1440)
    {
        var tab = await browser.OpenAsync(width);
        await console.SignInAsync(tab.Page, name);
        return tab;
    }
}
