using System.Globalization;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>What the fields of a query ask of a row of heads.</summary>
internal sealed class SearchFilter(OrderQuery query, IReadOnlyList<SearchTerm> terms)
{
    /// <summary>Conditions that the covering index answers alone: everything but the time of the last change and the keys.</summary>
    public void AddColumns(SearchSql sql)
    {
        if (query.Headlines.Count > 0)
            sql.Add(" AND h.headline IN (" + Numbers(query.Headlines) + ")");
        if (query.Path is { } path)
            sql.Add(" AND h.path = " + ((int)path).ToString(CultureInfo.InvariantCulture));
        AddFacet(sql, "h.step", query.Step);
        AddFacet(sql, "h.error", query.Error);
        AddFacet(sql, "h.city", query.City);
        AddFacet(sql, "h.variant", query.Variant);
        AddFacet(sql, "h.currency", query.Currency);
        AddRange(sql, "h.amount", query.Amount?.From, query.Amount?.To + 1);
        AddTimes(sql, "h.placed", query.Placed);
    }

    /// <summary>True when something is asked of the columns of a head.</summary>
    public bool AsksColumns { get; } = query.Headlines.Count > 0 || query.Path is not null || query.Step is not null || query.Error is not null || query.City is not null
        || query.Variant is not null || query.Currency is not null || query.Amount is not null || query.Placed is not null || query.Changed is not null;

    /// <summary>True when the covering index answers all that is asked of the columns.</summary>
    public bool IsCovered { get; } = query.Changed is null;

    /// <summary>All conditions on a row h of heads; <paramref name="driver"/> is the term that the rows were found by, which needs no second look.</summary>
    /// <param name="ofKeys">The row of keys that it was found by, k, is at hand too.</param>
    public void Add(SearchSql sql, SearchTerm? driver, bool ofKeys)
    {
        AddColumns(sql);
        AddTimes(sql, "h.changed", query.Changed);
        AddTerms(sql, driver, ofKeys);
    }

    /// <summary>The conditions that other keys than the driver's answer.</summary>
    public void AddTerms(SearchSql sql, SearchTerm? driver, bool ofKeys)
    {
        foreach (var term in terms)
        {
            if (!ReferenceEquals(term, driver))
                TermSql.AddHolds(sql, term, ofKeys);
        }
    }

    /// <summary>True when every term can be answered beside a row of keys alone.</summary>
    public bool HasOnlyKeys { get; } = terms.All(term => term is SearchTerm.Key or SearchTerm.Name);

    public static void AddTimes(SearchSql sql, string column, TimeRange? range) => AddRange(sql, column, range?.From?.At.UtcTicks, range?.Before?.At.UtcTicks);

    /// <summary>From (included) to before (not included).</summary>
    public static void AddRange(SearchSql sql, string column, long? from, long? before)
    {
        if (from is { } least)
            sql.Add($" AND {column} >= ").Value(least);
        if (before is { } most)
            sql.Add($" AND {column} < ").Value(most);
    }

    public static string Numbers(IEnumerable<Headline> headlines) => string.Join(',', headlines.Select(headline => (int)headline).Distinct().Order());

    private static void AddFacet(SearchSql sql, string column, Facet? facet)
    {
        if (facet is { Only.Count: > 0 })
            sql.Add(" AND ").In(column, not: false, facet.Only);
        if (facet is { Except.Count: > 0 })
            sql.Add($" AND ({column} IS NULL OR ").In(column, not: true, facet.Except).Add(")");
    }
}
