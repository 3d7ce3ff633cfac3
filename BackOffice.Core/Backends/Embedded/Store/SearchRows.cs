using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// The rows of a driver's range, joined with as little as answers the rest of the query: nothing where keys alone do, the covering index where that holds
/// the columns, the heads themselves otherwise. A head is a page of its own, and a range may have thousands of them.
/// </summary>
internal sealed class SearchRows
{
    private readonly SearchDriver _driver;
    private readonly SearchFilter? _filter;
    private readonly bool _ofKeys;
    private readonly bool _hasHeads;

    /// <param name="filter">Null when every row of the range is in the list.</param>
    public SearchRows(SearchDriver driver, SearchFilter? filter, SearchOrder order)
    {
        (_driver, _filter) = (driver, filter);
        _ofKeys = driver.Table == "keys k";
        _hasHeads = !_ofKeys || !order.IsByPlaced || filter is { AsksColumns: true } or { HasOnlyKeys: false };
        (Rank, Id) = _hasHeads ? ("h." + order.Column, "h.id") : ("k.placed", "k.head");
        From = driver.Table + (driver.InKeys, _hasHeads, _ofKeys && order.Column != "changed" && filter?.IsCovered != false) switch
        {
            (true, true, true) => " CROSS JOIN heads h INDEXED BY heads_by_placed ON h.placed = k.placed AND h.id = k.head",
            (true, true, false) => " CROSS JOIN heads h ON h.id = k.head",
            _ => "",
        };
    }

    /// <summary>The column that the list is sorted by.</summary>
    public string Rank { get; }

    public string Id { get; }

    /// <summary>What stands after FROM.</summary>
    public string From { get; }

    /// <summary>The condition of the range; what is in no list is left out.</summary>
    public void AddRange(SearchSql sql)
    {
        _driver.Range(sql);
        sql.Add(_ofKeys ? " AND k.placed > 0" : " AND h.placed IS NOT NULL");
    }

    /// <summary>" AND …": what else is asked of a row.</summary>
    public void AddFilter(SearchSql sql)
    {
        if (_hasHeads)
            _filter?.Add(sql, _driver.Term, _ofKeys);
        else
            _filter?.AddTerms(sql, _driver.Term, _ofKeys);
    }
}
