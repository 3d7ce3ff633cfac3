using BackOffice.Components.Orders;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Orders;

public sealed class OrdersPageTests
{
    [Fact]
    public async Task Page_WhileReading_ShowsRowsOfTheRealHeight()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Later();

        var page = Open(context, "/orders");

        Assert.Equal("Loading orders", page.Find("[role=status]").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Page_Loaded_ShowsEachOrderWithItsWordAndLink()
    {
        await using var context = Loaded();

        var page = Open(context, "/orders");

        Assert.Equal(11, page.FindAll("tbody tr").Count);
        Assert.Contains("Stuck", page.Find("tbody tr:nth-child(2)").TextContent, StringComparison.Ordinal);
        Assert.Equal("/orders/GC-4417-0900", page.Find("tbody a[data-row-link]").GetAttribute("href"));
        Assert.Equal("Actions for GC-4417-0900", page.Find("tbody tr button").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Page_NothingFound_SaysWhatWasLookedForAndOffersMore()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Always(Page<OrderHead>.Empty);

        var page = Open(context, "/orders?q=quill status:failed step:capture-payment");

        Assert.Contains("Nothing matches “quill”, is failed, stands in Capture.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(
            [("All orders for “quill”", "/orders?q=quill"), ("Without status:", "/orders?q=quill%20step:capture-payment"), ("Without step:", "/orders?q=quill%20status:failed"), ("Show all orders", "/orders")],
            page.FindAll("section.notice a").Select(link => (link.TextContent, link.GetAttribute("href"))));
    }

    [Fact]
    public async Task Page_StoreDown_ShowsAnIdAndTriesAgain()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Throws(new IOException("disk"));
        var page = Open(context, "/orders");
        Assert.Contains("The orders could not be read", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("disk", page.Markup, StringComparison.Ordinal);
        context.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), null));

