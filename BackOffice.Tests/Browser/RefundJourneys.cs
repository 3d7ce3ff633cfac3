using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>Refunds in the real program by the people who make them.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class RefundJourneys(ChromiumBrowser browser, RealConsole console) : IClassFixture<RealConsole>
{
    [BrowserFact]
    public async Task Whole_AskedByAnAgentApprovedByALead_ShowsItsPartsDone()
    {
        var order = await console.PlaceAsync();
        await using var agent = await browser.OpenAsync(1440, dark: false);
        await console.SignInAsync(agent.Page, "Ama Kestrel");
        await agent.Page.GotoAsync($"{console.Url}/orders/{order}");
        await agent.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await agent.Page.ClickAsync("#refund-order");
        await agent.Page.ClickAsync("text=All that is open");
        await agent.Page.ClickAsync("text=Bought twice");
        await agent.Page.FillAsync("#refund-reason", "Ordered twice by mistake");
        await agent.Page.WaitForSelectorAsync("#refund-confirm:has-text('Ask for approval of 178.00 USD'):enabled");
        await agent.ScreenAsync("real-refund-1440-light", fullPage: false);
        await agent.Page.ClickAsync("#refund-confirm");
        await agent.Page.WaitForSelectorAsync(".cases .chip:has-text('Needs approval')");

        await using var lead = await browser.OpenAsync(1440, dark: true);
        await console.SignInAsync(lead.Page, "Tomas Linnet");
        await lead.Page.ClickAsync(".drawer a[href='/approvals']");
        await lead.Page.WaitForSelectorAsync($".queue a:text-is('{order}')");
        await lead.ScreenAsync("real-approvals-1440-dark");
        await lead.Page.ClickAsync("button:has-text('Approve 178.00 USD…')");
        await lead.Page.FillAsync("#reason", "Seen both orders");
        await lead.Page.ClickAsync(".mud-dialog-actions .btn.p");
        await lead.Page.WaitForSelectorAsync("h2:has-text('No refund waits for approval')");

        await agent.Page.WaitForSelectorAsync("h1:has-text('The money went back to the customer.')", new PageWaitForSelectorOptions { Timeout = 60_000 });
        await Assertions.Expect(agent.Page.Locator(".parts .chip:has-text('Done')")).ToHaveCountAsync(4);
        await agent.ScreenAsync("real-refunded-1440-light");
        Assert.Empty(agent.Problems);
        Assert.Empty(lead.Problems);
    }

    [BrowserFact]
    public async Task Partial_ByKeyboardFromTheSearchBox_TakesAtMost25Keystrokes()
    {
        var order = await console.PlaceAsync();
        await using var tab = await browser.OpenAsync(1440, dark: false);
        await console.SignInAsync(tab.Page, "Ama Kestrel");
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await tab.Page.ClickAsync(".drawer a[href='/orders']");
        await tab.Page.WaitForSelectorAsync("table.olist tbody tr");
        var keys = 0;

        await PressAsync("/");
        await Assertions.Expect(tab.Page.Locator("#search")).ToBeFocusedAsync();
        await tab.Page.Keyboard.InsertTextAsync(order);
        keys++;
        await tab.Page.WaitForSelectorAsync("#hit-0");
        await PressAsync("Enter");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await PressAsync("e");
        await Assertions.Expect(tab.Page.Locator("#refund-quantity-1")).ToBeFocusedAsync();
        await PressAsync("ArrowUp", "Tab", "Tab", "Tab", "Space", "Tab");
        await Assertions.Expect(tab.Page.Locator("#refund-reason")).ToBeFocusedAsync();
        await PressAsync("c", "a", "l", "l", "e", "d");
        await tab.Page.WaitForSelectorAsync("#refund-confirm:has-text('Refund 89.00 USD'):enabled");
        await PressAsync("Control+Enter");

        await tab.Page.WaitForSelectorAsync(".cases .chip:has-text('Refunded')", new PageWaitForSelectorOptions { Timeout = 60_000 });
        Assert.InRange(keys, 10, 25);
        Assert.Empty(tab.Problems);

        async Task PressAsync(params string[] pressed)
        {
            foreach (var key in pressed)
                await tab.Page.Keyboard.PressAsync(key);
            keys += pressed.Length;
        }
    }
}
