using BackOffice.Components.Routing.Deliveries;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Tests.Fakes;
using BackOffice.Tests.Pages.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Routing.Deliveries;

public sealed class DeadLettersPageTests() : ReadingPageTests<DeadLettersPage, bool, IReadOnlyList<DeadGroup>>("/rules/dead-letters", "undelivered events", Permission.RulesRead)
{
    private const string Open38 = "/rules/dead-letters?rule=all-to-partner&target=t1&error=Http.401";

    [Fact]
    public async Task Page_Loaded_TellsCausesWithTheirCounts()
    {
        await using var context = Loaded();

        var page = Open(context);

        Assert.Equal("39 events could not be delivered.", page.Find("h1").TextContent);
        Assert.Equal(["The receiver refused our sign-in (401).", "The receiver did not answer in time."], page.FindAll("section > header h2").Select(title => title.TextContent));
        Assert.Equal("Try all 38 again…", page.Find("#redrive-g0").TextContent);
        Assert.Empty(context.Deliveries.List.Asked);
    }

    [Fact]
    public async Task Cause_Opened_ListsItsDeliveriesAlone()
    {
        await using var context = Loaded();

        var page = Open(context, Open38);

        var (query, _) = Assert.Single(context.Deliveries.List.Asked);
        Assert.Equal(new DeliveryQuery { Rule = "all-to-partner", Target = "t1", ErrorCode = "Http.401", State = DeliveryState.Dead }, query);
        Assert.Equal("/rules/deliveries/498", page.Find(".letters a").GetAttribute("href"));
        Assert.Contains("The newest 50 are shown.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_TriedAgain_TakesWhatWasSeenAlone_AndShowsHowItGoes()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Deliveries.Redrive.Always(new ResendOutcome(38, "Tried again: 38."));
        context.Deliveries.Progress.Always(new DeliveryCounts(8, 27, 3, 0));
        var page = Open(context);

        var open = page.Find("#redrive-g0").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("Try 38 deliveries again?", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "The key was renewed" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Deliveries.Redrive.Asked);
        Assert.Equal(new DeadSelection("all-to-partner", "t1", "Http.401", SampleDeliveries.Groups[0].NewestAt), sent.Letters);
        Assert.EndsWith("redrive=" + sent.CommandId, context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("27 arrived, 3 given up, 8 on their way.", page.Find(".job").TextContent, StringComparison.Ordinal));
        Assert.Equal(("38", "30"), (page.Find("progress").GetAttribute("max"), page.Find("progress").GetAttribute("value")));
    }

    [Fact]
    public async Task One_GivenUp_AsksForAReasonAndSaysThatItIsForGood()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Deliveries.Discard.Always(new ResendOutcome(1, "Discarded: 1."));
        var page = Open(context, Open38);

        var open = page.Find("#discard-498").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("cannot be tried again afterwards", dialogs.Markup, StringComparison.Ordinal);
        Assert.True(dialogs.Find(".btn.d").HasAttribute("disabled"));
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "A test order" });
        await dialogs.Find(".btn.d").ClickAsync(new());
        await open;

        Assert.Equal((498L, "A test order"), (Assert.Single(context.Deliveries.Discard.Asked).Letters.Delivery, context.Deliveries.Discard.Asked[0].Reason));
    }

    [Fact]
    public async Task Redrive_ThatIsForgotten_IsNoError()
    {
        await using var context = Loaded();
        context.Deliveries.Progress.Always((Result<DeliveryCounts>)new NotFound("redrive.not-found", "Nothing is known of this redrive any more."));

        var page = Open(context, "/rules/dead-letters?redrive=c-1");

        Assert.Empty(page.FindAll(".job"));
        Assert.Empty(page.FindAll(".notice"));
    }

    [Fact]
    public async Task Acts_WithoutPermission_SayWhoMay()
    {
        await using var context = Loaded(Role.SupportAgent);

        var page = Open(context);

        Assert.Equal("true", page.Find("#redrive-g0").GetAttribute("aria-disabled"));
        Assert.Equal("true", page.Find("#discard-g0").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Page_Empty_SaysThatEverythingArrived()
    {
        await using var context = Loaded();
        context.Deliveries.Dead.Always(new List<DeadGroup>());

        Assert.Equal("Every event arrived, or is on its way.", Open(context).Find("h1").TextContent);
    }

    protected override string Shown => "#redrive-g0";

    protected override Answer<bool, IReadOnlyList<DeadGroup>> Reading(ConsoleContext context) => context.Deliveries.Dead;

    protected override ConsoleContext Loaded() => Loaded(Role.Operations);

    private static ConsoleContext Loaded(Role role)
    {
        var context = new ConsoleContext(role);
        context.Deliveries.Dead.Always(SampleDeliveries.Groups.ToList());
        context.Deliveries.List.Always(new Page<EventDelivery>([SampleDeliveries.Dead], "497"));
        return context;
    }
}
