using BackOffice.Components.Orders;
using BackOffice.Components.Refunds;
using BackOffice.Components.Rollouts;
using BackOffice.Components.Shared;
using BackOffice.Components.Vouchers;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using BackOffice.Tests.Fakes;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser.Matrix;

internal static partial class PageStates
{
    private const string Opens = ".mud-dialog .dlg-title, [role=menuitem]";

    private static PageState[] Opened() =>
    [
        Over("home-person", "/", ".me"),
        At("home-palette", "/") with { Open = (page, _) => PressAsync(page, "Control+k", "#command-0") },
        At("home-find", "/") with { Prepare = FindOne, Open = (page, _) => FindAsync(page, "Control+k", "#command") },
        At("home-search", "/") with { Prepare = FindOne, Open = (page, _) => FindAsync(page, "/", "#search") },
        At("home-help", "/") with { Open = (page, _) => PressAsync(page, "?", ".keysheet") },
        At("home-table", "/") with { Open = (page, _) => ClickAsync(page, "button:text-is('Show as table')", "section[aria-labelledby=delivery-title] table") },
        At("orders-picked", "/orders") with { Prepare = host => host.Retries.Recent.Add(PageSamples.Job), Open = (page, _) => PickAsync(page) },
        At("orders-columns", "/orders") with { Open = (page, _) => ClickAsync(page, ".columns summary", ".columns .menu") },
        At("orders-complete", "/orders") with { Open = CompleteAsync },
        Over("orders-menu", "/orders", ".c-menu button >> nth=1"),
        Over<ExportDialog>("orders-export", "/orders", "#export-orders"),
        Over<ViewDialog>("orders-save", "/orders?q=quill", "#save-view"),
        Over<DeleteViewDialog>("orders-delete", "/orders?q=status:failed%20city:Boston", "#view-menu") with { Open = (page, _) => ChooseAsync(page, "#view-menu", "Delete") },
        Over<BulkRetryDialog>("orders-bulk", "/orders", "#retry-picked") with
        {
            Open = async (page, _) =>
            {
                await PickAsync(page);
                await ClickAsync(page, "#retry-picked", "#bulk-reason");
            },
        },
        Over<BulkRetryDialog>("orders-all", "/orders?q=status:failed", "#retry-picked") with
        {
            Prepare = host => host.Retries.Preview.Always(new RetryPreview(
                [.. Enumerable.Range(0, 1_184).Select(i => new OrderId($"GC-{i}"))], 1_284,
                [new RetryLeftOut("The workflow still tries by itself", 61), new RetryLeftOut("A person decides the hold first", 39)], true)),
            Open = async (page, _) =>
            {
                await PickAsync(page);
                await ClickAsync(page, "#pick-all", ".picks:has-text('that match are selected')");
                await ClickAsync(page, "#retry-picked", "#bulk-reason");
            },
        },
        Over<RetryDialog>("declined-retry", OrderUrl, "#retry-order") with { Prepare = host => PageSamples.Show(host, SampleViews.Declined()) },
        Over<UnwindDialog>("declined-undo", OrderUrl, "#unwind-order") with { Prepare = host => PageSamples.Show(host, SampleViews.Declined()) },
        Over<HoldDialog>("held-decide", OrderUrl, "#decide-hold") with { Prepare = host => PageSamples.Show(host, SampleViews.Held()) },
        Over<NoteDialog>("done-note", OrderUrl, "#add-note") with { Prepare = host => PageSamples.Show(host, SampleViews.Done()) },
        Over<RevealDialog>("done-reveal", OrderUrl, "#reveal-customer") with { Prepare = host => PageSamples.Show(host, SampleViews.Done()) },
        Over<RefundDialog>("done-refund", OrderUrl, "#refund-order") with { Prepare = host => PageSamples.Show(host, SampleViews.Done()), Open = (page, _) => RefundAsync(page) },
        Over<SettleDialog>("refunding-settle", OrderUrl, "#refund-settle-rf01k9-cash-1") with { Prepare = host => PageSamples.Show(host, SampleRefunds.Unknown()) },
        Over<SettleDialog>("unknown-settle", OrderUrl, "#settle-capture-payment-1") with { Prepare = host => PageSamples.Show(host, SampleViews.Unknown()) },
        At("retrying-json", OrderUrl) with { Open = (page, _) => FindInJsonAsync(page) },
        At("retrying-events", OrderUrl) with { Open = (page, _) => ClickAsync(page, "#workflow-title ~ .seg button >> nth=1", ".events tbody tr") },
        At("retrying-zoomed", OrderUrl) with { Open = (page, _) => ZoomAsync(page) },
        Over<ReasonDialog>("approvals-approve", "/approvals", "#refund-approve-rf01k9"),
        Over("voucher-code", "/vouchers/GC-4417-0932/01.01-2", "#voucher-reveal"),
        Over<VoucherDialog>("voucher-extend", "/vouchers/GC-4417-0932/01.01-2", "#voucher-extend") with { Prepare = host => host.Vouchers.Get.Always(SampleViews.VoucherPage()) },
        Over("holds-decide", "/holds", "#decide-GC-4417-0932"),
        At("holds-look", "/holds") with { Open = (page, _) => ClickAsync(page, ".queue button[aria-expanded]", ".look") },
        Over("batches-run", "/batches", "#run-Fraud"),
        Over("queues-discard", "/queues?dead=order-notifications", "#discard-8"),
        Over<KillDialog>("rollout-kill", "/rollout", "#kill-switch"),
        Over("rollout-back", "/rollout", "#back-16"),
        At("rollout-draft", "/rollout") with { Open = (page, _) => ClickAsync(page, "button[aria-label='Plus 5 points']", ".reach") },
    ];

