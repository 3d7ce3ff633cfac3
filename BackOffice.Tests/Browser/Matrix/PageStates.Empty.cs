using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Rollouts;
using BackOffice.Core.Samples;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Browser.Matrix;

internal static partial class PageStates
{
    private static PageState[] Empty() =>
    [
        // A Development start on an empty store: it offers sample orders.
        At("home-empty", "/") with
        {
            Prepare = host =>
            {
                host.Orders.Counts.Always(new Dictionary<Headline, long>());
                host.Orders.Figures.Always(new OrderFigures([.. Enumerable.Range(0, 24).Select(i => new HourFigures(SampleViews.Placed.AddHours(i - 23)))], new Dictionary<string, long>(), new Dictionary<string, long>()));
                host.Samples.Run.Always(new SampleRun());
            },
        },
        At("home-samples", "/") with { Prepare = host => host.Samples.Run.Always(new SampleRun { Commands = 1, Placed = 350, Wanted = 2_000, Trickle = true }) },
        At("orders-empty", "/orders?q=quill%20status:failed%20step:capture-payment") with { Prepare = host => host.Orders.Search.Always(Page<OrderHead>.Empty) },
        At("orders-wrong", "/orders?q=statsu:failed"),
        At("order-empty", OrderUrl) with { Prepare = host => PageSamples.Show(host, SampleViews.Queued()) },
        At("job-empty", "/orders/retries/job-1") with
        {
            Prepare = host => host.Retries.Get.Always(new BackOffice.Core.Orders.Bulk.RetryJobView(PageSamples.Job, [])),
        },
        At("holds-empty", "/holds") with { Prepare = host => host.Holds.List.Always(Page<HeldOrder>.Empty) },
        At("approvals-empty", "/approvals") with { Prepare = host => host.Refunds.Pending.Always(new List<RefundCase>()) },
        At("batches-empty", "/batches") with { Prepare = host => host.Batches.Runs.Always(new List<BatchRun>()) },
        At("queues-empty", "/queues?dead=order-notifications") with
        {
            Prepare = host =>
            {
                host.Queues.States.Always(new List<QueueState>());
                host.Queues.Letters.Always(new List<DeadLetter>());
            },
        },
        At("executions-empty", "/executions?status=failed") with { Prepare = host => host.Executions.List.Always(Page<ExecutionDescription>.Empty) },
        At("execution-empty", "/executions/GC-4417-0932-1") with { Prepare = host => host.Executions.History.Always(Page<HistoryEvent>.Empty) },
        At("definition-empty", "/definitions") with { Prepare = host => host.Executions.Definitions.Always(new List<DefinitionRevision>()) },
        At("mail-empty", "/mail") with { Prepare = host => host.Mail.List.Always(Page<MailItem>.Empty) },
        At("vouchers-empty", "/vouchers") with { Prepare = host => host.Vouchers.Find.Always(new List<FoundVoucher>()), Open = (page, _) => FindVouchersAsync(page) },
        At("voucher-empty", "/vouchers/GC-4417-0932/01.01-9") with { Prepare = host => host.Vouchers.Get.Always((Result<VoucherView>)new NotFound("voucher.not-found", "There is no such voucher.")) },
        At("rollout-empty", "/rollout") with
        {
            Prepare = host =>
            {
                host.Rollouts.Policy.Always(new RolloutPolicy { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 0 });
                host.Rollouts.History.Always(Page<RolloutChange>.Empty);
                host.Rollouts.Recent.Always(new RolloutWindow([]));
            },
        },
        At("audit-empty", "/audit?action=refund") with { Prepare = host => host.Audit.List.Always(Page<StoredAudit>.Empty) },
        At("entry-empty", "/audit/order/GC-4417-0932/99") with { Prepare = host => host.Audit.Get.Always((Result<AuditEntryView>)new NotFound("audit.not-found", "There is no such entry.")) },
        At("system-empty", "/system") with { Prepare = host => host.System.Read.Always(SampleSystem.Well() with { LastBackup = null, Queues = [], Definitions = [] }) },
        At("session-empty", "/session") with { Prepare = host => host.Actor.Actor = host.Actor.Actor with { Permissions = [], Roles = [] }, HasFigures = false },
    ];
}
