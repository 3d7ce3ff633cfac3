using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Bulk;

/// <summary>What a bulk retry of some orders would begin with.</summary>
/// <param name="Orders">Those that can be retried as they stand, in the order of the list; at most <see cref="RetryJob.MostOrders"/>.</param>
/// <param name="Matching">Orders that were looked at: all there are where <paramref name="IsWhole"/>.</param>
/// <param name="LeftOut">Why the others cannot be retried, the most frequent first.</param>
/// <param name="IsWhole">False when there are more than one job takes, or than was looked at.</param>
public sealed record RetryPreview(IReadOnlyList<OrderId> Orders, int Matching, IReadOnlyList<RetryLeftOut> LeftOut, bool IsWhole)
{
    /// <param name="orders">All that were found.</param>
    /// <param name="isWhole">False when there are more.</param>
    public static RetryPreview Of(IReadOnlyCollection<OrderHead> orders, bool isWhole = true)
    {
        var open = orders.Where(order => RetryRules.WhyNot(order) is null).Select(order => order.Id).ToList();
        return new RetryPreview(
            [.. open.Take(RetryJob.MostOrders)], orders.Count,
            [.. orders.Select(RetryRules.WhyNot).OfType<Sentence>().GroupBy(why => why).Select(group => new RetryLeftOut(group.Key, group.Count())).OrderByDescending(group => group.Count)],
            isWhole && open.Count <= RetryJob.MostOrders);
    }
}

/// <param name="Why">Without a full stop.</param>
/// <param name="Count">Orders.</param>
public sealed record RetryLeftOut(Sentence Why, int Count);