    private static PageState Over(string name, string address, string trigger) =>
        At(name, address) with { Trigger = trigger, Open = (page, _) => ClickAsync(page, trigger, Opens) };

    private static PageState Over<TDialog>(string name, string address, string trigger) => Over(name, address, trigger) with { Dialog = typeof(TDialog) };

    private static async Task ClickAsync(IPage page, string button, string shown)
    {
        await page.ClickAsync(button);
        await page.WaitForSelectorAsync(shown);
    }

    private static async Task PressAsync(IPage page, string keys, string shown)
    {
        await page.Keyboard.PressAsync(keys);
        await page.WaitForSelectorAsync(shown);
    }

    private static async Task FindAsync(IPage page, string keys, string field)
    {
        await PressAsync(page, keys, field + ":focus");
        await page.Keyboard.TypeAsync("GC-4417-0932");
        await page.WaitForSelectorAsync("[role=option]:has-text('matched on')");
    }

    private static void FindOne(PreviewHost host) => host.Orders.Search.Always(new Page<OrderHead>([SampleViews.Declined().Head], null));

    private static Task PickAsync(IPage page) => ClickAsync(page, "thead .pick input", ".picks");

    private static async Task ChooseAsync(IPage page, string menu, string item)
    {
        await ClickAsync(page, menu, "[role=menuitem]");
        await ClickAsync(page, $"[role=menuitem]:has-text('{item}')", ".mud-dialog .dlg-title");
    }

    private static async Task CompleteAsync(IPage page, PreviewHost host)
    {
        await page.FillAsync("#query", "sta");
        await page.WaitForSelectorAsync("#complete-0");
    }

    private static async Task RefundAsync(IPage page)
    {
        await ClickAsync(page, "#refund-order", "#refund-quantity-1");
        await page.FillAsync("#refund-quantity-1", "1");
        await page.CheckAsync("input[name=refund-code] >> nth=0");
        await page.FillAsync("#refund-reason", "Moved the trip");
        await page.WaitForSelectorAsync("#refund-confirm:enabled");
    }

    private static async Task FindInJsonAsync(IPage page)
    {
        await page.ClickAsync("#tab-Input");
        await page.FillAsync(".json-find", "o");
        await page.WaitForSelectorAsync(".json .hit");
    }

    private static async Task ZoomAsync(IPage page)
    {
        await page.Locator("svg.graph").DispatchEventAsync("wheel", new { deltaY = -100, ctrlKey = true, bubbles = true, cancelable = true });
        await page.WaitForSelectorAsync(".zoom-bar :text('125 %')");
    }
}
