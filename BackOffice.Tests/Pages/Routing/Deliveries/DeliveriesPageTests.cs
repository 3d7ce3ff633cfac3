using BackOffice.Components.Routing.Deliveries;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Tests.Fakes;
using BackOffice.Tests.Pages.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Routing.Deliveries;

public sealed class DeliveriesPageTests() : ReadingPageTests<DeliveriesPage, (DeliveryQuery Query, string? Cursor), Page<EventDelivery>>("/rules/deliveries", "deliveries", Permission.RulesRead)
{
    [Fact]
    public async Task Page_Loaded_LinksEachDeliveryAndItsOrder()
    {
        await using var context = Loaded();

        var page = Open(context);

        var row = page.FindAll("tbody tr")[0];
        Assert.Equal("/rules/deliveries/512", row.QuerySelector("th a")!.GetAttribute("href"));
        Assert.Equal($"/orders/{SampleViews.Id}", row.QuerySelector("td a")!.GetAttribute("href"));
        Assert.Contains("Delivered", row.TextContent, StringComparison.Ordinal);
        // A rule's own event is about no order.
        Assert.Empty(page.FindAll("tbody tr")[^1].QuerySelectorAll("td a"));
    }

    [Fact]
    public async Task Filters_OfTheAddress_AreAskedFor()
    {
        await using var context = Loaded();

        Open(context, "/rules/deliveries?rule=all-to-partner&destination=partner&state=dead&order=GC-4417-0932&replay=r-1&cursor=400");

        var (query, cursor) = Assert.Single(context.Deliveries.List.Asked);
        Assert.Equal(new DeliveryQuery { Rule = "all-to-partner", Destination = "partner", State = DeliveryState.Dead, Key = "GC-4417-0932", Replay = "r-1" }, query);
        Assert.Equal("400", cursor);
    }

    [Fact]
    public async Task State_Chosen_GoesIntoTheAddress()
    {
        await using var context = Loaded();
        var page = Open(context, "/rules/deliveries?cursor=400");

        await page.Find("#f-state").ChangeAsync(new ChangeEventArgs { Value = "dead" });

        Assert.EndsWith("/rules/deliveries?state=dead", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_ThatChange_AreReadAgainWithinASecond()
    {
        await using var context = Loaded();
        var page = Open(context);
        context.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Single(context.Deliveries.List.Asked);

        context.Deliveries.Changes++;
        context.Clock.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal(2, context.Deliveries.List.Asked.Count));
    }

    [Theory]
    [InlineData("/rules/deliveries", "Nothing was sent yet")]
    [InlineData("/rules/deliveries?state=dead&rule=x", "No delivery matches")]
    public async Task Page_Empty_SaysWhatElseCanBeLookedFor(string address, string says)
    {
        await using var context = Loaded();
        context.Deliveries.List.Always(Page<EventDelivery>.Empty);

        var page = Open(context, address);

        Assert.Contains(says, page.Markup, StringComparison.Ordinal);
        Assert.Equal(address.Contains('?', StringComparison.Ordinal) ? 3 : 0, page.FindAll(".notice a").Count);
    }

    [Fact]
    public async Task Page_WithoutPermission_SaysWhoHasIt()
    {
        await using var context = Loaded();
        context.Deliveries.List.Always((Result<Page<EventDelivery>>)RolePermissions.Refusal(Permission.RulesRead));

        Assert.Contains("Operations", Open(context).Markup, StringComparison.Ordinal);
    }

    protected override Answer<(DeliveryQuery Query, string? Cursor), Page<EventDelivery>> Reading(ConsoleContext context) => context.Deliveries.List;

    protected override ConsoleContext Loaded()
    {
        var context = new ConsoleContext();
        context.Deliveries.List.Always(new Page<EventDelivery>(SampleDeliveries.All, "497"));
        context.Deliveries.Names.Always(SampleDeliveries.Names);
        return context;
    }
}
