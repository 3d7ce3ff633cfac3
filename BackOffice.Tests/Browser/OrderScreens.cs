using System.Xml.Linq;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using BackOffice.Tests.Fakes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>The list with a selection, bulk retries, every state of list and order, the parts of the order page that a click opens: looked at and checked.</summary>
[Collection(ChromiumBrowser.Name)]
public sealed class OrderScreens(ChromiumBrowser browser)
{
    public static TheoryData<string, int, bool> Cases()
    {
        var cases = new TheoryData<string, int, bool>();
        foreach (var name in new[] { "selected", "columns", "bulk", "job", "empty", "list-error", "list-forbidden", "order-error", "order-forbidden", "order-missing", "stale", "json", "events", "zoomed" })
        {
            cases.Add(name, 1440, false);
            cases.Add(name, 1440, true);
            cases.Add(name, 360, false);
        }

        return cases;
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task State_Shown_FitsItsWidthWithoutErrors(string name, int width, bool dark)
    {
        await using var host = await PreviewHost.StartAsync(SampleViews.Placed.AddSeconds(116));
        PageScreens.Fill(host, "retrying");
        Prepare(host, name);
        await using var tab = await browser.OpenAsync(width, dark);

        await tab.Page.GotoAsync(host.Url + Address(name));
        await tab.Page.WaitForSelectorAsync("main:has(.card):not(:has(.skeleton))");
        await OpenAsync(tab.Page, host, name, width);
        await tab.ScreenAsync($"orders-{name}-{width}-{(dark ? "dark" : "light")}", fullPage: name is not ("bulk" or "columns"));

        Assert.Empty(tab.Problems);
        Assert.Empty((await tab.Page.RunAxe()).Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        Assert.Equal(width, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [BrowserFact]
    public async Task Graph_SavedAsSvg_IsAFileThatNeedsNothingElse()
    {
        await using var host = await PreviewHost.StartAsync(SampleViews.Placed.AddSeconds(116));
        PageScreens.Fill(host, "retrying");
        await using var tab = await browser.OpenAsync(dark: true);
        await tab.Page.GotoAsync(host.Url + $"/orders/{SampleViews.Id}");

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.ClickAsync("[aria-label='Save the graph as SVG']"));

        Assert.Equal($"{SampleViews.Id}-workflow.svg", download.SuggestedFilename);
        var path = Path.Combine(ChromiumBrowser.Screens, "workflow-dark.svg");
        await download.SaveAsAsync(path);
        var text = await File.ReadAllTextAsync(path);
        var svg = XDocument.Parse(text).Root;
        Assert.Equal("{http://www.w3.org/2000/svg}svg", svg?.Name.ToString());
        Assert.DoesNotContain("var(", text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", text.Replace("http://www.w3.org/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // The dark surface, and the border of the step that is tried again.
        Assert.Contains("rgb(26, 30, 38)", text, StringComparison.Ordinal);
        Assert.Contains("rgb(219, 116, 64)", text, StringComparison.Ordinal);
        Assert.Contains(svg?.Descendants() ?? [], element => element.Value == "Capture");
        Assert.Empty(tab.Problems);
    }

    private static string Address(string name) => name switch
    {
        "job" => "/orders/retries/job-1",
        "empty" => "/orders?q=quill%20status:failed%20step:capture-payment",
        "selected" or "columns" or "bulk" or "list-error" or "list-forbidden" => "/orders",
        _ => $"/orders/{SampleViews.Id}",
    };

    private static void Prepare(PreviewHost host, string name)
    {
        var job = new RetryJob
        {
            Id = "job-1", State = RetryJobState.Running, ActorId = "x", ActorName = "Ines Marlow", ActorKind = ActorKind.Person, Reason = "The processor is back", BegunAt = SampleViews.Placed,
            Total = 40, Accepted = 11, Refused = 1,
        };
        if (name is "selected")
            host.Retries.Recent.Add(job);
        host.Retries.Get.Always(new RetryJobView(
            job,
            [
                .. SampleViews.List().Select((order, index) => new RetryItem(
                    order.Id, index == 3 ? RetryItemState.Refused : index < 8 ? RetryItemState.Accepted : RetryItemState.Waiting,
                    index == 3 ? "The workflow still works on it. Wait for it to finish." : index < 8 ? "The order goes on from the failed step." : null, index < 8 ? SampleViews.Placed : null)),
            ]));
        if (name is "empty")
            host.Orders.Search.Always(Page<OrderHead>.Empty);
        if (name is "list-error")
            host.Orders.Search.Throws(new IOException("disk"));
        if (name is "list-forbidden")
            host.Orders.Search.Always((Result<Page<OrderHead>>)RolePermissions.Refusal(Permission.OrdersRead));
        if (name is "order-error")
            host.Orders.Get.Throws(new IOException("disk"));
        if (name is "order-forbidden")
            host.Orders.Get.Always((Result<OrderView>)RolePermissions.Refusal(Permission.OrdersRead));
        if (name is "order-missing")
            host.Orders.Get.Always((Result<OrderView>)new NotFound("order.not-found", $"There is no order {SampleViews.Id}."));
    }

    private static async Task OpenAsync(IPage page, PreviewHost host, string name, int width)
    {
        switch (name)
        {
            case "selected" or "bulk" when width > 600:
                await page.ClickAsync("thead .pick input");
                await page.WaitForSelectorAsync(".picks");
                break;
            case "columns":
                await page.ClickAsync(".columns summary");
                break;
            case "stale":
                host.Orders.Get.Throws(new IOException("disk"));
                host.Feed.Push(SampleViews.Retrying().Head with { Version = 99 });
                await page.WaitForSelectorAsync("text=could not be read");
                break;
            case "json":
                await page.ClickAsync("#tab-Input");
                await page.FillAsync(".json-find", "o");
                await page.WaitForSelectorAsync(".json .hit");
                break;
            case "events":
                await page.ClickAsync("#workflow-title ~ .seg button >> nth=1");
                await page.WaitForSelectorAsync(".events tbody tr");
                break;
            case "zoomed" when width > 600:
                await page.Locator("svg.graph").DispatchEventAsync("wheel", new { deltaY = -100, ctrlKey = true, bubbles = true, cancelable = true });
                await page.WaitForSelectorAsync(".zoom-bar :text('125 %')");
                break;
        }

        if (name is not "bulk" || width <= 600)
            return;
        await page.ClickAsync("#retry-picked");
        await page.WaitForSelectorAsync("#bulk-reason");
    }
}
