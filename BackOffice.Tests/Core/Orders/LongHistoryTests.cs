using System.Diagnostics;
using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Orders;

/// <summary>An order whose execution has almost as many events as an execution may have: its page begins with the newest, and reaches every one of them.</summary>
public sealed class LongHistoryTests(ITestOutputHelper output)
{
    // Four events a round; two at either end.
    private const int Rounds = 6_240;

    private const string Loop =
        """
        {"StartAt":"Count","States":{
          "Count":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n, 1)"},"Next":"Enough"},
          "Enough":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":ROUNDS,"Next":"Count"}],"Default":"End"},
          "End":{"Type":"Succeed"}}}
        """;

    [Fact]
    public async Task Order_WithTwentyFiveThousandEvents_ShowsTheNewestAndPagesToTheFirst()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var usual = await lab.PlaceAsync(PipelineLab.Request(), "usual");
        await lab.UntilAsync(usual.Id, head => head.Headline is Headline.Done);
        var order = await lab.PlaceAsync(PipelineLab.Request(), "long");
        await lab.UntilAsync(order.Id, head => head.Headline is Headline.Done);
        await RunLongAsync(lab, order.Id.Value + "-long");
        Assert.True((await lab.Get<OrderWriter>().ChangeAsync(
            order.Id,
            draft =>
            {
                draft.Head = draft.Head with { Route = draft.Head.Route with { Execution = order.Id.Value + "-long" } };
                return null;
            },
            default)).IsSuccess);

        var (_, few) = await MeasureAsync(() => lab.ViewAsync(usual.Id));
        var (view, many) = await MeasureAsync(() => lab.ViewAsync(order.Id));
        output.WriteLine(FormattableString.Invariant($"{(await lab.ViewAsync(usual.Id)).History.Count} events: {few:F1} ms; {view.Execution?.EventCount} events: {many:F1} ms (median of 20)"));

        Assert.InRange(view.Execution?.EventCount ?? 0, 24_900, 25_000);
        Assert.Equal(1_000, view.History.Count);
        Assert.Equal(view.Execution?.EventCount, view.History[^1].Id);
        var last = view.History[0].Id;
        for (var cursor = view.HistoryNext; cursor is not null;)
        {
            var page = (await lab.Orders.OlderEventsAsync(view.Execution!.Name, cursor, PipelineLab.Operator, default)).Value;
            Assert.Equal(last - 1, page.Items[0].Id);
            last = page.Items[^1].Id;
            cursor = page.Next;
        }

        Assert.Equal(1, last);
        var clock = Stopwatch.StartNew();
        var run = RunReader.Read(view);
        var rows = OrderTimeline.Of(view, run, DateTimeOffset.UtcNow);
        output.WriteLine(FormattableString.Invariant($"run and timeline of it: {clock.Elapsed.TotalMilliseconds:F1} ms"));
        Assert.Equal(StepStatus.Done, run.Find("Count")?.Status);
        Assert.Contains(rows, row => row.Lead == "Workflow started.");
    }

    private static async Task RunLongAsync(EmbeddedLab lab, string name)
    {
        var workflows = lab.Get<IWorkflows>();
        Assert.True((await workflows.InstallAsync("long", Loop.Replace("ROUNDS", Rounds.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), default)).IsSuccess);
        Assert.True((await workflows.StartAsync("long", name, """{"n":0}""", default)).IsSuccess);
        await Eventually.TrueAsync(() => workflows.DescribeAsync(name, default).Result?.Status is ExecutionStatus.Succeeded);
    }

    private static async Task<(OrderView View, double Milliseconds)> MeasureAsync(Func<Task<OrderView>> read)
    {
        var view = await read();
        var took = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var clock = Stopwatch.StartNew();
            view = await read();
            took.Add(clock.Elapsed.TotalMilliseconds);
        }

        took.Sort();
        return (view, took[took.Count / 2]);
    }
}
