using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>People at work in the real program: nothing is faked but the outside world, which is the sandbox.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class ConsoleJourneys(ChromiumBrowser browser, RealConsole console) : IClassFixture<RealConsole>
{
    private const string Agent = "Ama Kestrel";
    private const string Operations = "Ines Marlow";

    [BrowserTheory]
    [InlineData("Ama Kestrel", "Support agent")]
    [InlineData("Tomas Linnet", "Support lead")]
    [InlineData("Ines Marlow", "Operations")]
    [InlineData("Noor Abelard", "Product manager")]
    [InlineData("Viktor Saltmarsh", "Administrator")]
    public async Task SignIn_AsEachPersona_ShowsWhoOneIs(string name, string role)
    {
        await using var tab = await SignedInAsync(name);

        Assert.Equal([name, role], (await tab.Page.InnerTextAsync(".me .who")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await tab.Page.ClickAsync(".drawer a[href='/orders']");
        await tab.Page.WaitForSelectorAsync("h1:text-is('Orders')");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task Order_SearchedAndOpened_CompletesLiveUnderTheEyes()
    {
        await using var tab = await SignedInAsync(Agent);
        var order = await console.PlaceAsync("tok_slow", "quill+slow@example.test", "Teodora Quill");

        await tab.Page.Keyboard.PressAsync("/");
        await tab.Page.Keyboard.TypeAsync(order);
        await tab.Page.WaitForSelectorAsync("#hit-0");
        await tab.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(tab.Page).ToHaveURLAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered: both vouchers went out')");
        await tab.Page.WaitForSelectorAsync(".chip.lg:has-text('Done')");
        await tab.ScreenAsync("real-done-1440-light");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task DeclinedOrder_RetriedByOperations_GoesThroughLiveAndIsAudited()
    {
        await using var tab = await SignedInAsync(Operations);
        var order = await console.PlaceAsync("tok_declined_1");
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('The bank declined the card. Nothing was charged and nothing was sent.')");
        await tab.ScreenAsync("real-declined-1440-light");

        await tab.Page.ClickAsync("#retry-order");
        await tab.Page.WaitForSelectorAsync("#retry-reason");
        await tab.ScreenAsync("real-retry-1440-light", fullPage: false);
        await tab.Page.FillAsync("#retry-reason", "The customer called the bank");
        await tab.Page.ClickAsync(".mud-dialog-actions .btn.p");

        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await tab.Page.WaitForSelectorAsync(".tl :text('The customer called the bank')");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task BusyProcessor_IsTriedAgainByItself_AndTheCountdownIsSeen()
    {
        await using var tab = await SignedInAsync(Agent);
        var order = await console.PlaceAsync("tok_capture_busy_3");
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");

        await tab.Page.WaitForSelectorAsync("h1:has-text('taking the money failed')");
        await tab.ScreenAsync("real-retrying-1440-light");

        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')", new PageWaitForSelectorOptions { Timeout = 60_000 });
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task UnknownCapture_LookedUpByOperations_IsSettledAndNotChargedTwice()
    {
        await using var tab = await SignedInAsync(Operations);
        var order = await console.PlaceAsync("tok_capture_timeout_after");
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('We do not know yet whether 178.00 USD were taken from the card.'), h1:has-text('Paid and delivered')");
        await tab.ScreenAsync("real-unknown-1440-light");

        if (await tab.Page.Locator("h1:has-text('We do not know yet')").CountAsync() > 0)
        {
            await tab.Page.ClickAsync("#retry-order");
            await tab.Page.FillAsync("#retry-reason", "Customer waits");
            await tab.Page.ClickAsync(".mud-dialog-actions .btn.p");
        }

        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')", new PageWaitForSelectorOptions { Timeout = 60_000 });
        Assert.Equal("178.00", await tab.Page.InnerTextAsync("tr:has(td:text-is('Captured')) td.r"));
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task HeldOrder_ApprovedByALead_GoesOn()
    {
        await using var tab = await SignedInAsync("Tomas Linnet");
        var order = await console.PlaceAsync(email: "plum+review@example.test", name: "Ignatius Plum");
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('A person is checking this order.')");
        await tab.ScreenAsync("real-held-1440-light");

        await tab.Page.ClickAsync("#decide-hold");
        await tab.Page.ClickAsync("text=Approve.");
        await tab.Page.FillAsync("#hold-reason", "Known customer");
        await tab.Page.ClickAsync("text=Approve 178.00 USD");

        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task SupportAgent_WithoutRetryAndAudit_IsToldWhoHasThemAndRefusedWhenForcing()
    {
        await using var tab = await SignedInAsync(Agent);
        var order = await console.PlaceAsync("tok_declined");
        await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
        await tab.Page.WaitForSelectorAsync("h1:has-text('The bank declined the card.')");

        Assert.Equal(0, await tab.Page.Locator("#retry-order").CountAsync());
        await tab.Page.Keyboard.PressAsync("r");
        Assert.Equal(401, await RetryFromThePageAsync(tab.Page, order, bearer: null));
        Assert.Equal(403, await RetryFromThePageAsync(tab.Page, order, await console.TokenAsync("orders:read")));
        Assert.Equal(0, await tab.Page.Locator(".mud-dialog").CountAsync());
        await tab.Page.ReloadAsync();
        await tab.Page.WaitForSelectorAsync("h1:has-text('The bank declined the card.')");
        await tab.Page.GotoAsync(console.Url + "/audit");
        await tab.Page.WaitForSelectorAsync("text=This needs audit:read.");
        Assert.Equal(0, await tab.Page.Locator("text=Verify the log").CountAsync());
        await tab.Page.GotoAsync(console.Url + "/rollout");
        await tab.Page.WaitForSelectorAsync("text=This needs rollout:set.");
        Assert.Equal(0, await tab.Page.Locator("input[type=range]").CountAsync());
        await tab.ScreenAsync("real-forbidden-1440-light");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task Audit_VerifiedByAnAdministrator_IsGreen()
    {
        await using var tab = await SignedInAsync("Viktor Saltmarsh");
        await console.PlaceAsync();
        await tab.Page.GotoAsync(console.Url + "/audit");
        await tab.Page.WaitForSelectorAsync("table.alist tbody tr");

        await tab.Page.ClickAsync("text=Verify the log");

        await tab.Page.WaitForSelectorAsync("main .note.role-ok:has-text('entries of')");
        await tab.ScreenAsync("real-audit-1440-light");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task Dial_LoweredByTheProductManager_IsInForceAndInTheHistory()
    {
        await using var tab = await SignedInAsync("Noor Abelard");
        await tab.Page.GotoAsync(console.Url + "/rollout");
        await tab.Page.WaitForSelectorAsync("input[type=range]");

        await tab.Page.FillAsync(".dialnum input", "99.5");
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.FillAsync("input[aria-label=Reason]", "A careful step");
        await tab.ScreenAsync("real-rollout-1440-light");
        await tab.Page.ClickAsync("text=Lower to 99.50%");

        await tab.Page.WaitForSelectorAsync("h1:has-text('9,950 of every 10,000 orders are instant')");
        await tab.Page.WaitForSelectorAsync(".hist :text('A careful step')");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task NewOrder_WhileTheListIsOpen_WaitsUntilAskedFor()
    {
        await using var tab = await SignedInAsync(Operations);
        await console.PlaceAsync();
        await tab.Page.GotoAsync(console.Url + "/orders");
        await tab.Page.WaitForSelectorAsync("table.olist tbody tr");
        var first = await tab.Page.InnerTextAsync("table.olist tbody tr a[data-row-link]");

        var placed = await console.PlaceAsync();

        await tab.Page.WaitForSelectorAsync("text=Show 1 new order");
        Assert.Equal(first, await tab.Page.InnerTextAsync("table.olist tbody tr a[data-row-link]"));
        await tab.Page.Keyboard.PressAsync("n");
        await tab.Page.WaitForSelectorAsync(".newbar", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        await tab.Page.WaitForSelectorAsync($"table.olist tbody tr:first-child a:text-is('{placed}')");
        await tab.ScreenAsync("real-orders-1440-light");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task Ages_OfTheList_AreKeptByTheBrowser()
    {
        await using var tab = await browser.OpenAsync();
        await console.SignInAsync(tab.Page, "Ines Marlow");
        await console.PlaceAsync();
        await tab.Page.GotoAsync(console.Url + "/orders");
        await tab.Page.WaitForSelectorAsync("time[data-age]");

        // Its text goes on from one second to the next, as the server would say it.
        await tab.Page.WaitForFunctionAsync("() => { const age = document.querySelector('time[data-age]').textContent; window.ages = (window.ages ?? new Set()).add(age); return window.ages.size > 2 && /^\\d+ s$/.test(age); }");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task FailedOrder_FoundOpenedRetriedAndNoted_ByKeyboardAlone()
    {
        await using var tab = await SignedInAsync(Operations);
        var order = await console.PlaceAsync("tok_declined_1", "applegarth@example.test", "Wren Applegarth");
        var keys = tab.Page.Keyboard;

        await tab.Page.WaitForSelectorAsync("html[data-connection=live]");
        await keys.PressAsync("g");
        await keys.PressAsync("o");
        await tab.Page.WaitForSelectorAsync("#query");
        await TabToAsync(tab.Page, "#query");
        await keys.TypeAsync("status:failed applegarth");
        await keys.PressAsync("Enter");
        // The list of all orders had the row, too: what was asked has its own address, or is the one order's page.
        await tab.Page.WaitForFunctionAsync("() => location.pathname !== '/orders' || location.search !== ''");
        await tab.Page.WaitForSelectorAsync($"h1:has-text('The bank declined the card.'), a[data-row-link]:text-is('{order}')");
        if (!tab.Page.Url.EndsWith(order, StringComparison.Ordinal))
        {
            await keys.PressAsync("Escape");
            await TabToAsync(tab.Page, $"a[data-row-link]:text-is('{order}')");
            await keys.PressAsync("Enter");
        }

        await tab.Page.WaitForSelectorAsync("h1:has-text('The bank declined the card.')");
        await keys.PressAsync("r");
        await tab.Page.WaitForSelectorAsync("#retry-reason");
        await TabToAsync(tab.Page, "#retry-reason");
        await keys.TypeAsync("The bank says it is fine now");
        await keys.PressAsync("Control+Enter");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await tab.Page.WaitForSelectorAsync(".mud-dialog", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });

        await keys.PressAsync("n");
        await tab.Page.WaitForSelectorAsync("#note-text");
        await TabToAsync(tab.Page, "#note-text");
        await keys.TypeAsync("Told her it went through.");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Control+Enter");
        await tab.Page.WaitForSelectorAsync(".pins:has-text('Told her it went through.')");

        await tab.Page.WaitForSelectorAsync(".mud-dialog", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        await keys.PressAsync("[");
        await tab.Page.WaitForSelectorAsync("#step-title:text-is('Capture')");
        await keys.PressAsync("t");
        await keys.PressAsync("t");
        await Assertions.Expect(tab.Page.Locator("ol.tl li")).Not.ToContainTextAsync(["Order placed."]);
        await tab.ScreenAsync("real-keyboard-1440-light");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task SelectedOrders_RetriedAsOneJobByKeyboard_AreDoneThoughThePageWasLeft()
    {
        await using var tab = await SignedInAsync(Operations);
        var orders = new List<string>();
        for (var i = 0; i < 3; i++)
            orders.Add(await console.PlaceAsync("tok_declined_1", "nightjar@example.test", "Percival Nightjar"));
        foreach (var order in orders)
        {
            await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
            await tab.Page.WaitForSelectorAsync(".chip:has-text('Failed')");
        }

        await tab.Page.GotoAsync($"{console.Url}/orders?q=nightjar%20status:failed");
        await Assertions.Expect(tab.Page.Locator("[data-row-pick]")).ToHaveCountAsync(3);
        var keys = tab.Page.Keyboard;

        await TabToAsync(tab.Page, "a[data-row-link] >> nth=0");
        await keys.PressAsync("x");
        await tab.Page.WaitForSelectorAsync(".picks:has-text('1 order selected')");
        await keys.PressAsync("j");
        await keys.PressAsync("j");
        await keys.PressAsync("Shift+X");
        await tab.Page.WaitForSelectorAsync(".picks:has-text('3 orders selected')");
        await keys.PressAsync(".");
        await tab.Page.WaitForSelectorAsync("[role=menu]");
        await keys.PressAsync("Escape");
        await TabToAsync(tab.Page, "#retry-picked", "Shift+Tab");
        await keys.PressAsync("Enter");
        await tab.Page.WaitForSelectorAsync("#bulk-reason");
        await TabToAsync(tab.Page, "#bulk-reason");
        await keys.TypeAsync("The bank is back");
        await tab.ScreenAsync("real-bulk-1440-light", fullPage: false);
        await keys.PressAsync("Control+Enter");
        await tab.Page.WaitForSelectorAsync(".mud-dialog", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        await tab.Page.GotoAsync($"{console.Url}/orders");

        await tab.Page.WaitForSelectorAsync(".job:has-text('The bulk retry is done'):has-text('3 accepted.')");
        await tab.Page.ClickAsync(".job a");
        await Assertions.Expect(tab.Page.Locator("table.alist tbody tr:has-text('Accepted')")).ToHaveCountAsync(3);
        await tab.ScreenAsync("real-job-1440-light");
        await tab.Page.ClickAsync($"a:text-is('{orders[0]}')");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        Assert.Empty(tab.Problems);
    }

    [BrowserFact]
    public async Task OneOrder_InTwoTabs_TellsTheSlowerPersonWhoWasFaster()
    {
        await using var slow = await SignedInAsync("Tomas Linnet");
        await using var fast = await SignedInAsync(Operations);
        var order = await console.PlaceAsync("tok_declined_1");
        foreach (var tab in new[] { slow, fast })
        {
            await tab.Page.GotoAsync($"{console.Url}/orders/{order}");
            await tab.Page.WaitForSelectorAsync("h1:has-text('The bank declined the card.')");
            await tab.Page.ClickAsync("#retry-order");
            await tab.Page.FillAsync("#retry-reason", "The customer called the bank");
        }

        await fast.Page.ClickAsync(".mud-dialog-actions .btn.p");
        await fast.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await slow.Page.WaitForSelectorAsync("h1:has-text('Paid and delivered')");
        await slow.Page.ClickAsync(".mud-dialog-actions .btn.p");

        await slow.Page.WaitForSelectorAsync($".mud-dialog [role=alert]:has-text('{Operations}')");
        await slow.ScreenAsync("real-conflict-1440-light", fullPage: false);
        await slow.Page.ClickAsync(".mud-dialog .btn:text-is('Check again')");
        await slow.Page.WaitForSelectorAsync(".mud-dialog:has-text('cannot be retried now')");
        Assert.Empty(slow.Problems);
        Assert.Empty(fast.Problems);
    }

    /// <summary>As a person without a mouse gets there.</summary>
    private static async Task TabToAsync(IPage page, string selector, string key = "Tab")
    {
        var target = page.Locator(selector).First;
        for (var i = 0; i < 60; i++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await page.Keyboard.PressAsync(key);
        }

        Assert.Fail($"{selector} is not reached by {key}.");
    }

    /// <summary>What somebody at the browser's console can try: the API with the page's own session, or with a token. Answers the status.</summary>
    private static Task<int> RetryFromThePageAsync(IPage page, string order, string? bearer) => page.EvaluateAsync<int>(
        """
        async ([order, bearer]) => (await fetch(`/api/orders/${order}/retry`, {
          method: 'POST', credentials: 'include',
          headers: { 'Content-Type': 'application/json', ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}) },
          body: JSON.stringify({ commandId: 'forced', expectedVersion: 1, reason: 'forced' }) })).status
        """,
        new[] { order, bearer });

    private async Task<BrowserPage> SignedInAsync(string name)
    {
        var tab = await browser.OpenAsync();
        await console.SignInAsync(tab.Page, name);
        return tab;
    }
}
