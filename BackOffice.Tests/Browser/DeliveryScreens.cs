using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Tests.Fakes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>Deliveries, dead letters, replays and an order's events in their other states, in both themes, at the narrowest and the widest; to be looked at.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class DeliveryScreens(ChromiumBrowser browser)
{
    public static TheoryData<string, int, bool> Cases()
    {
        var cases = new TheoryData<string, int, bool>();
        foreach (var state in new[]
        {
            "deliveries-empty", "deliveries-error", "deliveries-forbidden", "dead-letters-empty", "dead-letters-dialog", "replay-counted", "replay-dialog", "replay-forbidden", "retrying-events",
        })
        {
            foreach (var width in new[] { 360, 1440 })
            {
                cases.Add(state, width, false);
                cases.Add(state, width, true);
            }
        }

        return cases;
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task Page_InItsState_HasNoViolationAndFitsItsWidth(string state, int width, bool dark)
    {
        await using var host = await PreviewHost.StartAsync(SampleDeliveries.Now);
        var page = state[..state.LastIndexOf('-')];
        PageScreens.Fill(host, page);
        Change(host, state);
        await using var tab = await browser.OpenAsync(width, dark);

        await tab.Page.GotoAsync(host.Url + PageScreens.Address(page));
        await tab.Page.WaitForSelectorAsync(".card");
        await tab.Page.WaitForSelectorAsync(".skeleton", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        foreach (var step in Steps(state))
        {
            if (step.StartsWith("await ", StringComparison.Ordinal))
                await tab.Page.WaitForSelectorAsync(step[6..]);
            else if (step.StartsWith("zendesk ", StringComparison.Ordinal))
                await tab.Page.SelectOptionAsync(step[8..], "zendesk");
            else
                await tab.Page.ClickAsync(step);
        }

        await tab.ScreenAsync($"{state}-{width}-{(dark ? "dark" : "light")}");

        Assert.Empty(tab.Problems);
        Assert.Empty((await tab.Page.RunAxe()).Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        Assert.Equal(width, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private static string[] Steps(string state) => state switch
    {
        "dead-letters-dialog" => ["#redrive-g0", "await .mud-dialog input"],
        "replay-counted" => ["#count", "await #may-double", "#may-double"],
        "replay-dialog" => ["#count", "await #may-double", "#may-double", "#replay", "await .mud-dialog input"],
        "retrying-events" => ["#events-toggle", "await .traces", "zendesk #f-why-not", "await .traces p", ".traces > li:nth-child(2) summary"],
        _ => [],
    };

    private static void Change(PreviewHost host, string state)
    {
        switch (state)
        {
            case "deliveries-empty":
                host.Deliveries.List.Always(Page<EventDelivery>.Empty);
                break;
            case "deliveries-error":
                host.Deliveries.List.Throws(new IOException("disk"));
                break;
            case "deliveries-forbidden":
                host.Deliveries.List.Always((Result<Page<EventDelivery>>)RolePermissions.Refusal(Permission.RulesRead));
                break;
            case "dead-letters-empty":
                host.Deliveries.Dead.Always(new List<DeadGroup>());
                host.Deliveries.Progress.Always((Result<DeliveryCounts>)new NotFound("redrive.not-found", "Nothing is known of this redrive any more."));
                break;
            case "replay-forbidden":
                host.Actor.Actor = host.Actor.Actor with { Permissions = RolePermissions.Of(Role.SupportAgent) };
                break;
            default:
                break;
        }
    }
}
