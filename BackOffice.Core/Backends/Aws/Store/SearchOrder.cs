using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>What a list is sorted by: an index over all orders, and the subject where that is equal.</summary>
internal sealed record SearchOrder(OrderSort Sort)
{
    public bool Ascending => Sort is OrderSort.Oldest;

    public bool IsByPlaced => Sort is OrderSort.Placed or OrderSort.Oldest;

    public string Index => Sort switch
    {
        OrderSort.Placed or OrderSort.Oldest => TableIndex.Placed,
        OrderSort.Changed => TableIndex.Changed,
        OrderSort.Amount => TableIndex.Amount,
    };

    /// <summary>Before the first row of every list.</summary>
    public Place Start => Ascending ? new Place(long.MinValue, "") : new Place(long.MaxValue, KeyLookup.Last);

    public long RankOf(OrderIndex order) => Sort switch
    {
        OrderSort.Placed or OrderSort.Oldest => order.PlacedAt.UtcTicks,
        OrderSort.Changed => order.ChangedAt.UtcTicks,
        OrderSort.Amount => order.Amount,
    };

    /// <summary>The moment of a place, where the list is one of moments.</summary>
    public DateTimeOffset? MomentOf(Place place) => Sort is OrderSort.Amount ? null : HeadItem.Moment(place.Rank);

    public int Compare(Place a, Place b) => Ascending ? a.CompareTo(b) : b.CompareTo(a);

    /// <summary>Ranks that the query lets in, from the first to the one before the last.</summary>
    public (long From, long? Before) Ends(OrderQuery query) => Sort switch
    {
        OrderSort.Placed or OrderSort.Oldest => (query.Placed?.From?.At.UtcTicks ?? long.MinValue, query.Placed?.Before?.At.UtcTicks),
        OrderSort.Changed => (query.Changed?.From?.At.UtcTicks ?? long.MinValue, query.Changed?.Before?.At.UtcTicks),
        OrderSort.Amount => (query.Amount?.From ?? long.MinValue, query.Amount?.To + 1),
    };

    /// <summary>True when the query asks a range of what the list is sorted by.</summary>
    public bool Has(OrderQuery query) => Sort switch
    {
        OrderSort.Placed or OrderSort.Oldest => query.Placed is not null,
        OrderSort.Changed => query.Changed is not null,
        OrderSort.Amount => query.Amount is not null,
    };
}
