using System.Diagnostics;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Walks rows in the list's order and takes those that pass the filter, chunk by chunk, until the page is full, the rows end, or the budget is spent.</summary>
/// <param name="filter">Null when every row of the range is in the list.</param>
internal sealed class SearchWalk(Database database, OrderQuery query, SearchOrder order, SearchFilter? filter, EmbeddedStoreOptions options)
{
    /// <summary>A range that is sorted by the time placed.</summary>
    public FoundPlaces Through(SearchDriver driver, Keyset start, int limit) => Through(driver, start, limit, glance: null);

    /// <summary>What the first rows of such a range answer alone; null when they do not fill the page. Where conditions go together, as the two words of one person's name, a few rows do.</summary>
    public FoundPlaces? Glance(SearchDriver driver, Keyset start, int limit) => Through(driver, start, limit, options.GlanceRows) is { Cut: null } found ? found : null;

    /// <summary>All orders, through the index of the list's order.</summary>
    public FoundPlaces ThroughAll(Keyset start, int limit) =>
        Walk("h." + order.Column, "h.id", "heads h INDEXED BY " + order.Index, sql => sql.Add($"h.{order.Column} IS NOT NULL"), sql => filter?.Add(sql, null, ofKeys: false), start, limit, glance: null);

    private FoundPlaces Through(SearchDriver driver, Keyset start, int limit, int? glance)
    {
        var rows = new SearchRows(driver, filter, order);
        var (rank, id) = driver.InKeys ? ("k.placed", "k.head") : (rows.Rank, rows.Id);
        return Walk(rank, id, rows.From, rows.AddRange, rows.AddFilter, start, limit, glance);
    }

    /// <param name="glance">Look at so many rows and no more; null for as many as the budget allows.</param>
    private FoundPlaces Walk(string rank, string id, string table, Action<SearchSql> range, Action<SearchSql> conditions, Keyset start, int limit, int? glance)
    {
        var sql = new SearchSql().Add($"SELECT {rank}, {id}, 1");
        conditions(sql);
        sql.Add($" FROM {table} WHERE ");
        range(sql);
        AddEnds(sql, rank);
        sql.Add(" AND ").Add(order.After(rank, id)).Add(order.By(rank, id)).Add(" LIMIT ?3");

        var places = new List<(long Rank, long Id)>();
        var looked = 0L;
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var chunk = filter is null ? limit : glance ?? options.ScanChunk;
            var statement = sql.Begin(database, start, chunk);
            var rows = 0;
            var last = (Rank: start.Rank, start.Id);
            while (places.Count < limit && statement.Step())
            {
                rows++;
                last = (statement.Int64(0), statement.Int64(1));
                if (statement.Int64(2) != 0)
                    places.Add(last);
            }

            statement.End();
            looked += rows;
            if (rows < chunk || places.Count >= limit)
                return new FoundPlaces(places, looked);
            if (glance is not null || Stopwatch.GetElapsedTime(began) >= options.ScanBudget)
                return new FoundPlaces(places, looked, last);
            start = start with { Rank = last.Rank, Id = last.Id };
        }
    }

    /// <summary>A range of what the list is sorted by ends the walk.</summary>
    private void AddEnds(SearchSql sql, string rank)
    {
        switch (order.Column)
        {
            case "placed":
                SearchFilter.AddTimes(sql, rank, query.Placed);
                break;
            case "changed":
                SearchFilter.AddTimes(sql, rank, query.Changed);
                break;
            default:
                SearchFilter.AddRange(sql, rank, query.Amount?.From, query.Amount?.To + 1);
                break;
        }
    }
}