        await page.Find("section.notice button.btn").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(11, page.FindAll("tbody tr").Count));
        Assert.Empty(page.FindAll("section.notice"));
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesItAndWhoHasIt()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Always((Result<Page<OrderHead>>)RolePermissions.Refusal(Permission.OrdersRead));

        var page = Open(context, "/orders");

        Assert.Contains("You cannot see the orders", page.Markup, StringComparison.Ordinal);
        Assert.Contains("orders:read", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Support agent", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_AddressWithFilters_AsksForExactlyThose()
    {
        await using var context = Loaded();

        Open(context, "/orders?q=dora status:failed,unknown path:batch step:capture-payment&cursor=abc");

        var (query, cursor, limit) = Assert.Single(context.Orders.Search.Asked);
        Assert.Equal(("dora", OrderPath.Batch, "capture-payment", "abc", 50), (query.Text, query.Path, query.Step?.Only.Single(), cursor, limit));
        Assert.Equal([Headline.Unknown, Headline.Failed], query.Headlines);
    }

    [Fact]
    public async Task Filter_Changed_BecomesTheAddress()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders?q=dora&cursor=abc");

        await page.Find("#f-status").ChangeAsync(new ChangeEventArgs { Value = "held" });

        Assert.EndsWith("/orders?q=dora%20status:held", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Box_OneUniqueHit_OpensTheOrder()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders");
        context.Orders.Search.Always(new Page<OrderHead>([SampleViews.Head()], null));

        await page.Find("form input").InputAsync(new ChangeEventArgs { Value = "dora.whitfield@example.com" });
        await page.Find("form").SubmitAsync();

        Assert.EndsWith("/orders/GC-4417-0932", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_ThenNewer_WalksTheCursorsBack()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Always(ask => new Page<OrderHead>(SampleViews.List(), ask.Cursor is null ? "c1" : "c2"));
        var page = Open(context, "/orders");
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        Assert.True(page.FindAll("nav.pager button")[0].HasAttribute("disabled"));

        await page.FindAll("nav.pager button")[1].ClickAsync(new());
        Assert.EndsWith("?cursor=c1", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(2, context.Orders.Search.Asked.Count));
        await page.FindAll("nav.pager button")[0].ClickAsync(new());

        Assert.EndsWith("/orders", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newer_AfterTheBrowsersBack_GoesToThePageBeforeTheOneShown()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Always(ask => new Page<OrderHead>(SampleViews.List(), ask.Cursor switch { null => "c1", "c1" => "c2", _ => "c3" }));
        var page = Open(context, "/orders");
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        await page.FindAll("nav.pager button")[1].ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(2, context.Orders.Search.Asked.Count));
        await page.FindAll("nav.pager button")[1].ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(3, context.Orders.Search.Asked.Count));

        navigation.NavigateTo("/orders?cursor=c1");
        page.WaitForAssertion(() => Assert.Equal(4, context.Orders.Search.Asked.Count));
        await page.FindAll("nav.pager button")[0].ClickAsync(new());

        Assert.EndsWith("/orders", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newer_AfterAnotherQuery_StaysWithThatQuery()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Always(ask => new Page<OrderHead>(SampleViews.List(), ask.Cursor is null ? "c1" : "c2"));
        var page = Open(context, "/orders");
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        await page.FindAll("nav.pager button")[1].ClickAsync(new());

        navigation.NavigateTo("/orders?q=status:failed&cursor=c9");
        page.WaitForAssertion(() => Assert.Equal(3, context.Orders.Search.Asked.Count));
        await page.FindAll("nav.pager button")[0].ClickAsync(new());

        Assert.EndsWith("/orders?q=status:failed", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveChange_OfARowInView_ChangesItInPlace()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders");
        var third = SampleViews.List()[2];

        context.Feed.Push(third with { Version = third.Version + 1, Headline = Headline.Done });

        page.WaitForAssertion(() => Assert.StartsWith("Done", page.Find("tbody tr:nth-child(3) .chip").TextContent, StringComparison.Ordinal));
        Assert.Equal("GC-4417-0902", page.Find("tbody tr:nth-child(3) a[data-row-link]").TextContent);
    }

    [Fact]
    public async Task LiveChange_OlderThanTheRow_IsDropped()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders");
        var (second, third) = (SampleViews.List()[1], SampleViews.List()[2]);

        context.Feed.Push(third with { Version = third.Version - 1, Headline = Headline.Done });
        context.Feed.Push(second with { Version = second.Version + 1, Headline = Headline.Done });

        await context.UntilAsync(() => page.Find("tbody tr:nth-child(2) .chip").TextContent.StartsWith("Done", StringComparison.Ordinal));
        Assert.StartsWith("Held", page.Find("tbody tr:nth-child(3) .chip").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewOrders_WaitBehindAButtonAndMoveNothing()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders");

        context.Feed.Push(SampleViews.Head("GC-9999-0001") with { PlacedAt = context.Clock.GetUtcNow().AddSeconds(1) });
        page.WaitForAssertion(() => Assert.Contains("Show 1 new order", page.Markup, StringComparison.Ordinal));
        Assert.Equal("GC-4417-0900", page.Find("tbody a[data-row-link]").TextContent);
        context.Orders.Search.Always(new Page<OrderHead>([SampleViews.Head("GC-9999-0001"), .. SampleViews.List()], null));
        await page.Find(".newbar button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("GC-9999-0001", page.Find("tbody a[data-row-link]").TextContent));
        Assert.DoesNotContain("new order", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resync_ReadsTheListAgain()
    {
        await using var context = Loaded();
        Open(context, "/orders").WaitForAssertion(() => Assert.Single(context.Orders.Search.Asked));

        context.Feed.Resync();

        await context.UntilAsync(() => context.Orders.Search.Asked.Count == 2);
    }

    [Fact]
    public async Task Leaving_EndsTheSubscription()
    {
        var context = Loaded();
        Open(context, "/orders");
        Assert.Equal(1, context.Feed.Open);

        await context.DisposeAsync();

        Assert.Equal(0, context.Feed.Open);
    }

    private static ConsoleContext Loaded()
    {
        var context = new ConsoleContext();
        context.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), "c1"));
        return context;
    }

    private static IRenderedComponent<OrdersPage> Open(ConsoleContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<OrdersPage>();
    }
}
