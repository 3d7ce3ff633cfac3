using BackOffice.Components.Routing.Deliveries;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Routing.Deliveries;

public sealed class OrderEventsCardTests
{
    [Fact]
    public async Task Card_Closed_AsksNothing()
    {
        await using var context = Loaded();

        var card = Render(context);
        context.Deliveries.Changes++;
        context.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Empty(context.Deliveries.Trace.Asked);
        Assert.Equal("false", card.Find("#events-toggle").GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task Card_Opened_SaysWhereEachEventWent()
    {
        await using var context = Loaded();

        var card = await OpenedAsync(context);

        Assert.Equal(SampleViews.Id, Assert.Single(context.Deliveries.Trace.Asked));
        Assert.Contains("3 events, 2 of which were sent", card.Markup, StringComparison.Ordinal);
        Assert.Equal(["/rules/deliveries/512", "/rules/deliveries/511", "/rules/deliveries/510"], card.FindAll(".traces > li > .row a").Select(link => link.GetAttribute("href")));
        Assert.Contains("went nowhere", card.FindAll(".traces > li")[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("It matches, and is disabled: the event was dropped.", card.FindAll(".traces > li")[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyNot_ToADestination_IsSaidOfEveryEvent()
    {
        await using var context = Loaded();
        var card = await OpenedAsync(context);

        await card.Find("#f-why-not").ChangeAsync(new ChangeEventArgs { Value = "zendesk" });

        Assert.Equal(
            [
                "Order Failed arrived at zendesk.", """failures-to-support: Does not match: detail-type is "Order Step Retrying"; it is asked that it is "Order Failed".""",
                """failures-to-support: Does not match: detail-type is "Order Placed"; it is asked that it is "Order Failed".""",
            ],
            card.FindAll(".traces > li > p").Select(why => why.TextContent));
    }

    [Fact]
    public async Task Card_Open_ReadsAgainWhenDeliveriesChange_AndNotOnceClosed()
    {
        await using var context = Loaded();
        var card = await OpenedAsync(context);

        context.Deliveries.Changes++;
        context.Clock.Advance(TimeSpan.FromSeconds(1));
        card.WaitForAssertion(() => Assert.Equal(2, context.Deliveries.Trace.Asked.Count));
        await card.Find("#events-toggle").ClickAsync(new());
        context.Deliveries.Changes++;
        context.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(2, context.Deliveries.Trace.Asked.Count);
    }

    [Fact]
    public async Task Card_Open_WhenOnlyOtherOrdersDeliveriesChange_ExplainsNothingAgain()
    {
        await using var context = Loaded();
        context.Deliveries.TraceMark.Always("as it was");
        var card = await OpenedAsync(context);

        context.Deliveries.Changes++;
        context.Clock.Advance(TimeSpan.FromSeconds(1));
        card.WaitForAssertion(() => Assert.Equal(2, context.Deliveries.TraceMark.Asked.Count));
        Assert.Single(context.Deliveries.Trace.Asked);

        context.Deliveries.TraceMark.Always("another");
        context.Deliveries.Changes++;
        context.Clock.Advance(TimeSpan.FromSeconds(1));
        card.WaitForAssertion(() => Assert.Equal(2, context.Deliveries.Trace.Asked.Count));
    }

    [Fact]
    public async Task Card_WhileReading_ShowsRows()
    {
        await using var context = Loaded();
        context.Deliveries.Trace.Later();
        var card = Render(context);

        _ = card.Find("#events-toggle").ClickAsync(new());

        card.WaitForElement("[aria-label='Loading the events']");
    }

    [Fact]
    public async Task Card_WithoutEvents_SaysSo()
    {
        await using var context = Loaded();
        context.Deliveries.Trace.Always(new List<EventTrace>());

        Assert.Contains("No event of this order is recorded", (await OpenedAsync(context)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_RouterDown_SaysSo()
    {
        await using var context = Loaded();
        context.Deliveries.Trace.Throws(new IOException("disk"));

        Assert.Contains("The events of the order could not be read", (await OpenedAsync(context)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_WithoutPermission_NamesIt()
    {
        await using var context = Loaded();
        context.Deliveries.Trace.Always((Result<IReadOnlyList<EventTrace>>)RolePermissions.Refusal(Permission.RulesRead));

        Assert.Contains("rules:read", (await OpenedAsync(context)).Markup, StringComparison.Ordinal);
    }

    private static ConsoleContext Loaded()
    {
        var context = new ConsoleContext();
        context.Deliveries.Trace.Always(SampleDeliveries.Traces.ToList());
        return context;
    }

    private static IRenderedComponent<OrderEventsCard> Render(ConsoleContext context) => context.Render<OrderEventsCard>(parameters => parameters.Add(card => card.Order, SampleViews.Id));

    private static async Task<IRenderedComponent<OrderEventsCard>> OpenedAsync(ConsoleContext context)
    {
        var card = Render(context);
        await card.Find("#events-toggle").ClickAsync(new());
        return card;
    }
}
