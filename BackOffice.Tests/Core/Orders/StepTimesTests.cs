using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Orders;

public sealed class StepTimesTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Build_HandOutThatEndsWell_IsCountedOnceHoweverOftenItsRowIsWritten()
    {
        var draft = OrderDraft.New(SampleOrders.Head(s_at));
        draft.Put(Row(StepStatus.Running, null));
        Assert.DoesNotContain(draft.Build(s_at).Counters, pair => pair.Key.StartsWith(OrderCounters.TookPrefix, StringComparison.Ordinal));
        draft = draft.Committed();

        draft.Put(Row(StepStatus.Done, s_at.AddSeconds(0.9)));
        var counted = draft.Build(s_at).Counters;
        draft = draft.Committed();
        draft.Put(Row(StepStatus.Done, s_at.AddSeconds(0.9)) with { OutputJson = "{}" });

        Assert.Equal(1, counted[$"took:capture-payment:{DeliveryTimes.ClassOf(TimeSpan.FromSeconds(0.9))}"]);
        Assert.DoesNotContain(draft.Build(s_at).Counters, pair => pair.Key.StartsWith(OrderCounters.TookPrefix, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_HandOutThatFails_IsNotCounted()
    {
        var draft = OrderDraft.New(SampleOrders.Head(s_at));

        draft.Put(Row(StepStatus.Failed, s_at.AddSeconds(30)));

        Assert.DoesNotContain(draft.Build(s_at).Counters, pair => pair.Key.StartsWith(OrderCounters.TookPrefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_ManyTimes_GivesMedianAndPercentileOfEachStep()
    {
        var store = new MemoryStore();
        var draft = OrderDraft.New(SampleOrders.Head(s_at));
        for (var i = 1; i <= 100; i++)
        {
            draft.Put(Row(StepStatus.Done, s_at.AddSeconds(i <= 94 ? 1 : 20)) with { Key = $"{i:D4}/capture-payment", HandOut = "h" + i });
            if (i % 50 != 0)
                continue;
            Assert.True((await store.CommitAsync(draft.Build(s_at), default)).IsSuccess);
            draft = draft.Committed();
        }

        var times = await StepTimes.ReadAsync(store, default);

        var capture = Assert.Single(times);
        Assert.Equal((StepNames.CapturePayment, 100), (capture.Key, capture.Value.Count));
        Assert.InRange(capture.Value.Median.TotalSeconds, 0.95, 1.05);
        Assert.InRange(capture.Value.P95.TotalSeconds, 19, 21);
    }

    [Fact]
    public async Task Usual_AfterRealOrders_KnowsEveryStepThatRan()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            var order = await lab.PlaceAsync(PipelineLab.Request(), $"k-{i}");
            await lab.UntilAsync(order.Id, head => head.Headline is Headline.Done);
        }

        var usual = (await lab.Orders.UsualTimesAsync(PipelineLab.Operator, default)).Value;

        Assert.Equal(["authorise-payment", "capture-payment", "fraud-scan", "issue-vouchers", "notify-customer"], usual.Keys.Order(StringComparer.Ordinal));
        Assert.All(usual.Values, times => Assert.Equal(3, times.Count));
        Assert.Empty((await lab.Get<ICounterCheck>().RunAsync(repair: false, default)).Differences);
    }

    private static StepRow Row(StepStatus status, DateTimeOffset? ended) => new()
    {
        Key = "0001/capture-payment", Step = StepNames.CapturePayment, Status = status, Owner = "GC-4417-0932-1", Epoch = 1, HandOut = "h1", StartedAt = s_at, EndedAt = ended,
    };
}
