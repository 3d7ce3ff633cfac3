using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Views;

/// <summary>How many orders a query has, as far as it is cheap to know and true.</summary>
/// <param name="Number">Exact, or the least there are.</param>
/// <param name="AtLeast">True when there may be more.</param>
public readonly record struct QueryCount(long Number, bool AtLeast)
{
    /// <summary>One search of so many orders is what a count may cost.</summary>
    public const int PageSize = 50;

    private static readonly string s_all = new OrderQuery().Canonical();

    /// <summary>From the counters kept on write, for a query that asks for statuses and nothing else, or for all orders; null for every other.</summary>
    public static QueryCount? FromCounters(OrderQuery query, IReadOnlyDictionary<Headline, long> counts)
    {
        if ((query with { Headlines = [], Sort = default, Reader = null }).Canonical() != s_all)
            return null;
        var headlines = query.Headlines.Count == 0 ? Enum.GetValues<Headline>() : query.Headlines;
        return new QueryCount(headlines.Sum(headline => counts.GetValueOrDefault(headline)), AtLeast: false);
    }

    /// <summary>From the first page of at most <see cref="PageSize"/>; null when the search stopped before it found any, which says nothing.</summary>
    public static QueryCount? FromPage(Page<OrderHead> page) =>
        page is { Items.Count: 0, Next: not null } ? null : new QueryCount(page.Items.Count, AtLeast: page.Next is not null);
}
