using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Lanes that together hold every row of the answer: a way to begin a search.</summary>
/// <param name="Ends">Ranks that count, in the lanes' own order.</param>
/// <param name="HasPlaced">True when a row's rank is the time placed.</param>
/// <param name="IsWhole">True when every row is what one condition of the query asks for.</param>
internal sealed record SearchDriver(IReadOnlyList<SearchLane> Lanes, (long From, long? Before) Ends, bool HasPlaced, bool IsWhole)
{
    private static readonly (long From, long? Before) s_all = (long.MinValue, null);

    /// <summary>True when each lane is sorted by the time placed.</summary>
    public bool InOrder => HasPlaced && Lanes.All(lane => !lane.AnyValue);

    /// <summary>Every way to begin, those first that mostly lead to few rows.</summary>
    public static IReadOnlyList<SearchDriver> Of(OrderQuery query, IReadOnlyList<SearchTerm> terms)
    {
        var drivers = new List<SearchDriver>();
        foreach (var term in terms)
            drivers.AddRange(OfTerm(term).OrderBy(driver => driver.Lanes[0].AnyValue));
        AddFacet(TableIndex.Error, query.Error);
        if (query.Amount is { } amount)
            drivers.Add(new(SearchLane.OfList(TableIndex.Amount, "L"), (amount.From ?? long.MinValue, amount.To + 1), HasPlaced: false, IsWhole: true));
        AddHeadlines(open: true);
        AddFacet(TableIndex.Step, query.Step);
        AddFacet(TableIndex.City, query.City);
        AddHeadlines(open: false);
        if (query.Placed is { } placed)
            drivers.Add(new(SearchLane.OfList(TableIndex.Placed, "L"), (placed.From?.At.UtcTicks ?? long.MinValue, placed.Before?.At.UtcTicks), HasPlaced: true, IsWhole: true));
        if (query.Changed is { } changed)
            drivers.Add(new(SearchLane.OfList(TableIndex.Changed, "L"), (changed.From?.At.UtcTicks ?? long.MinValue, changed.Before?.At.UtcTicks), HasPlaced: false, IsWhole: true));
        return drivers;

        // Orders that are closed are most of all orders; those that are not are few.
        void AddHeadlines(bool open)
        {
            if (query.Headlines.Count > 0 && open == !query.Headlines.Any(headline => headline is Headline.Done or Headline.Cancelled or Headline.Refunded))
                drivers.Add(new([.. query.Headlines.Distinct().SelectMany(headline => SearchLane.OfList(TableIndex.Headline, HeadItem.Word(headline)))], s_all, HasPlaced: true, IsWhole: true));
        }

        void AddFacet(string index, Facet? facet)
        {
            if (facet is { Only.Count: > 0 })
                drivers.Add(new([.. facet.Only.Distinct().SelectMany(value => SearchLane.OfList(index, value))], s_all, HasPlaced: true, IsWhole: facet.Except.Count == 0));
        }
    }

    private static IEnumerable<SearchDriver> OfTerm(SearchTerm term)
    {
        switch (term)
        {
            case SearchTerm.IdStart start:
                var subject = new OrderId(start.Prefix).Subject;
                yield return new([new(DynamoTable.Index(TableIndex.Id), ItemKeys.IdPrefix(subject), ItemKeys.Of(subject), AnyValue: true)], s_all, HasPlaced: true, IsWhole: true);
                break;
            case SearchTerm.Key key when !KeyClasses.IsUnique(key.Class) && (!key.Prefix || ItemKeys.IsByStart(key.Class)):
                yield return OfKey(key.Class, key.Value, key.Prefix, isWhole: true);
                break;
            case SearchTerm.Name name:
                for (var i = 0; i < name.Words.Count; i++)
                    yield return OfKey(KeyClasses.NameWord, name.Words[i], prefix: i == name.Words.Count - 1, isWhole: name.Words.Count == 1);
                break;
        }
    }

    private static SearchDriver OfKey(string keyClass, string value, bool prefix, bool isWhole)
    {
        if (prefix)
            return new([new(null, ItemKeys.StartPartition(keyClass, value), value, AnyValue: true)], s_all, HasPlaced: true, isWhole);
        var (partition, start) = ItemKeys.Lookup(keyClass, value);
        return new([new(null, partition, start)], s_all, HasPlaced: true, isWhole);
    }
}
