using System.Text;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// Lists without text. Every combination of headlines, path and step is a merge of at most 22 ranges of one index, each already in the list's
/// order, so that the cost follows the page and not the store.
/// </summary>
internal static class OrderLists
{
    private static readonly int[] s_allHeadlines = [.. Enum.GetValues<Headline>().Select(headline => (int)headline)];
    private static readonly int[] s_allPaths = [.. Enum.GetValues<OrderPath>().Select(path => (int)path)];

    /// <summary>Places after <paramref name="from"/>, newest first.</summary>
    public static List<(long Placed, long Id)> Places(Database database, OrderQuery query, Keyset from, int limit)
    {
        var statement = database.Cached(Sql(query)).Begin().Add(from.Rank).Add(from.Id).Add(limit);
        if (query.Step is not null)
            statement.Add(query.Step.Only[0]);
        var places = new List<(long, long)>();
        while (statement.Step())
            places.Add((statement.Int64(0), statement.Int64(1)));
        statement.End();
        return places;
    }

    private static string Sql(OrderQuery query)
    {
        const string page = "(placed, id) < (?1, ?2) ORDER BY placed DESC, id DESC LIMIT ?3";
        if (query.Step is null && query.Path is null && query.Headlines.Count == 0)
            return $"SELECT placed, id FROM heads INDEXED BY heads_by_placed WHERE placed IS NOT NULL AND {page}";
        var headlines = query.Headlines.Count > 0 ? [.. query.Headlines.Select(headline => (int)headline).Distinct().Order()] : s_allHeadlines;
        var paths = query.Path is { } path ? [(int)path] : s_allPaths;
        var (index, start) = query.Step is null ? ("heads_by_headline", "") : ("heads_by_step", "step = ?4 AND ");
        var sql = new StringBuilder();
        foreach (var headline in headlines)
        {
            foreach (var onPath in paths)
            {
                sql.Append(sql.Length > 0 ? " UNION ALL " : "").Append(System.Globalization.CultureInfo.InvariantCulture,
                    $"SELECT * FROM (SELECT placed, id FROM heads INDEXED BY {index} WHERE {start}headline = {headline} AND path = {onPath} AND {page})");
            }
        }

        return sql.Append(" ORDER BY placed DESC, id DESC LIMIT ?3").ToString();
    }
}
