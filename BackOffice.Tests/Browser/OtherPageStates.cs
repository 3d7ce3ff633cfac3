using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;
using Deque.AxeCore.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>The pages beside orders in their other states: a dialog open, nothing there, not readable, not permitted.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class OtherPageStates(ChromiumBrowser browser)
{
    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var state in new[] { "holds-dialog", "holds-look", "holds-empty", "batches-dialog", "batches-error", "executions-forbidden", "mail-empty", "queues-dialog", "rollout-dialog", "rollout-draft" })
        {
            cases.Add(state, false);
            cases.Add(state, true);
        }

        return cases;
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task Page_InItsState_HasNoViolation(string state, bool dark)
    {
        await using var host = await PreviewHost.StartAsync(SamplePipeline.Now);
        var page = state[..state.IndexOf('-', StringComparison.Ordinal)];
        PageScreens.Fill(host, page);
        Change(host, state);
        await using var tab = await browser.OpenAsync(1440, dark);

        await tab.Page.GotoAsync(host.Url + PageScreens.Address(page));
        await tab.Page.WaitForSelectorAsync(".card:not(:has(.skeleton))");
        await tab.Page.WaitForFunctionAsync("!document.querySelector('.skeleton')");
        if (Press(state) is { } button)
        {
            await tab.Page.ClickAsync(button);
            await tab.Page.WaitForSelectorAsync(state.EndsWith("-dialog", StringComparison.Ordinal) ? ".mud-dialog input" : ".look, .reach");
        }

        await tab.ScreenAsync($"{state}-1440-{(dark ? "dark" : "light")}");

        Assert.Empty(tab.Problems);
        Assert.Empty((await tab.Page.RunAxe()).Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
    }

    private static string? Press(string state) => state switch
    {
        "holds-dialog" => "#decide-GC-4417-0932",
        "holds-look" => ".queue button[aria-expanded]",
        "batches-dialog" => "#run-Fraud",
        "queues-dialog" => "#discard-8",
        "rollout-dialog" => "#back-16",
        "rollout-draft" => "button[aria-label='Plus 5 points']",
        _ => null,
    };

    private static void Change(PreviewHost host, string state)
    {
        switch (state)
        {
            case "holds-empty":
                host.Holds.List.Always(Page<HeldOrder>.Empty);
                break;
            case "batches-error":
                host.Batches.States.Throws(new IOException("disk"));
                break;
            case "executions-forbidden":
                host.Executions.List.Always((Result<Page<ExecutionDescription>>)RolePermissions.Refusal(Permission.ExecutionsRead));
                break;
            case "mail-empty":
                host.Mail.List.Always(Page<MailItem>.Empty);
                break;
            case "rollout-dialog":
                host.Rollouts.At.Always(new RolloutPolicy
                {
                    Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 17, Dial = 2500, CityDials = new Dictionary<string, int> { ["Boston"] = 6000 },
                });
                break;
            default:
                break;
        }
    }
}
