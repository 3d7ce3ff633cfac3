using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>One index range that holds every row of the answer: a way to begin a search.</summary>
/// <param name="Table">What stands after FROM; its row has the head's id in <paramref name="Head"/>.</param>
/// <param name="Head">The column with the head's id.</param>
/// <param name="Range">Adds the condition of the range.</param>
/// <param name="Term">The term that the range answers, if it answers one whole.</param>
/// <param name="InOrder">True when the range is sorted by the time placed, because it is of one value.</param>
internal sealed record SearchDriver(string Table, string Head, Action<SearchSql> Range, SearchTerm? Term = null, bool InOrder = false)
{
    /// <summary>True when the rows are of the table of keys, and heads are joined where more is asked of them.</summary>
    public bool InKeys => Head == "k.head";

    /// <summary>True when a row of the range needs no second look for what it was found by.</summary>
    public bool IsWhole => Term is not null || !InKeys;

    /// <summary>Every range that the query can begin with, in the order in which equal ones are preferred.</summary>
    public static IEnumerable<SearchDriver> Of(OrderQuery query, IReadOnlyList<SearchTerm> terms)
    {
        foreach (var term in terms)
        {
            foreach (var driver in OfTerm(term))
                yield return driver;
        }

        if (query.Error is { Only: { Count: > 0 } errors })
            yield return new("heads h INDEXED BY heads_by_error", "h.id", sql => sql.In("h.error", not: false, errors), InOrder: errors.Count == 1);
        if (query.Step is { Only: { Count: > 0 } steps })
            yield return new("heads h INDEXED BY heads_by_step", "h.id", sql =>
            {
                sql.In("h.step", not: false, steps);
                if (query.Headlines.Count > 0)
                    sql.Add($" AND h.headline IN ({SearchFilter.Numbers(query.Headlines)})");
            });
        if (query.Headlines.Count > 0)
            yield return new("heads h INDEXED BY heads_by_headline", "h.id", sql => sql.Add($"h.headline IN ({SearchFilter.Numbers(query.Headlines)})"));
        if (query.City is { Only: { Count: > 0 } cities })
            yield return new("heads h INDEXED BY heads_by_city", "h.id", sql => sql.In("h.city", not: false, cities), InOrder: cities.Count == 1);
        if (query.Amount is { } amount)
            yield return new("heads h INDEXED BY heads_by_amount", "h.id", sql =>
            {
                sql.Add("h.amount IS NOT NULL");
                SearchFilter.AddRange(sql, "h.amount", amount.From, amount.To + 1);
            });
        if (query.Placed is { } placed)
            yield return new("heads h INDEXED BY heads_by_placed", "h.id", sql =>
            {
                sql.Add("h.placed IS NOT NULL");
                SearchFilter.AddTimes(sql, "h.placed", placed);
            });
        if (query.Changed is { } changed)
            yield return new("heads h INDEXED BY heads_by_changed", "h.id", sql =>
            {
                sql.Add("h.changed IS NOT NULL");
                SearchFilter.AddTimes(sql, "h.changed", changed);
            });
    }

    /// <summary>Rows of the range, at most <paramref name="most"/>.</summary>
    public long Count(Database database, long most)
    {
        var sql = new SearchSql().Add($"SELECT count(*) FROM (SELECT 1 FROM {Table} WHERE ");
        Range(sql);
        sql.Add(" LIMIT ?3) WHERE ?1 <= ?2");
        var row = sql.Begin(database, new Keyset(0, 0, 0), most);
        var count = row.Step() ? row.Int64(0) : 0;
        row.End();
        return count;
    }

    private static IEnumerable<SearchDriver> OfTerm(SearchTerm term)
    {
        switch (term)
        {
            case SearchTerm.Id or SearchTerm.IdStart:
                yield return new("heads h INDEXED BY heads_by_subject", "h.id", sql => TermSql.AddSubject(sql, term), term);
                break;
            case SearchTerm.Key key:
                var table = KeyClasses.IsUnique(key.Class) ? "unique_keys k" : "keys k";
                yield return new(table, "k.head", sql => TermSql.AddKey(sql, "k", key), term, InOrder: !key.Prefix && table == "keys k");
                break;
            case SearchTerm.Name name:
                for (var i = 0; i < name.Words.Count; i++)
                {
                    var (word, prefix) = (name.Words[i], i == name.Words.Count - 1);
                    yield return new("keys k", "k.head", sql => TermSql.AddValue(sql, "k", KeyClasses.NameWord, word, prefix), name.Words.Count == 1 ? term : null, InOrder: !prefix);
                }

                break;
        }
    }
}
