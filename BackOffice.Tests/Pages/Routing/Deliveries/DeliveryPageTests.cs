using BackOffice.Components.Routing.Deliveries;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Routing.Deliveries;

public sealed class DeliveryPageTests
{
    [Fact]
    public async Task Delivered_SaysWhereItArrived_WithEveryTryAndTheMaskedBody()
    {
        await using var context = Loaded(SampleDeliveries.Delivered);

        var page = Open(context);

        Assert.Equal("Order Failed arrived at zendesk.", page.Find("h1").TextContent);
        Assert.Equal(["Try 2", "Try 1"], page.FindAll(".letters li b").Select(title => title.TextContent));
        Assert.Contains("The receiver did not answer in time.", page.Find(".letters").TextContent, StringComparison.Ordinal);
        Assert.Contains("What was sent", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#redrive"));
    }

    [Fact]
    public async Task Dead_TriedAgainWithAReason_SendsTheOneDelivery()
    {
        await using var context = Loaded(SampleDeliveries.Dead);
        var dialogs = context.RenderProviders();
        context.Deliveries.Redrive.Always(new ResendOutcome(1, "Tried again: 1."));
        var page = Open(context);
        Assert.Equal("Order Failed could not be delivered to partner.", page.Find("h1").TextContent);

        var open = page.Find("#redrive").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "The key was renewed" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Deliveries.Redrive.Asked);
        Assert.Equal((new DeadSelection("all-to-partner", "t1", "Http.401", Delivery: 498), "The key was renewed"), (sent.Letters, sent.Reason));
        page.WaitForAssertion(() => Assert.Equal(2, context.Deliveries.Get.Asked.Count));
    }

    [Fact]
    public async Task Dead_WithoutPermission_SaysWhoMay()
    {
        await using var context = Loaded(SampleDeliveries.Dead, Role.SupportAgent);

        var button = Open(context).Find("#redrive");

        Assert.Equal("true", button.GetAttribute("aria-disabled"));
        Assert.Contains("rules:replay", button.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Operations", button.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryState.Pending, "Order Failed has not reached partner yet. We try again.")]
    [InlineData(DeliveryState.Discarded, "Order Failed was not delivered to partner, and a person gave it up for good.")]
    public async Task Sentence_SaysHowItStands(DeliveryState state, string says)
    {
        await using var context = Loaded(SampleDeliveries.Retrying with { State = state });

        Assert.Equal(says, Open(context).Find("h1").TextContent);
    }

    [Fact]
    public async Task Page_WhileReading_ShowsRows()
    {
        await using var context = Loaded(SampleDeliveries.Dead);
        context.Deliveries.Get.Later();

        Assert.NotEmpty(Open(context).FindAll("[aria-label='Loading the delivery']"));
    }

    [Fact]
    public async Task Page_NotThereAnyMore_SaysSo()
    {
        await using var context = Loaded(SampleDeliveries.Dead);
        context.Deliveries.Get.Always((Result<DeliveryDetail>)new NotFound("delivery.not-found", "There is no such delivery, or it is older than deliveries are kept."));

        Assert.Contains("The delivery is not there", Open(context).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_RouterDown_SaysSo()
    {
        await using var context = Loaded(SampleDeliveries.Dead);
        context.Deliveries.Get.Throws(new IOException("disk"));

        Assert.Contains("The delivery could not be read", Open(context).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = Loaded(SampleDeliveries.Dead);
        context.Deliveries.Get.Always((Result<DeliveryDetail>)RolePermissions.Refusal(Permission.RulesRead));

        Assert.Contains("rules:read", Open(context).Markup, StringComparison.Ordinal);
    }

    private static ConsoleContext Loaded(EventDelivery delivery, Role role = Role.Operations)
    {
        var context = new ConsoleContext(role);
        context.Deliveries.Get.Always(SampleDeliveries.Detail(delivery));
        return context;
    }

    private static IRenderedComponent<DeliveryPage> Open(ConsoleContext context) => context.Render<DeliveryPage>(parameters => parameters.Add(page => page.Id, 498));
}
