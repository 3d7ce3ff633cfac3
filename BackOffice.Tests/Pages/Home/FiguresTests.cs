using BackOffice.Components.Home;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Contracts.Store;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Home;

public sealed class FiguresTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 2, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Read_AfterOrdersLived_TellsTheirHours()
    {
        var store = new MemoryStore();
        var placed = Sample.Order(1, placedAt: s_now.AddHours(-3), path: OrderPath.Batch);
        await CommitAsync(store, null, placed);
        await CommitAsync(store, placed, placed with { Headline = Headline.Done, CompletedAt = s_now.AddHours(-3).AddMinutes(40) });
        var failing = Sample.Order(2, placedAt: s_now.AddDays(-3), step: StepNames.CapturePayment) with { ChangedAt = s_now.AddMinutes(-5), Headline = Headline.Failed };
        await CommitAsync(store, null, failing);

        var figures = await OrderFigures.ReadAsync(store, s_now, 24, CancellationToken.None);

        Assert.Equal(24, figures.Hours.Count);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 2, 0, 0, TimeSpan.Zero), figures.Hours[^1].Hour);
        Assert.Equal(1, figures.Hours[^4].Placed(OrderPath.Batch));
        Assert.Equal(1, figures.Hours.Sum(hour => hour.Placed(OrderPath.Batch) + hour.Placed(OrderPath.Instant)));
        Assert.InRange(figures.Hours[^3].Took(OrderPath.Batch, 50)!.Value.TotalMinutes, 37, 43);
        Assert.Equal(1, figures.Hours[^1].Failed[StepNames.CapturePayment]);
        Assert.Equal(1, figures.Failing[StepNames.CapturePayment]);
    }

    [Fact]
    public void Layout_OfADay_KeepsSecondsAndHalfHoursInsideAndLabelsApart()
    {
        var layout = new DeliveryChartLayout(SampleFigures.Day(s_now).Hours);

        var points = layout.Series.SelectMany(series => series.Median.Concat(series.P95)).SelectMany(line => line).ToList();
        Assert.All(points, point => Assert.InRange(point.Y, DeliveryChartLayout.Top, DeliveryChartLayout.Bottom));
        Assert.Equal(4, layout.Labels.Count);
        Assert.All(layout.Labels.Zip(layout.Labels.Skip(1)), pair => Assert.True(pair.Second.Y - pair.First.Y >= 16 - 0.001));
        Assert.Equal(["1 s", "10 s", "1 min", "10 min", "1 h"], layout.Ticks.Select(tick => tick.Label));
    }

    [Fact]
    public void Layout_HourWithoutDeliveries_BreaksTheLine()
    {
        var batch = new DeliveryChartLayout(SampleFigures.Day(s_now).Hours).Series.Single(series => series.Path is OrderPath.Batch);

        Assert.Equal(2, batch.Median.Count);
        Assert.Equal(9, batch.Median[0].Count);
        Assert.Equal(14, batch.Median[1].Count);
    }

    [Fact]
    public async Task Chart_AsTable_SaysTheSameInFigures()
    {
        await using var context = new ConsoleContext();
        var chart = context.Render<DeliveryChart>(parameters => parameters.Add(p => p.Hours, SampleFigures.Day(s_now).Hours));
        Assert.StartsWith("From order to voucher: ", chart.Find("svg").GetAttribute("aria-label"), StringComparison.Ordinal);

        await chart.Find("button").ClickAsync(new());

        Assert.Equal(24, chart.FindAll("tbody tr").Count);
        Assert.Contains("–", chart.FindAll("tbody tr")[23 - 9].TextContent, StringComparison.Ordinal);
        Assert.Empty(chart.FindAll("svg"));
    }

    [Fact]
    public async Task Chart_NothingDelivered_SaysSo()
    {
        await using var context = new ConsoleContext();

        var chart = context.Render<DeliveryChart>(parameters => parameters.Add(p => p.Hours, [new HourFigures(s_now)]));

        Assert.Contains("No order was delivered in the last 1 hours.", chart.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_LeadToTheOrdersThatAreFailedNow()
    {
        await using var context = new ConsoleContext();

        var card = context.Render<FailuresCard>(parameters => parameters.Add(p => p.Figures, SampleFigures.Day(s_now)));

        var first = card.Find("tbody tr");
        Assert.StartsWith("Capture", first.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("/orders?q=status:failed%20step:capture-payment", first.QuerySelector("a")?.GetAttribute("href"));
        Assert.Equal("/orders?q=error:Gateway.Busy%20status:open", card.Find(".causes a").GetAttribute("href"));
    }

    private static async Task CommitAsync(MemoryStore store, OrderHead? before, OrderHead after)
    {
        var change = before is null ? Sample.Place(after) : Sample.Change(after, before.Version);
        Assert.True((await store.CommitAsync(change with { Counters = OrderCounters.Deltas(before, after) }, CancellationToken.None)).IsSuccess);
    }
}
