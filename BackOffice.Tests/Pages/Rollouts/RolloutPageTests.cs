using BackOffice.Components.Rollouts;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Rollouts;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Rollouts;

public sealed class RolloutPageTests
{
    [Fact]
    public async Task Page_WhileReading_ShowsASkeleton()
    {
        await using var context = new ConsoleContext(Role.ProductManager);
        context.Rollouts.Policy.Later();

        Assert.NotEmpty(context.Render<RolloutPage>().FindAll("[aria-label='Loading the rollout']"));
    }

    [Fact]
    public async Task Page_Loaded_SaysTheShareInWords()
    {
        await using var context = Loaded();

        var page = context.Render<RolloutPage>();

        Assert.Equal("40 of every 100 orders are instant; the rest take the batch path.", page.Find("h1").TextContent);
        Assert.Contains("25.00% → 40.00%", page.Find("ol.hist").TextContent, StringComparison.Ordinal);
        Assert.Contains("Boston", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutPermissionToRead_NamesIt()
    {
        await using var context = new ConsoleContext();
        context.Rollouts.Policy.Always((Result<RolloutPolicy>)RolePermissions.Refusal(Permission.RolloutRead));

        Assert.Contains("rollout:read", context.Render<RolloutPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_StoreDown_TriesAgain()
    {
        await using var context = Loaded();
        context.Rollouts.Policy.Throws(new IOException("disk"));
        var page = context.Render<RolloutPage>();
        Assert.Contains("The rollout could not be read", page.Markup, StringComparison.Ordinal);
        context.Rollouts.Policy.Always(Policy(17, 4000));

        await page.Find("section.notice button.btn").ClickAsync(new());

        Assert.NotEmpty(page.FindAll(".slider"));
    }

    [Fact]
    public async Task Page_NotPermittedToSet_ShowsTheDialWithoutItsControls()
    {
        await using var context = Loaded(Role.SupportAgent);

        var page = context.Render<RolloutPage>();

        Assert.Empty(page.FindAll("input[type=range]"));
        Assert.Contains("rollout:set", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Stop instant", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dial_Lowered_NamesTheValueAndSendsItWithReasonAndVersion()
    {
        await using var context = Loaded();
        context.Rollouts.Set.Always(Policy(18, 2500));
        var page = context.Render<RolloutPage>();

        await page.Find(".dialnum input").ChangeAsync(new ChangeEventArgs { Value = "25" });
        Assert.Contains("15 of every 100 customers go back to batch", page.Markup, StringComparison.Ordinal);
        Assert.True(Save(page).HasAttribute("disabled"));
        await page.Find("input[aria-label=Reason]").InputAsync(new ChangeEventArgs { Value = "Processor is busy" });
        Assert.Equal("Lower to 25.00%", Save(page).TextContent);
        await Save(page).ClickAsync(new());

        var sent = Assert.Single(context.Rollouts.Set.Asked);
        Assert.Equal((2500, 17L, "Processor is busy", (bool?)null), (sent.Dial ?? 0, sent.ExpectedVersion, sent.Reason, sent.Killed));
        page.WaitForAssertion(() => Assert.StartsWith("25 of every 100", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("12,5", "Lower to 12.50%")]
    [InlineData("40.01", "Raise to 40.01%")]
    [InlineData("100", "Raise to 100.00%")]
    public async Task Dial_Typed_TakesHundredths(string text, string verb)
    {
        await using var context = Loaded();
        var page = context.Render<RolloutPage>();

        await page.Find(".dialnum input").ChangeAsync(new ChangeEventArgs { Value = text });

        Assert.Equal(verb, Save(page).TextContent);
    }

    [Theory]
    [InlineData("12.345")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("a lot")]
    [InlineData("")]
    public async Task Dial_TypedWrong_SaysSoAndCannotBeSent(string text)
    {
        await using var context = Loaded();
        var page = context.Render<RolloutPage>();

        await page.Find(".dialnum input").ChangeAsync(new ChangeEventArgs { Value = text });
        await page.Find("input[aria-label=Reason]").InputAsync(new ChangeEventArgs { Value = "x" });

        Assert.NotEmpty(page.FindAll("p[role=alert]"));
        Assert.True(Save(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Dial_SomebodyWasFaster_ShowsWhoAndBothValues()
    {
        await using var context = Loaded();
        context.Rollouts.Set.Always((Result<RolloutPolicy>)new Conflict("rollout.version", "The dial is at 60.00 % now.", "Jonas Orrin", SampleViews.Placed));
        var page = context.Render<RolloutPage>();
        await page.Find("input[type=range]").InputAsync(new ChangeEventArgs { Value = "2500" });
        await page.Find("input[aria-label=Reason]").InputAsync(new ChangeEventArgs { Value = "x" });
        await Save(page).ClickAsync(new());
        Assert.Contains("Jonas Orrin was faster", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("25.00%", page.Markup, StringComparison.Ordinal);
        context.Rollouts.Policy.Always(Policy(18, 6000));

        await page.FindAll("button").Single(button => button.TextContent == "Show the new policy").ClickAsync(new());

        page.WaitForAssertion(() => Assert.StartsWith("60 of every 100", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Killed_Policy_SaysThatInstantIsStopped()
    {
        await using var context = Loaded();
        context.Rollouts.Policy.Always(Policy(18, 4000) with { Killed = true });

        var page = context.Render<RolloutPage>();

        Assert.StartsWith("Instant processing is stopped", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains("Start instant again", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dial_Moved_CountsWhomItReachesOnTheNewestOrders()
    {
        await using var context = Loaded();
        var page = context.Render<RolloutPage>();
        page.WaitForElement(".eff[role=status]");

        await page.Find("input[type=range]").InputAsync(new ChangeEventArgs { Value = "5000" });

        var figures = page.Find(".eff[role=status]").TextContent;
        Assert.Contains("Instant, of the last 5 orders2 to 4", figures, StringComparison.Ordinal);
        Assert.Contains("Orders newly instant2", figures, StringComparison.Ordinal);
        Assert.Contains("Customers newly instant1", figures, StringComparison.Ordinal);
        Assert.Equal(["/orders/GC-0000-0002", "/orders/GC-0000-0003"], page.FindAll(".reach a").Select(a => a.GetAttribute("href")));

        await page.Find("input[type=range]").InputAsync(new ChangeEventArgs { Value = "1000" });

        Assert.Contains("Orders that leave instant1", page.Find(".eff[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoBack_ToAnEarlierPolicy_ShowsTheDifferenceAndSendsItsDials()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Rollouts.History.Always(new Page<RolloutChange>(
        [
            new RolloutChange(17, SampleViews.Placed, "Noor Abelard", "dial", "Two quiet weeks", 2500, 4000, [new("dial", "25.00 %", "40.00 %"), new("Boston", "default", "60.00 %")]),
            new RolloutChange(16, SampleViews.Placed, "Jonas Orrin", "dial", "Planned", 1000, 2500, [new("dial", "10.00 %", "25.00 %")]),
        ], null));
        context.Rollouts.At.Always(Policy(17, 2500) with { CityDials = new Dictionary<string, int>() });
        context.Rollouts.Set.Always(Policy(18, 2500));
        var page = context.Render<RolloutPage>();
        Assert.Contains("Boston: default → 60.00%", page.Find("ol.hist").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#back-17"));

        var open = page.Find("#back-16").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("40.00% 25.00%", dialogs.Find("dl.kv").TextContent, StringComparison.Ordinal);
        Assert.Contains("60.00% default", dialogs.Find("dl.kv").TextContent, StringComparison.Ordinal);
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "Too many failures" });
        Assert.Equal("Go back to 25.00%", dialogs.Find(".btn.p").TextContent);
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Rollouts.Set.Asked);
        Assert.Equal((2500, 17L, "Too many failures", (bool?)null), (sent.Dial ?? 0, sent.ExpectedVersion, sent.Reason, sent.Killed));
        Assert.Empty(sent.CityDials ?? new Dictionary<string, int> { ["?"] = 1 });
        Assert.Equal([16L], context.Rollouts.At.Asked);
    }

    [Fact]
    public async Task Undo_AfterAChange_GoesBackToThePolicyBefore()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Rollouts.Set.Always(Policy(18, 2500));
        context.Rollouts.At.Always(Policy(18, 4000));
        var page = context.Render<RolloutPage>();
        Assert.Empty(page.FindAll("#undo"));
        await page.Find(".dialnum input").ChangeAsync(new ChangeEventArgs { Value = "25" });
        await page.Find("input[aria-label=Reason]").InputAsync(new ChangeEventArgs { Value = "x" });
        await Save(page).ClickAsync(new());

        var open = page.Find("#undo").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.FindAll("button").First(button => button.TextContent == "Cancel").ClickAsync(new());
        await open;

        Assert.Equal([17L], context.Rollouts.At.Asked);
        Assert.Single(context.Rollouts.Set.Asked);
    }

    private static AngleSharp.Dom.IElement Save(IRenderedComponent<RolloutPage> page) => page.Find("section button.btn.p");

    private static ConsoleContext Loaded(Role role = Role.ProductManager)
    {
        var context = new ConsoleContext(role);
        context.Rollouts.Policy.Always(Policy(17, 4000));
        context.Rollouts.History.Always(new Page<RolloutChange>([new RolloutChange(17, SampleViews.Placed, "Noor Abelard", "dial", "Two quiet weeks", 2500, 4000)], null));
        context.Rollouts.Recent.Always(new RolloutWindow(
        [
            new RolloutSubject(new OrderId("GC-0000-0001"), "a", "Miami", 500, SampleViews.Placed), new RolloutSubject(new OrderId("GC-0000-0002"), "b", "Miami", 4500, SampleViews.Placed),
            new RolloutSubject(new OrderId("GC-0000-0003"), "B", "Miami", 4500, SampleViews.Placed), new RolloutSubject(new OrderId("GC-0000-0004"), "c", "Miami", 9000, SampleViews.Placed),
            new RolloutSubject(new OrderId("GC-0000-0005"), "d", "Miami", 3000, SampleViews.Placed),
        ]));
        return context;
    }

    private static RolloutPolicy Policy(long version, int dial) => new()
    {
        Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = version, Dial = dial, ChangedAt = SampleViews.Placed, ChangedBy = "Noor Abelard",
        CityDials = new Dictionary<string, int> { ["Boston"] = 6000 },
    };
}
