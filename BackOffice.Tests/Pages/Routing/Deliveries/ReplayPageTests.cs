using BackOffice.Components.Routing.Deliveries;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Replays;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Routing.Deliveries;

public sealed class ReplayPageTests
{
    [Fact]
    public async Task Count_OfTheChosenRules_ComesBeforeAnythingIsSent()
    {
        await using var context = Loaded();
        var page = Open(context, "/rules/replay?rule=all-to-partner");
        Assert.Empty(page.FindAll("#replay"));

        await page.Find("form").SubmitAsync();

        var window = Assert.Single(context.Replays.Count.Asked);
        Assert.Equal(["all-to-partner"], window.Rules);
        Assert.Equal((TimeSpan.FromHours(1), context.Clock.GetUtcNow()), (window.To - window.From, window.To));
        Assert.Contains("17 events would make 34 deliveries.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(context.Replays.Start.Asked);
    }

    [Fact]
    public async Task Replay_ToWhoCannotTellDoubles_NeedsAWordFirst_ThenAReason()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Replays.Start.Always(SampleDeliveries.Job(ReplayState.Running, 0));
        var page = Open(context, "/rules/replay?rule=all-to-partner");
        await page.Find("form").SubmitAsync();
        Assert.True(page.Find("#replay").HasAttribute("disabled"));

        await page.Find("#may-double").ChangeAsync(new ChangeEventArgs { Value = true });
        var open = page.Find("#replay").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("Replay 34 deliveries?", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "The partner lost an hour" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Replays.Start.Asked);
        Assert.Equal((34, true, "The partner lost an hour"), (sent.Counted, sent.MayDouble, sent.Reason));
        Assert.Equal(context.Replays.Count.Asked[0], sent.Window);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#replay")));
    }

    [Fact]
    public async Task Choice_ThatChanges_ForgetsTheCount()
    {
        await using var context = Loaded();
        var page = Open(context, "/rules/replay?rule=all-to-partner");
        await page.Find("form").SubmitAsync();

        await page.Find("#f-window").ChangeAsync(new ChangeEventArgs { Value = "1d" });

        Assert.Empty(page.FindAll("#replay"));
    }

    [Fact]
    public async Task Count_OvertakenByAnotherChoice_IsCancelled_AndItsAnswerIsNotShown()
    {
        await using var context = Loaded();
        var late = context.Replays.Count.Later();
        var page = Open(context, "/rules/replay?rule=all-to-partner");
        var counting = page.Find("form").SubmitAsync();
        var token = context.Replays.Counting;

        await page.Find("#f-window").ChangeAsync(new ChangeEventArgs { Value = "1d" });
        late.SetResult(SampleDeliveries.Count);
        await counting;

        Assert.True(token.IsCancellationRequested);
        Assert.Empty(page.FindAll("#replay"));
        Assert.False(page.Find("#count").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Count_OfAPageThatIsLeft_IsCancelled()
    {
        await using var context = Loaded();
        context.Replays.Count.Later();
        var page = Open(context, "/rules/replay?rule=all-to-partner");
        _ = page.Find("form").SubmitAsync();

        await page.InvokeAsync(page.Instance.Dispose);

        Assert.True(context.Replays.Counting.IsCancellationRequested);
    }

    [Fact]
    public async Task Window_OfOnesOwn_IsInTheViewersZone()
    {
        await using var context = Loaded();
        context.Services.GetRequiredService<BackOffice.Interaction.ViewerZone>().Set("America/New_York");
        var page = Open(context, "/rules/replay?rule=all-to-partner");
        await page.Find("#f-window").ChangeAsync(new ChangeEventArgs { Value = "own" });

        await page.Find("#from").ChangeAsync(new ChangeEventArgs { Value = "2026-11-22T21:00" });
        await page.Find("#to").ChangeAsync(new ChangeEventArgs { Value = "2026-11-22T22:30" });
        await page.Find("form").SubmitAsync();

        var window = Assert.Single(context.Replays.Count.Asked);
        Assert.Equal((new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 23, 3, 30, 0, TimeSpan.Zero)), (window.From, window.To));
    }

    [Fact]
    public async Task Count_ThatIsRefused_SaysWhy()
    {
        await using var context = Loaded();
        context.Replays.Count.Always((Result<ReplayCount>)new Rejected("replay.not-here", "The rules are on EventBridge, which delivers by itself. Replay from an archive of the bus."));
        var page = Open(context, "/rules/replay?rule=all-to-partner");

        await page.Find("form").SubmitAsync();

        Assert.Contains("Replay from an archive of the bus.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisabledRule_CannotBeChosen_AndSaysWhy()
    {
        await using var context = Loaded();

        var page = Open(context, "/rules/replay");

        var disabled = Assert.Single(page.FindAll(".check:has(input[disabled])"));
        Assert.Contains("disabled: enable it first", disabled.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", page.Find("form").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunningReplay_ShowsHowFarItIs_AndCanBeStopped()
    {
        await using var context = Loaded();
        context.Replays.Stop.Always(SampleDeliveries.Job(ReplayState.Stopping, 20));
        var page = Open(context, "/rules/replay");
        var first = page.Find(".letters li");
        Assert.Contains("14 arrived, 6 on their way.", first.TextContent, StringComparison.Ordinal);

        await first.QuerySelector("button")!.ClickAsync(new());

        Assert.Equal("r-1", Assert.Single(context.Replays.Stop.Asked));
        page.WaitForAssertion(() => Assert.Equal(2, context.Replays.Recent.Asked.Count));
    }

    [Fact]
    public async Task Page_WithoutReplayPermission_ShowsReplaysAndSaysWhoMay()
    {
        await using var context = Loaded(Role.SupportAgent);

        var page = Open(context, "/rules/replay");

        Assert.Empty(page.FindAll("form"));
        Assert.Contains("rules:replay", page.Markup, StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll(".letters li").Count);
        Assert.Empty(page.FindAll(".letters button"));
    }

    [Fact]
    public async Task Page_WhileReading_ShowsRows()
    {
        await using var context = Loaded();
        context.Deliveries.Names.Later();

        Assert.NotEmpty(Open(context, "/rules/replay").FindAll("[aria-label='Loading rules']"));
    }

    [Fact]
    public async Task Page_WithoutRules_SaysThatThereIsNothingToReplayTo()
    {
        await using var context = Loaded();
        context.Deliveries.Names.Always(new DeliveryNames([], []));
        context.Replays.Recent.Always(new List<ReplayView>());

        var markup = Open(context, "/rules/replay").Markup;

        Assert.Contains("No rule is enabled", markup, StringComparison.Ordinal);
        Assert.Contains("Nothing was replayed yet.", markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_StoreDown_SaysSo()
    {
        await using var context = Loaded();
        context.Deliveries.Names.Throws(new IOException("disk"));

        Assert.Contains("could not be read", Open(context, "/rules/replay").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = Loaded();
        context.Deliveries.Names.Always((Result<DeliveryNames>)RolePermissions.Refusal(Permission.RulesRead));

        Assert.Contains("rules:read", Open(context, "/rules/replay").Markup, StringComparison.Ordinal);
    }

    private static ConsoleContext Loaded(Role role = Role.Operations)
    {
        var context = new ConsoleContext(role);
        context.Deliveries.Names.Always(SampleDeliveries.Names);
        context.Replays.Recent.Always(SampleDeliveries.Replays.ToList());
        context.Replays.Count.Always(SampleDeliveries.Count);
        return context;
    }

    private static IRenderedComponent<ReplayPage> Open(ConsoleContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<ReplayPage>();
    }
}
