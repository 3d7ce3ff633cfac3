using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using BackOffice.Tests.Contracts.Store;

namespace BackOffice.Tests.Core.Rollouts;

public sealed class GuardrailTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 7, 50, 0, TimeSpan.Zero);

    /// <summary>1396 of 3000 against 2422 of 3461, relative: growthbook's own test says 0.50386 with a range from 0.40098 to 0.60675.</summary>
    [Fact]
    public void HalfWidth_OfAPublishedExample_IsAsPublished() => Assert.Equal((0.60675 - 0.40098) / 2, Guardrail.HalfWidth(0.03386, 6_461, 5_000, 0.05), 0.0001);

    [Fact]
    public void Of_ADialThatMovedIntoABadNight_SeesNoDifference()
    {
        // Dial 10 % at 2 % failures, then 50 % at 6 %: pooled, instant would fail 1.9 points more.
        var guardrail = Guardrail.Of([Hour(2, (1_000, 20), (9_000, 180)), Hour(1, (5_000, 300), (5_000, 300))], s_now);

        Assert.Equal(0, guardrail.Newest?.Difference ?? 1, 0.0001);
        Assert.True(guardrail.Newest?.HalfWidth > 0.002);
    }

    [Fact]
    public void Of_InstantThatFailsTwiceAsOften_IsOutsideTheRangeAfterManyOrders()
    {
        var guardrail = Guardrail.Of([.. Enumerable.Range(0, 24).Select(i => Hour(24 - i, (200, 8), (200, 4)))], s_now);

        var newest = guardrail.Newest ?? throw new InvalidOperationException();
        Assert.Equal(0.02, newest.Difference ?? 0, 0.0001);
        Assert.True(newest.HalfWidth < 0.02);
        Assert.True(guardrail.Points[0].HalfWidth > 0.02);
        Assert.Equal((4_800, 192, 4_800, 96), (guardrail.Instant.Orders, guardrail.Instant.Failed, guardrail.Batch.Orders, guardrail.Batch.Failed));
    }

    [Fact]
    public void Of_OrdersThatAreTooYoungOrTooFew_SaysNothing()
    {
        Assert.Empty(Guardrail.Of([Hour(0, (500, 5), (500, 5))], s_now).Points);
        Assert.Null(Guardrail.Of([Hour(1, (99, 5), (500, 5))], s_now).Newest);
        Assert.Null(Guardrail.Of([], s_now).Newest);
    }

    [Fact]
    public void Of_HoursWithMoreFailuresThanOrders_SaysNothingImpossible()
    {
        // As it is after an upgrade: failures are told of orders that were never counted.
        var guardrail = Guardrail.Of([Hour(4, (0, 7), (500, 5)), Hour(3, (3, 9), (500, 5)), Hour(2, (-2, 1), (500, 5)), Hour(1, (500, 5), (500, 5))], s_now);

        var newest = guardrail.Newest ?? throw new InvalidOperationException();
        Assert.True(double.IsFinite(newest.Difference ?? double.NaN) && double.IsFinite(newest.HalfWidth ?? double.NaN));
        Assert.Equal((503, 8), (guardrail.Instant.Orders, guardrail.Instant.Failed));
    }

    [Fact]
    public void Counters_OfAnOrderThatFailedAndWentThroughLater_StayFailed()
    {
        var placed = Sample.Order(1) with { Variant = new VariantDecision { Flag = "f", Variant = "on", Bucket = 1, Dial = 4_000, PolicyVersion = 1, Reason = VariantReason.Dial } };
        var failed = placed with { FirstFailedAt = placed.PlacedAt.AddSeconds(3), Headline = Headline.Failed };
        var done = failed with { Headline = Headline.Done, Route = placed.Route with { Path = OrderPath.Batch } };

        var arm = OrderCounters.ArmPrefix + OrderCounters.HourOf(placed.PlacedAt) + ":on:";
        Assert.Equal((-1, 1), (OrderCounters.Deltas(placed, failed)[arm + "clean"], OrderCounters.Deltas(placed, failed)[arm + "failed"]));
        Assert.DoesNotContain(OrderCounters.Deltas(failed, done).Keys, name => name.StartsWith(OrderCounters.ArmPrefix, StringComparison.Ordinal));
        Assert.Contains(arm + "failed", OrderCounters.Of(done));
        Assert.DoesNotContain(
            OrderCounters.Of(placed with { Variant = placed.Variant with { Reason = VariantReason.AllowList } }), name => name.StartsWith(OrderCounters.ArmPrefix, StringComparison.Ordinal));
    }

    private static HourFigures Hour(int hoursAgo, (int Orders, int Failed) instant, (int Orders, int Failed) batch)
    {
        var hour = new HourFigures(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero).AddHours(-hoursAgo));
        foreach (var (path, arm) in new[] { (OrderPath.Instant, instant), (OrderPath.Batch, batch) })
        {
            hour.AddArm(path, failed: true, arm.Failed);
            hour.AddArm(path, failed: false, arm.Orders - arm.Failed);
        }

        return hour;
    }
}
