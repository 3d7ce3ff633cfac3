using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Rollouts;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Browser.Matrix;

/// <summary>What the fakes of the preview answer, so that each page has something of everything.</summary>
internal static class PageSamples
{
    public static RetryJob Job { get; } = new()
    {
        Id = "job-1", State = RetryJobState.Running, ActorId = "x", ActorName = "Ines Marlow", ActorKind = ActorKind.Person, Reason = "The processor is back", BegunAt = SampleViews.Placed,
        Total = 40, Accepted = 11, Refused = 1,
    };

    public static void Fill(PreviewHost host)
    {
        host.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), "next"));
        var voucher = SampleViews.VoucherPage(VoucherState.Suspended, late: true);
        host.Vouchers.Get.Always(voucher);
        host.Money.Get.Always(SampleMoney.Running());
        host.Vouchers.Find.Always(new List<FoundVoucher>
        {
            new(voucher.Head.Id, voucher.Voucher, voucher.Line, voucher.Head.Customer), new(new OrderId("GC-4417-0901"), SampleViews.VoucherPage(VoucherState.Redeemed).Voucher, voucher.Line, voucher.Head.Customer),
        });
        host.VoucherCommands.Check.Always(new ResendCheck(8, "a•••@e•••.test", "d•••@e•••.com", true, 1, null));
        host.Refunds.Preview.Always(SampleRefunds.Preview(RefundApprovalLevel.Lead));
        host.Unwinds.Check.Always(SampleRefunds.Unwinding());
        host.Refunds.Pending.Always(new List<RefundCase> { SampleRefunds.Waiting() });
        host.Views.List.Always(FakeOrderViews.Some());
        host.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Unknown] = 3, [Headline.Stuck] = 2, [Headline.Held] = 7, [Headline.Failed] = 12, [Headline.Done] = 36_902, [Headline.Running] = 318 });
        host.Orders.Usual = new Dictionary<string, StepTimes>
        {
            ["fraud-scan"] = new(TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(0.9), 41_210), ["authorise-payment"] = new(TimeSpan.FromSeconds(1.0), TimeSpan.FromSeconds(2.4), 40_877),
            ["issue-vouchers"] = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.7), 40_112), ["capture-payment"] = new(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(2.1), 39_980),
        };
        FillRules(host);
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
        host.Deliveries.List.Always(new Page<EventDelivery>(SampleDeliveries.All, "497"));
        host.Deliveries.Get.Always(SampleDeliveries.Detail(SampleDeliveries.Dead));
        host.Deliveries.Dead.Always(new List<DeadGroup>
        {
            SampleDeliveries.Groups[0], SampleDeliveries.Groups[1], new DeadGroup("night-watch", "t1", "partner", "Http.503", "503 Service Unavailable", 3, SampleViews.Placed.AddHours(-3), SampleViews.Placed.AddHours(-1)),
        });
        host.Deliveries.Names.Always(SampleDeliveries.Names);
        host.Deliveries.Progress.Always(new DeliveryCounts(8, 27, 3, 0));
        host.Deliveries.Trace.Always(SampleDeliveries.Traces.ToList());
        host.Replays.Recent.Always(SampleDeliveries.Replays.ToList());
        host.Replays.Count.Always(SampleDeliveries.Count);
        host.Mail.Get.Always(SampleMail.View());
        Show(host, SampleViews.Retrying());
        host.Commands.Check.Always(new RetryCheck(
            RetryMode.Redrive, "The same execution goes on. Done steps stay done.", 8,
            [
                new CheckItem(CheckVerdict.Good, "Failed 31 min ago; the definition is still revision 9"),
                new CheckItem(CheckVerdict.Good, "The bank refused the try before for good, so a new one has a new key"),
                new CheckItem(CheckVerdict.Warning, "The customer may have ordered again since"),
            ],
            ["Authorise, with a new key: the old one was refused"], ["Fraud scan"], SampleViews.Placed.AddDays(14)));
        host.Retries.Get.Always(new RetryJobView(Job, [.. SampleViews.List().Select(ItemOf)]));
        foreach (var order in SampleViews.List())
            host.Retries.Stand[order.Id] = order.Headline;
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
        host.Rollouts.At.Always(new RolloutPolicy { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 17, Dial = 2500, CityDials = new Dictionary<string, int> { ["Boston"] = 6000 } });
        // Everybody's permissions, so that every act is on the page.
        host.Actor.Actor = host.Actor.Actor with { Permissions = RolePermissions.Of([.. Enum.GetValues<Role>()]), Roles = [Role.SupportLead, Role.Operations, Role.Administrator] };
    }

    /// <summary>As Core answers it: masked.</summary>
    public static void Show(PreviewHost host, OrderView view) => host.Orders.Get.Always(SampleViews.Masked(view));

    private static RetryItem ItemOf(OrderHead order, int index) => index switch
    {
        3 => new(order.Id, RetryItemState.Refused, "The workflow still works on it. Wait for it to finish.", SampleViews.Placed),
        < 8 => new(order.Id, RetryItemState.Accepted, "The order goes on from the failed step.", SampleViews.Placed),
        _ => new(order.Id),
    };
    private static void FillRules(PreviewHost host)
    {
        var waiting = SampleRules.Rule("capture-trouble", 2, SampleRules.Content("""{"detail-type":["Order Failed"],"detail":{"step":["capture-payment"]}}""")) with { Pending = SampleRules.Pending() };
        var any = SampleRules.Rule("night-watch", 3, SampleRules.Content("""{"$or":[{"detail-type":["Order Stuck"]},{"detail":{"amount":{"minor":[{"numeric":[">",50000]}]},"city":["Boston",{"prefix":"San "}]}}]}""", RuleState.Disabled, "partner", "notes"));
        SampleRules.Fill(host.Rules, host.Routing, waiting, SampleRules.Rule(), any);
        host.Routing.Trace.Always(id => new EventTrace(SampleRules.Events().Single(e => e.Id == id), [], []));
    }
}
