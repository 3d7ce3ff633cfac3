using BackOffice.Components.Samples;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Samples;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Samples;

public sealed class SamplesCardTests
{
    [Fact]
    public async Task Card_WhereSamplesDoNotExist_ShowsNothing()
    {
        await using var context = new ConsoleContext();

        Assert.Empty(Render(context, 0).Markup.Trim());
    }

    [Fact]
    public async Task Card_OnAnEmptyStore_OffersThemAndStarts()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Samples.Run.Always(new SampleRun());
        context.Samples.Start.Always(ask => new SampleRun { Commands = 1, Wanted = ask.Orders, Trickle = ask.Trickle });
        var card = Render(context, 0);
        Assert.Contains("There is no order yet.", card.Markup, StringComparison.Ordinal);

        await card.Find("#samples-start").ClickAsync(new());

        Assert.Equal((0L, 2_000, true), (context.Samples.Start.Asked[0].ExpectedVersion, context.Samples.Start.Asked[0].Orders, context.Samples.Start.Asked[0].Trickle));
        Assert.Contains("0 of 2,000 sample orders are placed.", card.Markup, StringComparison.Ordinal);
        Assert.NotNull(card.Find("#samples-stop"));
    }

    [Fact]
    public async Task Card_OnAStoreWithOrdersAndNoSamples_ShowsNothing()
    {
        await using var context = new ConsoleContext();
        context.Samples.Run.Always(new SampleRun());

        Assert.Empty(Render(context, 12).Markup.Trim());
    }

    [Fact]
    public async Task Card_WhileTheyRun_FollowsTheProgressLive()
    {
        await using var context = new ConsoleContext();
        context.Samples.Run.Always(new SampleRun { Commands = 1, From = 100, Placed = 350, Wanted = 1_100 });
        var card = Render(context, 350);
        Assert.Equal(("250", "1000"), (card.Find("progress").GetAttribute("value"), card.Find("progress").GetAttribute("max")));
        context.Samples.Run.Always(new SampleRun { Commands = 1, From = 100, Placed = 1_100, Wanted = 1_100, Trickle = true });

        context.Feed.Push(SampleViews.Head());

        card.WaitForAssertion(() => Assert.Contains("1,100 sample orders so far, and one more every few seconds.", card.Markup, StringComparison.Ordinal));
        Assert.Empty(card.FindAll("progress"));
    }

    [Fact]
    public async Task Stop_WhenSomebodyWasFaster_SaysWho()
    {
        await using var context = new ConsoleContext();
        context.Samples.Run.Always(new SampleRun { Commands = 1, Placed = 5, Wanted = 10 });
        context.Samples.Stop.Always((Result<SampleRun>)new Conflict("samples.version", "Started meanwhile.", "Ines Marlow"));
        var card = Render(context, 5);

        await card.Find("#samples-stop").ClickAsync(new());
        await card.Find("#samples-stop").ClickAsync(new());

        Assert.Contains("Ines Marlow was faster", card.Markup, StringComparison.Ordinal);
        Assert.Equal(context.Samples.Stop.Asked[0].CommandId, context.Samples.Stop.Asked[1].CommandId);
    }

    private static IRenderedComponent<SamplesCard> Render(ConsoleContext context, long orders) => context.Render<SamplesCard>(parameters => parameters.Add(card => card.Orders, orders));
}
