using BackOffice.Core.Orders;

namespace BackOffice.Core.Rollouts;

/// <summary>
/// Whether instant orders fail more than batch orders. Each hour of placement is compared within itself and the hours are weighed together, so that a dial that
/// moved and a bad night are no difference between the paths (a pooled comparison would make them one). The range is an asymptotic confidence sequence
/// (Waudby-Smith and others, arXiv 2103.06476): it holds at 95 % however often one looks. Orders that the dial alone sent their way are compared, each for good in
/// the group it was sent to.
/// </summary>
/// <param name="Points">An hour each, oldest first: the comparison of all orders up to it. Hours that are not yet <see cref="Maturity"/> old are left out.</param>
/// <param name="Instant">All orders that were compared.</param>
/// <param name="Batch">Likewise.</param>
public sealed record Guardrail(IReadOnlyList<GuardrailPoint> Points, ArmFigures Instant, ArmFigures Batch)
{
    /// <summary>Below so many orders in either group nothing is said: the range is an approximation for many.</summary>
    public const int Fewest = 100;

    /// <summary>The range is narrowest near so many orders.</summary>
    private const double Expected = 2_000;

    private const double Alpha = 0.05;

    /// <summary>The half hour of the batch path, and some.</summary>
    public static readonly TimeSpan Maturity = TimeSpan.FromMinutes(45);

    /// <summary>The comparison of all hours; null while there are too few orders.</summary>
    public GuardrailPoint? Newest => Points.Count > 0 && Points[^1].Difference is not null ? Points[^1] : null;

    /// <param name="hours">Oldest first.</param>
    /// <param name="now">For what is old enough.</param>
    public static Guardrail Of(IReadOnlyList<HourFigures> hours, DateTimeOffset now)
    {
        var points = new List<GuardrailPoint>();
        var (instant, batch) = (default(ArmFigures), default(ArmFigures));
        var (weights, differences, variances, orders) = (0.0, 0.0, 0.0, 0L);
        foreach (var hour in hours.Where(hour => hour.Hour.AddHours(1) <= now - Maturity))
        {
            var (one, other) = (Sound(hour.Arm(OrderPath.Instant)), Sound(hour.Arm(OrderPath.Batch)));
            (instant, batch) = (Sum(instant, one), Sum(batch, other));
            if (one.Rate is { } oneRate && other.Rate is { } otherRate)
            {
                var weight = one.Orders * (double)other.Orders / (one.Orders + other.Orders);
                weights += weight;
                differences += weight * (oneRate - otherRate);
                variances += weight * weight * (Variance(one) + Variance(other));
                orders += one.Orders + other.Orders;
            }

            var isKnown = weights > 0 && instant.Orders >= Fewest && batch.Orders >= Fewest;
            points.Add(new GuardrailPoint(
                hour.Hour, one, other, isKnown ? differences / weights : null, isKnown ? HalfWidth(Math.Sqrt(variances) / weights, orders, Expected, Alpha) : null));
        }

        return new Guardrail(points, instant, batch);
    }

    /// <summary>Half the range of a confidence sequence.</summary>
    /// <param name="error">Standard error of the estimate.</param>
    /// <param name="count">Observations.</param>
    /// <param name="expected">Observations for which it is tuned.</param>
    /// <param name="alpha">0.05 for 95 %.</param>
    internal static double HalfWidth(double error, double count, double expected, double alpha)
    {
        var tuned = Math.Sqrt((-2 * Math.Log(alpha) + Math.Log(1 - (2 * Math.Log(alpha)))) / expected);
        var spread = (count * tuned * tuned) + 1;
        return error * Math.Sqrt(count) * Math.Sqrt(2 * spread / Math.Pow(count * tuned, 2) * Math.Log(Math.Sqrt(spread) / alpha));
    }

    /// <summary>Of a rate; with one failure and one success more, so that no failure yet is not taken for certainty.</summary>
    private static double Variance(ArmFigures arm)
    {
        var rate = (arm.Failed + 1.0) / (arm.Orders + 2);
        return rate * (1 - rate) / arm.Orders;
    }

    /// <summary>Counters that drifted say nothing impossible: no hour has more failures than orders.</summary>
    private static ArmFigures Sound(ArmFigures arm) => arm.Orders > 0 ? arm with { Failed = Math.Clamp(arm.Failed, 0, arm.Orders) } : default;

    private static ArmFigures Sum(ArmFigures left, ArmFigures right) => new(left.Orders + right.Orders, left.Failed + right.Failed);
}

/// <param name="Hour">Its beginning, UTC.</param>
/// <param name="Instant">Orders placed in it.</param>
/// <param name="Batch">Likewise.</param>
/// <param name="Difference">Failure rate of instant less that of batch, of all orders up to here, 0.01 for one point; null while there are too few.</param>
/// <param name="HalfWidth">The range reaches so far to either side.</param>
public sealed record GuardrailPoint(DateTimeOffset Hour, ArmFigures Instant, ArmFigures Batch, double? Difference, double? HalfWidth);
