namespace BackOffice.Core.Orders;

/// <summary>
/// How long orders took to their vouchers, in classes that grow by an eighth power of two (some 9 %): median and 95th percentile come from counters,
/// to within half a class, without a row an order.
/// </summary>
public static class DeliveryTimes
{
    private const double PerDoubling = 8;
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(10);

    /// <summary>0 for 10 ms and less; at most 299 (some 20 years).</summary>
    public static int ClassOf(TimeSpan took) =>
        took <= s_least ? 0 : Math.Min(299, (int)Math.Ceiling(Math.Log2(took / s_least) * PerDoubling));

    /// <summary>The middle of a class, on its own scale.</summary>
    public static TimeSpan MiddleOf(int number) => number == 0 ? s_least : s_least * Math.Pow(2, (number - 0.5) / PerDoubling);

    /// <summary>The time that so many percent of the orders did not exceed, nearest rank; null for none.</summary>
    /// <param name="byClass">Orders by class.</param>
    /// <param name="percent">1 to 100.</param>
    public static TimeSpan? Percentile(IReadOnlyDictionary<int, long> byClass, int percent)
    {
        var total = byClass.Values.Sum();
        if (total <= 0)
            return null;
        var rank = (long)Math.Ceiling(total * percent / 100.0);
        foreach (var (number, count) in byClass.OrderBy(pair => pair.Key))
        {
            rank -= count;
            if (rank <= 0)
                return MiddleOf(number);
        }

        return null;
    }
}
