using BackOffice.Core.Access;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>Dialogs, menus and messages open, looked at and checked as the pages are.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class DialogScreens(ChromiumBrowser browser)
{
    public static TheoryData<string, string, string, int, bool> Cases()
    {
        var cases = new TheoryData<string, string, string, int, bool>();
        foreach (var (width, dark) in new[] { (1440, false), (1440, true), (360, false) })
        {
            cases.Add("retry", "declined", "#retry-order", width, dark);
            cases.Add("hold", "held", "#decide-hold", width, dark);
            cases.Add("note", "done", "#add-note", width, dark);
            cases.Add("reveal", "done", "#reveal-customer", width, dark);
            cases.Add("refund", "done", "#refund-order", width, dark);
            cases.Add("approve", "approvals", "#refund-approve-rf01k9", width, dark);
            cases.Add("code", "voucher", "#voucher-reveal", width, dark);
            cases.Add("kill", "rollout", "#kill-switch", width, dark);
            cases.Add("person", "home", ".me", width, dark);
        }

        return cases;
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task Opened_FromItsButton_IsReadableAndGivesTheFocusBack(string name, string page, string button, int width, bool dark)
    {
        await using var host = await PreviewHost.StartAsync(SampleViews.Placed.AddSeconds(116));
        PageScreens.Fill(host, page);
        host.Commands.Check.Always(new RetryCheck(
            RetryMode.Redrive, "The same execution goes on. Done steps stay done.", 8,
            [new CheckItem(CheckVerdict.Good, "Failed 31 min ago; the definition is still revision 9"), new CheckItem(CheckVerdict.Good, "The bank refused the try before for good, so a new one has a new key"), new CheckItem(CheckVerdict.Warning, "The customer may have ordered again since")],
            ["Authorise, with a new key: the old one was refused"], ["Fraud scan"], SampleViews.Placed.AddDays(14)));
        host.Actor.Actor = host.Actor.Actor with { Permissions = RolePermissions.Of([Role.Operations, Role.SupportLead, Role.ProductManager]) };
        await using var tab = await browser.OpenAsync(width, dark);
        await tab.Page.GotoAsync(host.Url + PageScreens.Address(page));

        await tab.Page.ClickAsync(button);
        await tab.Page.WaitForSelectorAsync(".mud-dialog .dlg-title, [role=menuitem]");
        await tab.Page.WaitForFunctionAsync("!document.querySelector('.mud-dialog .skeleton')");
        if (name == "refund")
        {
            await tab.Page.FillAsync("#refund-quantity-1", "1");
            await tab.Page.CheckAsync("input[name=refund-code] >> nth=0");
            await tab.Page.FillAsync("#refund-reason", "Moved the trip");
            await tab.Page.WaitForSelectorAsync("#refund-confirm:enabled");
        }

        await tab.ScreenAsync($"dialog-{name}-{width}-{(dark ? "dark" : "light")}", fullPage: false);

        Assert.Empty(tab.Problems);
        Assert.Empty((await tab.Page.RunAxe()).Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Page.WaitForSelectorAsync(".mud-dialog, [role=menuitem]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        await Assertions.Expect(tab.Page.Locator(button)).ToBeFocusedAsync();
    }
}
