using BackOffice.Components.Home;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Home;

public sealed class HomePageTests
{
    [Theory]
    [InlineData(0, "No order needs a person.")]
    [InlineData(1, "One order needs a person.")]
    [InlineData(24, "24 orders need a person.")]
    public async Task Page_Loaded_OpensWithOneSentence(long failed, string sentence)
    {
        await using var context = With(failed);

        Assert.Equal(sentence, context.Render<HomePage>().Find("h1").TextContent);
    }

    [Fact]
    public async Task Tile_LeadsToItsList()
    {
        await using var context = With(12);

        Assert.Equal("/orders?q=status:failed", context.Render<HomePage>().FindAll("a.tile")[3].GetAttribute("href"));
    }

    [Fact]
    public async Task OtherCounts_OfNothing_HaveNoColour()
    {
        await using var context = With(0);

        var chips = context.Render<HomePage>().FindAll("ul.counts li");

        Assert.NotEmpty(chips);
        Assert.All(chips, chip => Assert.Equal(chip.QuerySelector("span:last-child")?.TextContent == "0", chip.QuerySelector("a.role-quiet") is not null));
    }

    [Fact]
    public async Task Page_WhileReading_ShowsSkeletons()
    {
        await using var context = With(0);
        context.Orders.Counts.Later();

        Assert.NotEmpty(context.Render<HomePage>().FindAll("[aria-label='Loading the counts']"));
    }

    [Fact]
    public async Task Page_StoreDown_SaysSo()
    {
        await using var context = With(0);
        context.Orders.Counts.Throws(new IOException("disk"));

        Assert.Contains("The counts could not be read", context.Render<HomePage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = With(0);
        context.Orders.Counts.Always((Result<IReadOnlyDictionary<Headline, long>>)RolePermissions.Refusal(Permission.OrdersRead));

        Assert.Contains("orders:read", context.Render<HomePage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveChange_ReadsTheCountsAgain()
    {
        await using var context = With(0);
        var page = context.Render<HomePage>();
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = 3 });

        context.Feed.Push(SampleViews.Head());

        page.WaitForAssertion(() => Assert.Equal("Three orders need a person.", page.Find("h1").TextContent));
    }

    [Fact]
    public async Task LiveChange_ReadsTheDialAgain()
    {
        await using var context = With(0);
        var page = context.Render<HomePage>();
        context.Rollouts.Policy.Always(new RolloutPolicy { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 2, Dial = 7000 });

        context.Feed.Push(SampleViews.Head());

        page.WaitForAssertion(() => Assert.Contains("70.00%", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FirstFailure_BeforeTheFiguresKnowOfIt_IsShown()
    {
        await using var context = With(2);
        context.Orders.Figures.Always(SampleFigures.Day(context.Clock.GetUtcNow()) with { Failing = new Dictionary<string, long>() });

        var page = context.Render<HomePage>();

        Assert.Equal("Two orders need a person.", page.Find("h1").TextContent);
        Assert.Contains("They are listed by what stopped them.", page.Markup, StringComparison.Ordinal);
    }

    private static ConsoleContext With(long failed)
    {
        var context = new ConsoleContext();
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = failed, [Headline.Done] = 5 });
        context.Orders.Figures.Always(SampleFigures.Day(context.Clock.GetUtcNow()));
        context.Rollouts.Policy.Always(new RolloutPolicy { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 1, Dial = 4000 });
        return context;
    }
}
