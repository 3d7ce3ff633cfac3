using BackOffice.Components.Rollouts;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Rollouts;

public sealed class GuardrailCardTests
{
    [Fact]
    public async Task Card_WithManyOrders_SaysTheRangeDrawsItAndHasItsTable()
    {
        await using var context = new ConsoleContext();

        var card = Render(context, Hours(instantFailed: 5, batchFailed: 5), new RolloutChange(17, context.Clock.GetUtcNow().AddHours(-5), "Noor Abelard", "dial", "Two quiet weeks", 2500, 4000));

        Assert.Contains("No difference can be told: it lies between −", card.Find("b").TextContent, StringComparison.Ordinal);
        Assert.Contains("Instant: 110 of 4,400 orders ever failed; batch: 110 of 4,400.", card.Markup, StringComparison.Ordinal);
        Assert.Equal("0.00 points", card.Find("svg .end").TextContent);
        Assert.Contains("40.00%", card.Find("svg").TextContent, StringComparison.Ordinal);
        Assert.Equal(card.Find("b").TextContent, card.Find("svg").GetAttribute("aria-label"));

        await card.Find("button").ClickAsync(new());

        Assert.Equal(22, card.FindAll("tbody tr").Count);
        Assert.Equal(["200", "5", "200", "5", "0.00"], card.FindAll("tbody tr")[0].QuerySelectorAll("td").Take(5).Select(cell => cell.TextContent));
    }

    [Theory]
    [InlineData(30, 5, "Instant fails more often than batch: by 12.50 points, at least ")]
    [InlineData(5, 30, "Instant fails less often than batch: by 12.50 points, at least ")]
    public async Task Card_WhereTheRangeLeavesZeroOut_SaysWhichIsWorse(int instant, int batch, string said)
    {
        await using var context = new ConsoleContext();

        Assert.StartsWith(said, Render(context, Hours(instant, batch)).Find("b").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_OfTooFewOrders_DrawsNothing()
    {
        await using var context = new ConsoleContext();

        var card = Render(context, Hours(5, 5).Take(1).ToList());
        var none = Render(context, [.. Enumerable.Range(0, 24).Select(i => new HourFigures(SampleViews.Placed.AddHours(-i)))]);

        Assert.NotEmpty(card.FindAll("svg"));
        Assert.Empty(none.FindAll("svg"));
        Assert.Contains("Too few orders to compare: 100 of each path are needed.", none.Markup, StringComparison.Ordinal);
    }

    private static IRenderedComponent<GuardrailCard> Render(ConsoleContext context, IReadOnlyList<HourFigures> hours, params RolloutChange[] changes) =>
        context.Render<GuardrailCard>(card => card.Add(c => c.Hours, hours).Add(c => c.Changes, changes));

    /// <summary>24 hours up to the one that runs, 200 orders of each path in each; the newest two are too young to count.</summary>
    private static List<HourFigures> Hours(int instantFailed, int batchFailed) =>
    [
        .. Enumerable.Range(0, 24).Select(i =>
        {
            var hour = new HourFigures(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero).AddHours(i - 23));
            foreach (var (path, failed) in new[] { (OrderPath.Instant, instantFailed), (OrderPath.Batch, batchFailed) })
            {
                hour.AddArm(path, failed: true, failed);
                hour.AddArm(path, failed: false, 200 - failed);
            }

            return hour;
        }),
    ];
}
