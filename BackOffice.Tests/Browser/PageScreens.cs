using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Rollouts;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>Every page, loaded, in both themes and at three widths, written to a folder to be looked at; nothing may go wrong or leave the width on the way.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class PageScreens(ChromiumBrowser browser)
{
    public static TheoryData<string, int, bool> Cases()
    {
        var cases = new TheoryData<string, int, bool>();
        foreach (var page in new[] { "orders", "retrying", "done", "declined", "held", "unknown", "queued", "rollout", "audit", "home", "queues", "holds", "batches", "executions", "execution", "definition", "mail", "audit-entry", "system", "session", "vouchers", "voucher", "approvals", "refunding", "money", "money-red", "voucher-unknown" })
        {
            foreach (var width in new[] { 360, 768, 1440 })
            {
                cases.Add(page, width, false);
                cases.Add(page, width, true);
            }
        }

        return cases;
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task Page_Loaded_FitsItsWidthWithoutErrors(string name, int width, bool dark)
    {
        await using var host = await PreviewHost.StartAsync(SampleViews.Placed.AddSeconds(116));
        Fill(host, name);
        await using var tab = await browser.OpenAsync(width, dark);

        await tab.Page.GotoAsync(host.Url + Address(name));
        if (name == "vouchers")
        {
            await tab.Page.FillAsync("#voucher-search", "7KQ2");
            await tab.Page.Keyboard.PressAsync("Enter");
        }

        await tab.Page.WaitForSelectorAsync(".card:not(:has(.skeleton))");
        await tab.Page.WaitForFunctionAsync("!document.querySelector('.skeleton')");
        await tab.ScreenAsync($"{name}-{width}-{(dark ? "dark" : "light")}");

        Assert.Empty(tab.Problems);
        Assert.Empty((await tab.Page.RunAxe()).Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        Assert.Equal(width, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    internal static string Address(string name) => name switch { "orders" => "/orders", "rollout" => "/rollout", "audit" => "/audit", "home" => "/", "queues" => "/queues?dead=order-notifications", "holds" => "/holds", "approvals" => "/approvals", "batches" => "/batches", "executions" => "/executions",
        "execution" => "/executions/GC-4417-0932-1", "definition" => "/definitions/instant-voucher/2", "mail" => "/mail", "system" => "/system", "session" => "/session", "vouchers" => "/vouchers", "money" or "money-red" => "/money", "voucher" or "voucher-unknown" => $"/vouchers/{SampleViews.Id}/01.01-2", "audit-entry" => "/audit/order/GC-4417-0932/1", _ => $"/orders/{SampleViews.Id}" };

    internal static void Fill(PreviewHost host, string name)
    {
        host.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), "next"));
        var voucher = SampleViews.VoucherPage(VoucherState.Suspended, late: true);
        host.Vouchers.Get.Always(name == "voucher-unknown"
            ? voucher with { OpenCalls = [new OpenCall("GC-4417-0932/c-1/void-voucher/1.1/1", OpenCallKind.Void, SampleViews.Placed.AddSeconds(10), 2, SampleViews.Placed.AddMinutes(12))] } : voucher);
        host.Money.Get.Always(name == "money-red" ? SampleMoney.Red() : SampleMoney.Running());
        host.Money.Red.Always(name == "money-red" ? 2 : 0);
        host.Vouchers.Find.Always(new List<FoundVoucher>
        {
            new(voucher.Head.Id, voucher.Voucher, voucher.Line, voucher.Head.Customer), new(new OrderId("GC-4417-0901"), SampleViews.VoucherPage(VoucherState.Redeemed).Voucher, voucher.Line, voucher.Head.Customer),
        });
        host.VoucherCommands.Check.Always(new ResendCheck(8, "a•••@e•••.test", "d•••@e•••.com", true, 1, null));
        host.Refunds.Preview.Always(SampleRefunds.Preview(RefundApprovalLevel.Lead));
        if (name == "approvals")
            host.Refunds.Pending.Always(new List<RefundCase> { SampleRefunds.Waiting() });
        host.Views.List.Always(FakeOrderViews.Some());
        host.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Unknown] = 3, [Headline.Stuck] = 2, [Headline.Held] = 7, [Headline.Failed] = 12, [Headline.Done] = 36_902, [Headline.Running] = 318 });
        host.Orders.Usual = new Dictionary<string, StepTimes>
        {
            ["fraud-scan"] = new(TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.9), 41_210), ["authorise-payment"] = new(TimeSpan.FromSeconds(1.0), TimeSpan.FromSeconds(2.4), 40_877),
            ["issue-vouchers"] = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.7), 40_112), ["capture-payment"] = new(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(2.1), 39_980),
        };
        host.Queues.States.Always(SampleViews.Queues());
        host.System.Read.Always(SampleSystem.Well());
        host.Queues.Letters.Always(SampleViews.Letters());
        host.Orders.Figures.Always(SampleFigures.Day(SampleViews.Placed));
        host.Holds.List.Always(SamplePipeline.Holds());
        host.Batches.States.Always(SamplePipeline.Jobs());
        host.Batches.Runs.Always(SamplePipeline.Runs());
        host.Executions.List.Always(SamplePipeline.Executions());
        host.Executions.Get.Always(new ExecutionView(SamplePipeline.Execution(), SamplePipeline.Definitions()[0], 3));
        host.Executions.History.Always(SamplePipeline.Events(1, 14, null));
        host.Executions.Definitions.Always(SamplePipeline.Definitions());
        host.Mail.List.Always(SampleMail.Page());
        host.Mail.Get.Always(SampleMail.View());
        host.Orders.Get.Always(name switch
        {
            "done" => SampleViews.Done(),
            "declined" => SampleViews.Declined(),
            "held" => SampleViews.Held(),
            "unknown" => SampleViews.Unknown(),
            "queued" => SampleViews.Queued(),
            "refunding" => SampleRefunds.Unknown(),
            _ => SampleViews.Retrying(),
        } is var view ? SampleViews.Masked(view) : throw new InvalidOperationException());
        host.Rollouts.Policy.Always(new RolloutPolicy
        {
            Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 17, Dial = 4000, ChangedAt = SampleViews.Placed.AddHours(-11), ChangedBy = "Noor Abelard",
            CityDials = new Dictionary<string, int> { ["Boston"] = 6000, ["Miami"] = 1000 },
        });
        host.Rollouts.History.Always(new Page<RolloutChange>(
            [
                new RolloutChange(17, SampleViews.Placed.AddHours(-11), "Noor Abelard", "dial 25.00 % to 40.00 %", "Two quiet weeks at 25", 2500, 4000),
                new RolloutChange(16, SampleViews.Placed.AddDays(-18), "Jonas Orrin", "dial 10.00 % to 25.00 %", "Planned step", 1000, 2500),
            ], null));
        host.Rollouts.Recent.Always(new RolloutWindow([.. Enumerable.Range(0, 1_000).Select(i => new RolloutSubject(
            new OrderId($"GC-{i / 100:0000}-{i:0000}"), $"user-{i}", i % 3 == 0 ? "Chicago" : "New York", i * 10, SampleViews.Placed.AddMinutes(-i)))]));
        host.Audit.Get.Always(new AuditEntryView(SampleViews.Audit(48_211, AuditActions.RolloutChanged, "Card processor answers busy since 02:20", "Noor Abelard", new AuditChange("dial", "40.00%", "25.00%")), true, true, true));
        host.Audit.List.Always(new Page<StoredAudit>(
            [
                SampleViews.Audit(48_211, AuditActions.RolloutChanged, "Card processor answers busy since 02:20", "Noor Abelard", new AuditChange("dial", "40.00%", "25.00%")),
                SampleViews.Audit(48_210), SampleViews.Audit(48_209, AuditActions.RetryRequested, "Bank says try again", "Ama Kestrel"),
            ], "older"));
        if (name == "rollout")
            host.Actor.Actor = host.Actor.Actor with { Name = "Noor Abelard", Permissions = RolePermissions.Of(Role.ProductManager) };
    }
}
