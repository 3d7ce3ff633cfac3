using BackOffice.Components.Access;
using BackOffice.Components.Orders;
using BackOffice.Components.Session;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Browser.Matrix;

/// <summary>The table: each page loaded, empty, in error, and with what can be opened on it open.</summary>
internal static partial class PageStates
{
    private const string OrderUrl = "/orders/GC-4417-0932";

    public static IReadOnlyDictionary<string, PageState> All { get; } = new[] { Loaded, Empty, Failed, Opened, Routing, Proof }.SelectMany(states => states()).ToDictionary(state => state.Name);

    /// <summary>What the table must have of a page.</summary>
    public static string[] KindsOf(Type page) => page switch
    {
        _ when page == typeof(NotFoundPage) => ["loaded"],
        // One's own session is there or one is asked to sign in: it is read from the circuit.
        _ when page == typeof(SessionPage) => ["loaded", "empty"],
        _ => ["loaded", "empty", "error"],
    };

    private static PageState At(string name, string address) => new(name, address);

    private static PageState[] Loaded() =>
    [
        At("home", "/"),
        At("orders", "/orders"),
        At("retrying", OrderUrl),
        At("done", OrderUrl) with { Prepare = host => PageSamples.Show(host, SampleViews.Done()) },
        At("declined", OrderUrl) with { Prepare = host => PageSamples.Show(host, SampleViews.Declined()) },
        At("held", OrderUrl) with { Prepare = host => PageSamples.Show(host, SampleViews.Held()) },
        At("unknown", OrderUrl) with { Prepare = host => PageSamples.Show(host, SampleViews.Unknown()) },
        At("refunding", OrderUrl) with { Prepare = host => PageSamples.Show(host, SampleRefunds.Unknown()) },
        At("job", "/orders/retries/job-1"),
        At("holds", "/holds"),
        At("approvals", "/approvals"),
        At("batches", "/batches"),
        At("queues", "/queues?dead=order-notifications"),
        At("executions", "/executions"),
        At("execution", "/executions/GC-4417-0932-1"),
        At("definition", "/definitions/instant-voucher/2"),
        At("mail", "/mail"),
        At("vouchers", "/vouchers") with { Open = (page, _) => FindVouchersAsync(page) },
        At("voucher", "/vouchers/GC-4417-0932/01.01-2"),
        At("rollout", "/rollout"),
        At("audit", "/audit"),
        At("entry", "/audit/order/GC-4417-0932/1"),
        At("system", "/system"),
        At("session", "/session"),
        At("missing", "/not-found"),
    ];

    private static PageState[] Failed()
    {
        var outage = new IOException("disk");
        return
        [
            At("home-error", "/") with { Prepare = host => host.Orders.Counts.Throws(outage) },
            At("orders-error", "/orders") with { Prepare = host => host.Orders.Search.Throws(outage) },
            At("orders-forbidden", "/orders") with { Prepare = host => host.Orders.Search.Always((Result<Page<OrderHead>>)RolePermissions.Refusal(Permission.OrdersRead)) },
            At("order-error", OrderUrl) with { Prepare = host => host.Orders.Get.Throws(outage) },
            At("order-forbidden", OrderUrl) with { Prepare = host => host.Orders.Get.Always((Result<OrderView>)RolePermissions.Refusal(Permission.OrdersRead)) },
            At("order-missing", OrderUrl) with { Prepare = host => host.Orders.Get.Always((Result<OrderView>)new NotFound("order.not-found", "There is no order GC-4417-0932.")) },
            At("order-stale", OrderUrl) with { Open = GoStaleAsync },
            At("job-error", "/orders/retries/job-1") with { Prepare = host => host.Retries.Get.Throws(outage) },
            At("holds-error", "/holds") with { Prepare = host => host.Holds.List.Throws(outage) },
            At("approvals-error", "/approvals") with { Prepare = host => host.Refunds.Pending.Throws(outage) },
            At("batches-error", "/batches") with { Prepare = host => host.Batches.States.Throws(outage) },
            At("queues-error", "/queues") with { Prepare = host => host.Queues.States.Throws(outage) },
            At("executions-error", "/executions") with { Prepare = host => host.Executions.List.Throws(outage) },
            At("executions-forbidden", "/executions") with { Prepare = host => host.Executions.List.Always((Result<Page<ExecutionDescription>>)RolePermissions.Refusal(Permission.ExecutionsRead)) },
            At("execution-error", "/executions/GC-4417-0932-1") with { Prepare = host => host.Executions.Get.Throws(outage) },
            At("definition-error", "/definitions") with { Prepare = host => host.Executions.Definitions.Throws(outage) },
            At("mail-error", "/mail") with { Prepare = host => host.Mail.List.Throws(outage) },
            At("vouchers-error", "/vouchers") with { Prepare = host => host.Vouchers.Find.Throws(outage), Open = (page, _) => FindVouchersAsync(page) },
            At("voucher-error", "/vouchers/GC-4417-0932/01.01-2") with { Prepare = host => host.Vouchers.Get.Throws(outage) },
            At("rollout-error", "/rollout") with { Prepare = host => host.Rollouts.Policy.Throws(outage) },
            At("audit-error", "/audit") with { Prepare = host => host.Audit.List.Throws(outage) },
            At("entry-error", "/audit/order/GC-4417-0932/1") with { Prepare = host => host.Audit.Get.Throws(outage) },
            At("system-error", "/system") with { Prepare = host => host.System.Read.Throws(outage) },
        ];
    }

    private static async Task FindVouchersAsync(Microsoft.Playwright.IPage page)
    {
        await page.FillAsync("#voucher-search", "7KQ2");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("main .card");
    }

    private static async Task GoStaleAsync(Microsoft.Playwright.IPage page, PreviewHost host)
    {
        host.Orders.Get.Throws(new IOException("disk"));
        host.Feed.Push(SampleViews.Retrying().Head with { Version = 99 });
        await page.WaitForSelectorAsync("text=could not be read");
    }
}
