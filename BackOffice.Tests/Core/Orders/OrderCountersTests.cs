using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Contracts.Store;

namespace BackOffice.Tests.Core.Orders;

public sealed class OrderCountersTests
{
    private static readonly VariantDecision s_variant = new() { Flag = "f", Variant = "on", Bucket = 1, Dial = 4_000, PolicyVersion = 1, Reason = VariantReason.Dial };

    /// <summary>Any life of an order: the deltas of its commits add up to what its last head counts.</summary>
    [Fact]
    public void Deltas_OverARandomLife_AddUpToTheLastHead()
    {
        var random = new Random(11);
        for (var life = 0; life < 500; life++)
        {
            var kept = new Dictionary<string, long>();
            OrderHead? before = null;
            for (var commit = 0; commit < 1 + random.Next(12); commit++)
            {
                var after = Changed(before ?? Sample.Order(life) with { Variant = s_variant }, random);
                foreach (var (name, delta) in OrderCounters.Deltas(before, after))
                    kept[name] = kept.GetValueOrDefault(name) + delta;
                before = after;
            }

            Assert.Equal(
                OrderCounters.Of(before!).Order(StringComparer.Ordinal),
                kept.Where(pair => pair.Value != 0 && !OrderCounters.IsHappening(pair.Key)).Select(pair =>
                {
                    Assert.Equal(1, pair.Value);
                    return pair.Key;
                }).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Deltas_FailedTwice_CountsBothHappenings()
    {
        var running = Sample.Order(1, headline: Headline.Running, step: StepNames.CapturePayment);
        var failed = running with { Headline = Headline.Failed };

        Assert.Equal(1, OrderCounters.Deltas(running, failed)["failed:2026030112:capture-payment"]);
        Assert.Equal(1, OrderCounters.Deltas(running with { Version = 3 }, failed)["failed:2026030112:capture-payment"]);
        Assert.DoesNotContain("failed:2026030112:capture-payment", OrderCounters.Deltas(failed, failed with { FraudScore = 3 }).Keys);
    }

    [Theory]
    [InlineData(0.005, 0)]
    [InlineData(2.9, null)]
    [InlineData(1_800, null)]
    [InlineData(86_400, null)]
    public void DeliveryTimes_Middle_IsWithinATwentiethOfTheTime(double seconds, int? number)
    {
        var took = TimeSpan.FromSeconds(seconds);

        var at = DeliveryTimes.ClassOf(took);

        if (number is { } known)
            Assert.Equal(known, at);
        else
            Assert.InRange(DeliveryTimes.MiddleOf(at) / took, 0.95, 1.05);
    }

    [Fact]
    public void Percentile_OfClasses_IsTheNearestRank()
    {
        var byClass = new Dictionary<int, long> { [10] = 94, [50] = 5, [90] = 1 };

        Assert.Equal(DeliveryTimes.MiddleOf(10), DeliveryTimes.Percentile(byClass, 50));
        Assert.Equal(DeliveryTimes.MiddleOf(50), DeliveryTimes.Percentile(byClass, 95));
        Assert.Equal(DeliveryTimes.MiddleOf(90), DeliveryTimes.Percentile(byClass, 100));
        Assert.Null(DeliveryTimes.Percentile(new Dictionary<int, long>(), 50));
    }

    private static OrderHead Changed(OrderHead head, Random random)
    {
        T Any<T>()
            where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];
        var headline = Any<Headline>();
        return head with
        {
            Headline = headline,
            FirstFailedAt = head.FirstFailedAt ?? (headline is Headline.Failed ? head.PlacedAt : null),
            Payment = Any<PaymentStatus>(),
            Fulfilment = Any<FulfilmentStatus>(),
            Workflow = Any<WorkflowStatus>(),
            Attention = Any<AttentionStatus>(),
            CompletedAt = random.Next(2) == 0 ? head.CompletedAt : head.PlacedAt.AddSeconds(random.Next(5_000)),
            Route = head.Route with { Path = Any<OrderPath>() },
            Step = random.Next(4) == 0 ? null : new CurrentStep(StepNames.All[random.Next(StepNames.All.Count)], Any<StepStatus>(), 1, random.Next(2) == 0 ? null : ErrorCodes.CardDeclined, null, head.PlacedAt),
        };
    }
}
