using BackOffice.Tests.Fakes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>A rule from its making to the ticket it opens and back, in the real program beside a Zendesk that is played over HTTP.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class RuleJourneys(ChromiumBrowser browser) : IAsyncLifetime
{
    private const string Rule = "failed-to-support";

    private FakeZendesk? _zendesk;
    private RealConsole? _console;

    private FakeZendesk Zendesk => _zendesk ?? throw new InvalidOperationException("Zendesk was not started.");

    private RealConsole Console => _console ?? throw new InvalidOperationException("The console was not started.");

    public async Task InitializeAsync()
    {
        if (ChromiumBrowser.WhyNot is not null)
            return;
        _zendesk = await FakeZendesk.StartAsync();
        _console = new RealConsole(new Dictionary<string, string>
        {
            ["Routing__Destinations__zendesk__Kind"] = "Zendesk", ["Routing__Destinations__zendesk__Url"] = _zendesk.Origin,
            ["Routing__Destinations__zendesk__User"] = "agent@example.test", ["Routing__Destinations__zendesk__Secret"] = "ZENDESK_TOKEN", ["ZENDESK_TOKEN"] = "zendesk-secret",
            ["Routing__Destinations__zendesk__CommentEvery"] = "00:00:00", ["Routing__Destinations__notes__Kind"] = "OrderNote",
        });
        await _console.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        if (_console is not null)
            await _console.DisposeAsync();
        if (_zendesk is not null)
            await _zendesk.DisposeAsync();
    }

    [BrowserFact]
    public async Task Rule_MadeTriedApprovedAndEdited_OpensOneTicketForAFailingOrder_AndIsRolledBack()
    {
        var early = await FailAsync();
        await using var ines = await browser.OpenAsync(1440, dark: false);
        await Console.SignInAsync(ines.Page, "Ines Marlow");
        await ines.Page.ClickAsync(".drawer a[href='/rules']");
        await ines.Page.WaitForSelectorAsync("h1:has-text('No rule yet.')");
        await ines.Page.ClickAsync("main a[href='/rules/new']");
        await MakeAsync(ines.Page);

        await using var viktor = await browser.OpenAsync(1440, dark: true);
        await ApproveAsync(viktor);

        await EditAsync(ines, early);
        Assert.Empty(Zendesk.Tickets);
        var order = await FailAsync();
        await Eventually.TrueAsync(async () => await DeliveryAsync(order) is not null);
        var again = await FailAsync();
        await Eventually.TrueAsync(async () => await DeliveryAsync(again) is not null);
        Assert.Equal(("delivered", "delivered"), (await DeliveryAsync(order), await DeliveryAsync(again)));
        Assert.Equal(new[] { order, again }.Order(), Assert.Single(Zendesk.Tickets).Orders.Order());

        await FindAsync(ines, order);
        await TestAsync(ines, order);
        await RollBackAsync(ines);
        Assert.Empty(ines.Problems);
        Assert.Empty(viktor.Problems);
    }

    [BrowserFact]
    public async Task Draft_OverARestartOfTheServer_ComesBack()
    {
        await using var tab = await browser.OpenAsync(1440, dark: false);
        await Console.SignInAsync(tab.Page, "Ines Marlow");
        await tab.Page.GotoAsync(Console.Url + "/rules/new");
        await tab.Page.FillAsync("#rule-name", "night-watch");
        await AddValueAsync(tab.Page, "#row-0-value", "Order Stuck");
        await tab.Page.ClickAsync("[role=radio]:text-is('JSON')");
        await tab.Page.WaitForFunctionAsync("() => JSON.parse(sessionStorage.getItem('backoffice.drafts') ?? '[]').some(draft => draft.text.includes('Order Stuck'))");

        Console.Kill();
        await tab.Page.Locator("#rule-json").FillAsync("""{ "detail-type": ["Order Stuck", "Order Held"] }""");
        await Console.StartAgainAsync();

        // A page with something typed is not taken away from under the hands.
        await tab.Page.WaitForSelectorAsync("[data-connection=reload]:visible", new PageWaitForSelectorOptions { Timeout = 60_000 });
        await tab.Page.ClickAsync("[data-connection=reload]");
        await tab.Page.WaitForSelectorAsync("text=Your draft from before is kept.");
        await Assertions.Expect(tab.Page.Locator("#rule-name")).ToHaveValueAsync("night-watch");
        await Assertions.Expect(tab.Page.Locator(".chipsbox .tag")).ToHaveCountAsync(2);
        await tab.Page.ClickAsync("text=Throw it away");
        await Assertions.Expect(tab.Page.Locator("#rule-name")).ToHaveValueAsync("");
        Assert.Equal("[]", await tab.Page.EvaluateAsync<string>("sessionStorage.getItem('backoffice.drafts') ?? '[]'"));
    }

    private static async Task MakeAsync(IPage page)
    {
        await page.WaitForSelectorAsync("#rule-name");
        await page.FillAsync("#rule-name", Rule);
        await AddValueAsync(page, "#row-0-value", "Order Failed");
        await page.ClickAsync("#row-add");
        await page.FillAsync("#row-1-path", "detail.city");
        await AddValueAsync(page, "#row-1-value", "Chicago");
        await page.ClickAsync("#add-target");
        await page.SelectOptionAsync("#target-0-destination", "zendesk");
        await page.CheckAsync("#rule-on");
        await page.WaitForSelectorAsync("#save-rule:has-text('Ask to save revision 1…'):not([aria-disabled])");
        await page.ClickAsync("#save-rule");
        await page.FillAsync("#reason", "Support asked for it");
        await page.ClickAsync(".mud-dialog-actions .btn.p");
        await page.WaitForURLAsync("**/rules/" + Rule);
        await page.WaitForSelectorAsync($"#withdraw-{Rule}");
    }

    private async Task ApproveAsync(BrowserPage viktor)
    {
        await Console.SignInAsync(viktor.Page, "Viktor Saltmarsh");
        await viktor.Page.GotoAsync(Console.Url + "/rules");
        await viktor.Page.WaitForSelectorAsync($"#approve-{Rule}");
        await ScreensAsync(viktor, "real-rules-waiting");
        await viktor.Page.ClickAsync($"#approve-{Rule}");
        await viktor.Page.FillAsync("#reason", "Agreed with support");
        await viktor.Page.ClickAsync(".mud-dialog-actions .btn.p");
        await viktor.Page.WaitForSelectorAsync("tbody .chip:has-text('On')");
        await CheckAsync(viktor.Page);
    }

    /// <summary>Boston comes beside Chicago: the dry run names the order that failed before, and only what was tried can be saved.</summary>
    private async Task EditAsync(BrowserPage ines, string early)
    {
        await ines.Page.GotoAsync($"{Console.Url}/rules/{Rule}");
        await ines.Page.WaitForSelectorAsync("#save-rule[aria-disabled]");
        await AddValueAsync(ines.Page, "#row-1-value", "Boston");
        await ines.Page.WaitForSelectorAsync(".dif .num.tide:has-text('+1')");
        await ines.Page.WaitForSelectorAsync($".samples-table a:text-is('{early}')");
        await ines.Page.WaitForSelectorAsync(".crow.changed .cwas:has-text('was: is one of Chicago')");
        await ines.Page.WaitForSelectorAsync("#save-rule:has-text('Save revision 2…'):not([aria-disabled])");
        await ines.Page.Locator("#explain-event option", new PageLocatorOptions { HasTextString = early }).First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        var option = await ines.Page.Locator("#explain-event option", new PageLocatorOptions { HasTextString = "Order Failed · " + early }).First.GetAttributeAsync("value");
        await ines.Page.SelectOptionAsync("#explain-event", option ?? "");
        await ines.Page.WaitForSelectorAsync("text=The draft matches this event.");
        await CheckAsync(ines.Page);
        await ScreensAsync(ines, "real-rule");
        await ines.Page.ClickAsync("#save-rule");
        await ines.Page.FillAsync("#reason", "Boston too");
        await ines.Page.ClickAsync(".mud-dialog-actions .btn.p");
        await ines.Page.WaitForSelectorAsync("ol.hist >> text=Revision 2");
        await ines.Page.WaitForSelectorAsync("#save-rule[aria-disabled]");
    }

    /// <summary>From the order: where its events went, why one did not go to Zendesk, and the delivery itself.</summary>
    private async Task FindAsync(BrowserPage ines, string order)
    {
        await ines.Page.GotoAsync($"{Console.Url}/orders/{order}");
        await ines.Page.WaitForSelectorAsync("html[data-connection=live]");
        await ines.Page.ClickAsync("#events-toggle");
        await ines.Page.WaitForSelectorAsync("#events-toggle[aria-expanded=true]");
        await ines.Page.SelectOptionAsync("#f-why-not", "zendesk");
        await ines.Page.WaitForSelectorAsync("ol.traces li:has-text('Order Placed') >> text=went nowhere");
        await ScreensAsync(ines, "real-order-events");
        await ines.Page.ClickAsync("ol.traces li:has-text('Order Failed') a:has-text('zendesk')");
        await ines.Page.WaitForSelectorAsync($"main a.tag:has-text('{order}')");
        await CheckAsync(ines.Page);
    }

    private async Task TestAsync(BrowserPage ines, string order)
    {
        await ines.Page.GotoAsync(Console.Url + "/rules/tester");
        var option = ines.Page.Locator("#tester-event option", new PageLocatorOptions { HasTextString = "Order Failed · " + order }).First;
        await option.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await ines.Page.SelectOptionAsync("#tester-event", await option.GetAttributeAsync("value") ?? "");
        await ines.Page.WaitForSelectorAsync("h1:has-text('One rule matches this event.')");
        await ines.Page.WaitForSelectorAsync("[aria-labelledby=went-title] >> text=zendesk");
        await CheckAsync(ines.Page);
        await ScreensAsync(ines, "real-rule-tester");
    }

    private async Task RollBackAsync(BrowserPage ines)
    {
        await ines.Page.GotoAsync($"{Console.Url}/rules/{Rule}");
        await ines.Page.ClickAsync("#back-1");
        await ines.Page.WaitForSelectorAsync(".mud-dialog .c-late:has-text('−')");
        await ines.Page.FillAsync("#reason", "Boston has its own people");
        await ines.Page.ClickAsync(".mud-dialog-actions .btn.p");
        await ines.Page.WaitForSelectorAsync("ol.hist >> text=Revision 3");
        await Assertions.Expect(ines.Page.Locator("#row-1-path")).ToHaveValueAsync("detail.city");
        await Assertions.Expect(ines.Page.Locator(".chipsbox").Nth(1).Locator(".tag")).ToHaveCountAsync(1);
        await ines.ScreenAsync("real-rule-rolled-back-1440-light");
    }

    private static async Task AddValueAsync(IPage page, string field, string value)
    {
        await page.FillAsync(field, value);
        await page.PressAsync(field, "Enter");
        await page.WaitForSelectorAsync($".chipsbox .tag:has-text('{value}')");
    }

    private static async Task CheckAsync(IPage page) =>
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));

    private static async Task ScreensAsync(BrowserPage tab, string name)
    {
        foreach (var width in new[] { 360, 1440 })
        {
            await tab.Page.SetViewportSizeAsync(width, width < 600 ? 780 : 900);
            foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
            {
                await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                await tab.ScreenAsync($"{name}-{width}-{(scheme is ColorScheme.Dark ? "dark" : "light")}");
            }

            Assert.Equal(width, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    /// <summary>An order that fails for good and is recorded.</summary>
    private async Task<string> FailAsync()
    {
        var order = await Console.PlaceAsync("tok_declined");
        await Eventually.TrueAsync(async () => (await EventsAsync(order)).Contains("Order Failed"));
        return order;
    }

    private async Task<IReadOnlyList<string>> EventsAsync(string order) =>
        [.. (await Console.AskAsync($"/api/orders/{order}/events", "rules:read")).GetProperty("items").EnumerateArray().Select(trace => trace.GetProperty("event").GetProperty("detailType").GetString() ?? "")];

    /// <summary>The state of the order's delivery to Zendesk; null while there is none that ended.</summary>
    private async Task<string?> DeliveryAsync(string order) =>
        (await Console.AskAsync($"/api/orders/{order}/events", "rules:read")).GetProperty("items").EnumerateArray().SelectMany(trace => trace.GetProperty("deliveries").EnumerateArray())
            .Where(delivery => delivery.GetProperty("destination").GetString() == "zendesk").Select(delivery => delivery.GetProperty("state").GetString())
            .FirstOrDefault(state => !string.Equals(state, "pending", StringComparison.OrdinalIgnoreCase));
}
