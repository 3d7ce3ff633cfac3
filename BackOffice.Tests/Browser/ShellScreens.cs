using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Deque.AxeCore.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>What the shell opens over a page, looked at and checked as the pages are.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class ShellScreens(ChromiumBrowser browser)
{
    public static TheoryData<string, int, bool> Cases()
    {
        var cases = new TheoryData<string, int, bool>();
        foreach (var width in new[] { 360, 768, 1440 })
        {
            foreach (var dark in new[] { false, true })
            {
                foreach (var name in new[] { "palette", "palette-order", "search", "help" })
                    cases.Add(name, width, dark);
            }
        }

        return cases;
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task Opened_ByKeyboard_IsReadableAndWithinItsWidth(string name, int width, bool dark)
    {
        await using var host = await PreviewHost.StartAsync(SampleViews.Placed.AddSeconds(116));
        PageScreens.Fill(host, "home");
        host.Orders.Search.Always(new Page<OrderHead>([SampleViews.Declined().Head], null));
        await using var tab = await browser.OpenAsync(width, dark);
        await tab.Page.GotoAsync(host.Url + "/");
        await tab.Page.WaitForSelectorAsync(".tiles");
        await tab.Page.WaitForSelectorAsync("#drawer b", new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });

        await tab.Page.Keyboard.PressAsync(name switch { "search" => "/", "help" => "?", _ => "Control+k" });
        if (name is "search" or "palette-order")
        {
            await tab.Page.WaitForSelectorAsync(name is "search" ? "#search:focus" : "#command:focus");
            await tab.Page.Keyboard.TypeAsync("GC-4417-0932");
            await tab.Page.WaitForSelectorAsync("[role=option]:has-text('matched on')");
        }
        else
        {
            await tab.Page.WaitForSelectorAsync(name is "help" ? ".keysheet" : "#command-0");
        }

        await tab.ScreenAsync($"shell-{name}-{width}-{(dark ? "dark" : "light")}", fullPage: false);

        Assert.Empty(tab.Problems);
        Assert.Empty((await tab.Page.RunAxe()).Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        Assert.Equal(width, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
