using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>What a search found: places in the list's order, and where it stopped looking when it ran out of its budget.</summary>
/// <param name="Looked">Rows of an index that were looked at, at least as many as places.</param>
internal sealed record FoundPlaces(List<(long Rank, long Id)> Places, long Looked, (long Rank, long Id)? Cut = null);

/// <summary>
/// How one reading of a query is answered. A list that an index holds in its order is read from there; else the narrowest range of an index is read
/// whole, if it is narrow; or, if it is not wide, when a glance at the first rows of a range in order does not fill the page; else the rows are walked in
/// the list's order, through the covering index, until the page is full or the budget is spent.
/// </summary>
internal sealed class SearchPlan(Database database, OrderQuery query, IReadOnlyList<SearchTerm> terms, EmbeddedStoreOptions options)
{
    private readonly SearchOrder _order = SearchOrder.Of(query.Sort);
    private readonly SearchFilter _filter = new(query, terms);

    public FoundPlaces Find(Keyset start, int limit)
    {
        if (IsList)
        {
            var places = OrderLists.Places(database, query, start, limit);
            return new FoundPlaces(places, places.Count);
        }

        var drivers = SearchDriver.Of(query, terms).ToList();
        if (_order.IsByPlaced && Conditions == 1 && drivers.Find(driver => driver.InOrder && driver.IsWhole) is { } whole)
            return new SearchWalk(database, query, _order, null, options).Through(whole, start, limit);
        if (Narrowest(drivers, options.NarrowRows) is { } few)
            return Narrow(few.Driver, few.Rows, start, limit);
        var walk = new SearchWalk(database, query, _order, _filter, options);
        var inOrder = _order.IsByPlaced ? drivers.Find(driver => driver.InOrder && driver.InKeys) : null;
        if (inOrder is not null && walk.Glance(inOrder, start, limit) is { } found)
            return found;
        if (Narrowest(drivers, options.NarrowRows * 10) is { } many)
            return Narrow(many.Driver, many.Rows, start, limit);
        return inOrder is null ? walk.ThroughAll(start, limit) : walk.Through(inOrder, start, limit);
    }

    /// <summary>True when the list is a merge of a few ranges of one index.</summary>
    private bool IsList => query.Sort is OrderSort.Placed && terms.Count == 0 && Conditions == (query.Headlines.Count > 0 ? 1 : 0) + (query.Path is null ? 0 : 1) + (query.Step is null ? 0 : 1)
        && query.Step is null or { Only.Count: 1, Except.Count: 0 };

    private int Conditions => terms.Count + (query.Headlines.Count > 0 ? 1 : 0) + (query.Path is null ? 0 : 1)
        + Facets(query.Step) + Facets(query.Error) + Facets(query.City) + Facets(query.Variant) + Facets(query.Currency)
        + (query.Amount is null ? 0 : 1) + (query.Placed is null ? 0 : 1) + (query.Changed is null ? 0 : 1);

    private static int Facets(Facet? facet) => facet is null ? 0 : (facet.Only.Count > 0 ? 1 : 0) + (facet.Except.Count > 0 ? 1 : 0);

    private (SearchDriver Driver, long Rows)? Narrowest(List<SearchDriver> drivers, long most)
    {
        (SearchDriver, long)? narrowest = null;
        foreach (var driver in drivers)
        {
            var count = driver.Count(database, most);
            if (count < most)
                (narrowest, most) = ((driver, count), Math.Max(count, 1));
        }

        return narrowest;
    }

    private FoundPlaces Narrow(SearchDriver driver, long rows, Keyset start, int limit)
    {
        var range = new SearchRows(driver, _filter, _order);
        var sql = new SearchSql().Add($"SELECT {(driver.InKeys ? "DISTINCT " : "")}{range.Rank}, {range.Id} FROM {range.From} WHERE ");
        range.AddRange(sql);
        range.AddFilter(sql);
        sql.Add(" AND ").Add(_order.After(range.Rank, range.Id)).Add(_order.By(range.Rank, range.Id)).Add(" LIMIT ?3");
        var statement = sql.Begin(database, start, limit);
        var places = new List<(long, long)>();
        while (statement.Step())
            places.Add((statement.Int64(0), statement.Int64(1)));
        statement.End();
        return new FoundPlaces(places, rows);
    }
}
