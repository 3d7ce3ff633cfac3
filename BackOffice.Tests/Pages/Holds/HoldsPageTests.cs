using BackOffice.Components.Holds;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using BackOffice.Tests.Pages.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Holds;

public sealed class HoldsPageTests() : ReadingPageTests<HoldsPage, (string? Cursor, int Limit), Page<HeldOrder>>("/holds", "held orders", Permission.OrdersRead)
{
    [Fact]
    public async Task Page_Loaded_ShowsTimerBandReasonsCustomerAndAmount()
    {
        await using var context = Loaded();

        var page = Open(context);

        Assert.Equal("3 orders wait for a decision.", page.Find("h1").TextContent);
        var first = page.Find(".queue > li").TextContent;
        foreach (var part in new[] { "min late", "GC-4417-0932", "Dora Whitfield", "178.00", "High risk · score 81", "new card, amount above the usual", "Boston" })
            Assert.Contains(part, first, StringComparison.Ordinal);
        Assert.Contains("11 min left", page.FindAll(".queue > li")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Very high risk", page.FindAll(".queue > li")[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_Rejected_SendsTheHoldsIdVersionAndReasonAndReadsAgain()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Commands.Decide.Always(new CommandOutcome(new OrderId("GC-4417-0932"), 9, "Rejected."));
        var page = Open(context);

        var open = page.Find("#decide-GC-4417-0932").ClickAsync(new());
        dialogs.WaitForElement("#hold-reason");
        await dialogs.FindAll("input[type=radio]")[1].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await dialogs.Find("#hold-reason").InputAsync(new ChangeEventArgs { Value = "Stolen card" });
        await dialogs.Find(".btn.d").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Commands.Decide.Asked);
        Assert.Equal(("h-GC-4417-0932", false, 8L, "Stolen card"), (sent.HoldId, sent.Approve, sent.ExpectedVersion, sent.Reason));
        Assert.Equal(2, context.Holds.List.Asked.Count);
    }

    [Fact]
    public async Task Decide_WithoutPermission_IsClosedAndSaysWhoMay()
    {
        await using var context = Loaded(Role.SupportAgent);

        var page = Open(context);

        Assert.Equal("true", page.Find("#decide-GC-4417-0932").GetAttribute("aria-disabled"));
        Assert.Contains("holds:decide", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondLook_Opened_TellsTheCustomersOtherOrders()
    {
        await using var context = Loaded();
        context.Orders.Search.Always(new Page<OrderHead>(
            [SampleViews.Head("GC-4417-0932"), SampleViews.Head("GC-1111-0001") with { Headline = Headline.Done }, SampleViews.Head("GC-1111-0002") with { Headline = Headline.Cancelled, Fraud = FraudStatus.Rejected }], null));
        var page = Open(context);

        await page.Find("button[aria-expanded]").ClickAsync(new());

        Assert.Contains("The customer has 2 other orders: 1 delivered, 1 rejected after a fraud check.", page.Find(".look").TextContent, StringComparison.Ordinal);
        Assert.Equal(new SearchTerm.Key(KeyClasses.SameCustomer, "GC-4417-0932"), Assert.Single(Assert.Single(context.Orders.Search.Asked).Query.Keys));
    }

    [Fact]
    public async Task Page_OrderChanges_ReadsAgain()
    {
        await using var context = Loaded();
        var page = Open(context);
        context.Holds.List.Always(new Page<HeldOrder>([], null));

        context.Feed.Push(SampleViews.Head());
        await context.UntilAsync(() => context.Holds.List.Asked.Count > 1);

        page.WaitForAssertion(() => Assert.Contains("No order waits for a decision", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Older_SecondPage_AsksWithItsCursor()
    {
        await using var context = Loaded();
        context.Holds.List.Always(SamplePipeline.Holds("c-2"));
        var page = Open(context);

        await page.Find(".pager button:last-child").ClickAsync(new());

        Assert.EndsWith("/holds?cursor=c-2", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_StoreDownLater_KeepsTheRowsAndSaysTheirAge()
    {
        await using var context = Loaded();
        var page = Open(context);
        context.Holds.List.Throws(new IOException("disk"));
        context.Clock.Advance(TimeSpan.FromSeconds(40));

        context.Feed.Push(SampleViews.Head());
        await context.UntilAsync(() => context.Holds.List.Asked.Count > 1);

        page.WaitForAssertion(() => Assert.Contains("What you see is 40 s old.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(3, page.FindAll(".queue > li").Count);
    }

    protected override ConsoleContext Loaded() => Loaded(Role.SupportLead);

    protected override Answer<(string? Cursor, int Limit), Page<HeldOrder>> Reading(ConsoleContext context) => context.Holds.List;

    private static ConsoleContext Loaded(Role role)
    {
        var context = new ConsoleContext(role);
        context.Holds.List.Always(SamplePipeline.Holds());
        return context;
    }
}
