using BackOffice.Components.Orders;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Orders;

public sealed class QueryBoxTests
{
    [Fact]
    public async Task Typing_AField_CompletesItWithItsMeaning()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders");

        await page.Find("#query").InputAsync(new ChangeEventArgs { Value = "maria sta" });

        var option = Assert.Single(page.FindAll("[role=option]"));
        Assert.StartsWith("status:", option.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("person is all that waits for somebody", option.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status:fa", QueryFields.Status, "Failed", "status:failed", "status:failed ")]
    [InlineData("maria city:sao", QueryFields.City, "São Paulo", "city:\"São Paulo\"", "maria city:\"São Paulo\" ")]
    public async Task Typing_AValue_OffersWhatOrdersHave_WithHowMany(string typed, string field, string value, string label, string taken)
    {
        await using var context = Loaded();
        context.Orders.Values.Always(KnownValues.From(field, [new(value, 1_204), new("Elsewhere", 7)]));
        var page = Open(context, "/orders");

        await page.Find("#query").InputAsync(new ChangeEventArgs { Value = typed });

        var option = Assert.Single(page.FindAll("[role=option]"));
        Assert.Equal(label, option.QuerySelector(".mono")?.TextContent);
        Assert.Contains("1,204", option.TextContent, StringComparison.Ordinal);
        await option.ClickAsync(new());
        Assert.Equal(taken, page.Find("#query").GetAttribute("value"));
    }

    [Fact]
    public async Task Enter_OnAMarkedCompletion_TakesItAndAsksNothing()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders");
        var asked = context.Orders.Search.Asked.Count;
        await page.Find("#query").InputAsync(new ChangeEventArgs { Value = "status:fa" });

        await page.Find("#query").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        Assert.Equal("complete-0", page.Find("#query").GetAttribute("aria-activedescendant"));
        await page.Find("form").SubmitAsync();

        Assert.Equal("status:failed ", page.Find("#query").GetAttribute("value"));
        Assert.Equal(asked, context.Orders.Search.Asked.Count);
    }

    [Fact]
    public async Task Problem_IsShownWithItsPart_AndMendedByAButton()
    {
        await using var context = Loaded();
        var page = Open(context, "/orders?q=maria statsu:failed");
        Assert.Empty(context.Orders.Search.Asked);
        Assert.Contains("There is no field statsu.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("statsu:failed", page.Find("[role=alert] .mono").TextContent);
        Assert.Empty(page.FindAll("tbody tr"));

        await page.Find("[role=alert] button").ClickAsync(new());

        Assert.EndsWith("/orders?q=maria%20status:failed", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BoundedSearch_SaysHowFarItCame_AndGoesOn()
    {
        await using var context = new ConsoleContext();
        context.Orders.Search.Always(new Page<OrderHead>([], "c1", new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero)));
        var page = Open(context, "/orders?q=city:Nowhere variant:on");
        Assert.Contains("Nothing found yet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Searched back to", page.Markup, StringComparison.Ordinal);

        await page.Find("section.notice button").ClickAsync(new());

        Assert.EndsWith("&cursor=c1", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    private static ConsoleContext Loaded()
    {
        var context = new ConsoleContext();
        context.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), "c1"));
        context.Orders.Counts.Always(new Dictionary<Headline, long>());
        context.Orders.Values.Always(KnownValues.None);
        return context;
    }

    private static IRenderedComponent<OrdersPage> Open(ConsoleContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<OrdersPage>();
    }
}
