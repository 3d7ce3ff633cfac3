using BackOffice.Components.Orders;
using BackOffice.Components.Orders.Run;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;
using BackOffice.Interaction;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Orders;

/// <summary>Graph, time line, step, timeline and events of the order page.</summary>
public sealed class OrderDetailTests
{
    private static readonly DateTimeOffset s_now = SampleViews.Placed.AddSeconds(116);

    private static readonly Dictionary<string, StepTimes> s_usual = new()
    {
        ["capture-payment"] = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2), 400), ["fraud-scan"] = new(TimeSpan.FromHours(1), TimeSpan.FromHours(9), 3),
    };

    [Fact]
    public void Layout_UsualTimes_StandBehindTheLastTryToTheirPercentile()
    {
        var layout = GanttLayout.Of(RunReader.Read(SampleViews.Retrying()), s_now, s_usual);

        var capture = Assert.Single(layout?.Rows ?? [], row => row.Run.State.Name == "CapturePayment");
        Assert.Equal(capture.Bars[1].X, capture.Ghost?.X);
        var perSecond = capture.Bars[1].Width / 1.0;
        Assert.Equal(0.5 * perSecond, (capture.Ghost?.Median ?? 0) - capture.Bars[1].X, 1);
        Assert.Equal(2 * perSecond, (capture.Ghost?.End ?? 0) - capture.Bars[1].X, 1);
        Assert.All(layout?.Rows ?? [], row => Assert.True(row.Ghost is null || row.Ghost.End <= GanttLayout.Width - 90));
        Assert.Null(Assert.Single(layout?.Rows ?? [], row => row.Run.State.Name == "IssueVouchers").Ghost);
    }

    [Fact]
    public void Layout_HoldForReview_HasNoGhostForPeopleAreNotMeasured()
    {
        var layout = GanttLayout.Of(RunReader.Read(SampleViews.Held()), s_now, new Dictionary<string, StepTimes> { ["hold-for-review"] = s_usual["capture-payment"] });

        Assert.Null(Assert.Single(layout?.Rows ?? [], row => row.Run.State.Name == "HoldForReview").Ghost);
    }

    [Fact]
    public async Task Page_UsualTimes_AreDrawnAndSaid()
    {
        await using var context = Loaded();
        context.Orders.Usual = s_usual;

        var page = Open(context);

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".gantt .ghost").Count));
        Assert.Contains("A try usually takes 0.5 s; 95 of 100 no longer than 2.0 s.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_Zoomed_GrowsByButtonsAndKeysAndFitsAgain()
    {
        await using var context = Loaded();
        var page = Open(context);
        var fits = page.Find("svg.graph").GetAttribute("width");

        await page.Find("[data-zoom-in]").ClickAsync(new());
        await page.Find("[data-zoom]").KeyDownAsync(new KeyboardEventArgs { Key = "+" });
        Assert.Equal("150 %", page.Find(".zoom-bar [role=status]").TextContent);
        Assert.NotEqual(fits, page.Find("svg.graph").GetAttribute("width"));
        await page.Find("[data-zoom]").KeyDownAsync(new KeyboardEventArgs { Key = "-", CtrlKey = true });
        Assert.Equal("150 %", page.Find(".zoom-bar [role=status]").TextContent);
        await page.Find("[data-zoom]").KeyDownAsync(new KeyboardEventArgs { Key = "0" });

        Assert.Equal(fits, page.Find("svg.graph").GetAttribute("width"));
    }

    [Fact]
    public async Task Graph_Saved_IsAFileNamedAfterTheOrder()
    {
        await using var context = Loaded();
        var page = Open(context);

        await page.Find("[aria-label='Save the graph as SVG']").ClickAsync(new());

        Assert.Equal(["workflow-graph", "GC-4417-0932-workflow.svg"], Assert.Single(context.JSInterop.Invocations["saveSvg"]).Arguments);
    }

    [Fact]
    public async Task Keys_Brackets_MoveTheStepAndTheAddressKeepsIt()
    {
        await using var context = Loaded();
        var page = Open(context);
        var keys = context.Services.GetRequiredService<Shortcuts>();

        await page.InvokeAsync(() => keys.PressAsync("["));
        Assert.Equal("Issue vouchers", page.Find("#step-title").TextContent);
        Assert.EndsWith("?step=IssueVouchers", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        await page.InvokeAsync(() => keys.PressAsync("]"));
        await page.InvokeAsync(() => keys.PressAsync("]"));

        Assert.Equal("Notify", page.Find("#step-title").TextContent);
    }

    [Fact]
    public async Task Link_ToAStep_OpensThatStep()
    {
        await using var context = Loaded();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/orders/GC-4417-0932?step=FraudScan");

        Assert.Equal("Fraud scan", Open(context).Find("#step-title").TextContent);
    }

    [Fact]
    public async Task Link_ToARowOfTheTimeline_MarksItAndScrollsThereOnce()
    {
        await using var context = Loaded();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/orders/GC-4417-0932?at=at-try-CapturePayment-1");

        var page = Open(context);

        Assert.Contains("Capture failed, try 1.", page.Find("li[aria-current]").TextContent, StringComparison.Ordinal);
        Assert.Equal("at-try-CapturePayment-1", Assert.Single(context.JSInterop.Invocations["scrollToId"]).Arguments[0]);
        Assert.Equal("/orders/GC-4417-0932?at=at-placed", page.FindAll("a.when")[^1].GetAttribute("href"));
    }

    [Fact]
    public async Task Timeline_KeyT_GoesThroughTheFiltersAndSaysSo()
    {
        await using var context = Loaded();
        var page = Open(context);
        var keys = context.Services.GetRequiredService<Shortcuts>();

        await page.InvokeAsync(() => keys.PressAsync("t"));
        Assert.DoesNotContain("Order placed.", page.Find("ol.tl").TextContent, StringComparison.Ordinal);
        Assert.Equal("The timeline shows: Failed and waiting.", page.Find("p[role=status]").TextContent);
        await page.InvokeAsync(() => keys.PressAsync("t"));

        Assert.Contains("Ama Kestrel:", Assert.Single(page.FindAll("ol.tl li")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PinnedNote_StandsAboveWhateverIsFiltered()
    {
        await using var context = Loaded();
        var page = Open(context);

        await page.InvokeAsync(() => context.Services.GetRequiredService<Shortcuts>().PressAsync("t"));

        Assert.Contains("Customer is on the line.", page.Find(".pins").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_WithAnError_LinksToOrdersWithTheSameTrouble()
    {
        await using var context = Loaded();

        Assert.Equal("/orders?q=step:capture-payment%20error:Gateway.Busy", Open(context).Find(".note a").GetAttribute("href"));
    }

    [Fact]
    public async Task Events_OfALongHistory_BeginWithTheNewestAndReadOlderPagesWhenAsked()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(Long());
        context.Orders.Older.Always(new Page<HistoryEvent>([.. Enumerable.Range(0, 1_000).Select(i => Event(23_000 - i))], "c2"));
        var page = Open(context);
        await page.FindAll("#workflow-title ~ .seg button")[1].ClickAsync(new());
        Assert.Equal("24000", page.Find(".events tbody td").TextContent);
        Assert.Equal(100, page.FindAll(".events tbody tr").Count);

        for (var i = 0; i < 10; i++)
            await page.Find(".events p button").ClickAsync(new());

        Assert.Equal(("GC-4417-0932-1", "c1"), Assert.Single(context.Orders.Older.Asked));
        Assert.Equal(1_100, page.FindAll(".events tbody tr").Count);
        Assert.Equal("22901", page.FindAll(".events tbody tr")[^1].QuerySelector("td")?.TextContent);
    }

    [Fact]
    public async Task Events_OlderPageNotReadable_SaysSoAndKeepsWhatIsShown()
    {
        await using var context = new ConsoleContext();
        var view = Long();
        context.Orders.Get.Always(view with { History = [.. view.History.TakeLast(50)] });
        context.Orders.Older.Throws(new IOException("disk"));
        var page = Open(context);
        await page.FindAll("#workflow-title ~ .seg button")[1].ClickAsync(new());

        await page.Find(".events p button").ClickAsync(new());

        Assert.Contains("We could not read the older events.", page.Find(".events [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(50, page.FindAll(".events tbody tr").Count);
    }

    [Fact]
    public void Run_OfACutHistory_KnowsEarlierStepsFromTheirRows()
    {
        var view = SampleViews.Retrying();
        var cut = view with
        {
            History = [.. view.History.SkipWhile(e => e.DetailsJson?.Contains("CapturePayment", StringComparison.Ordinal) != true)],
            Steps = [new StepRow { Key = "0001/fraud-scan", Step = "fraud-scan", Status = StepStatus.Done, Owner = "GC-4417-0932-1", Epoch = 1, HandOut = "h", StartedAt = SampleViews.Placed, EndedAt = SampleViews.Placed.AddSeconds(0.4) }],
        };

        var run = RunReader.Read(cut);

        Assert.True(cut.History[0].Id > 1);
        Assert.Equal((StepStatus.Done, 1), (run.Find("FraudScan")?.Status, run.Find("FraudScan")?.Tries.Count));
        Assert.Equal(2, run.Find("CapturePayment")?.Tries.Count);
        Assert.Contains(OrderTimeline.Of(cut, run, s_now), row => row.Lead == "Workflow started.");
    }

    private static OrderView Long()
    {
        var view = SampleViews.Done();
        return view with
        {
            Execution = view.Execution! with { EventCount = 24_000 }, HistoryNext = "c1",
            History = [.. Enumerable.Range(23_001, 1_000).Select(id => Event(id))],
        };
    }

    private static HistoryEvent Event(int id) => new(id, id - 1, "PassStateEntered", SampleViews.Placed.AddMilliseconds(id), "stateEnteredEventDetails", """{"name":"Count"}""");

    private static ConsoleContext Loaded()
    {
        var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Retrying());
        return context;
    }

    private static IRenderedComponent<OrderPage> Open(ConsoleContext context) => context.Render<OrderPage>(p => p.Add(page => page.Id, SampleViews.Id.Value));
}
