using System.Globalization;
using System.Text;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Places of the orders that one reading of the text finds, filtered, newest first.</summary>
internal static class TermPlaces
{
    /// <summary>Sorts after every text that starts with what stands before it.</summary>
    private const string Last = "\U0010FFFF";

    private const string Keys = "keys k";

    /// <summary>From so many orders on, a word counts as one that very many have.</summary>
    private const int Many = 5_000;

    public static List<(long Placed, long Id)> Find(Database database, SearchTerm term, OrderQuery query, Keyset start, int limit) => term switch
    {
        SearchTerm.Id id => Rows(database, query, start, limit, "heads h", "h.subject = ?4", ["order/" + id.OrderId]),
        SearchTerm.IdStart ids => Rows(
            database, query, start, limit, "heads h", "h.subject >= ?4 AND h.subject < ?5", ["order/" + ids.Prefix, "order/" + ids.Prefix + Last]),
        SearchTerm.Key { Prefix: false } key => Exact(database, key, query, start, limit),
        SearchTerm.Key key => Rows(
            database, query, start, limit, Keys, "k.class = ?4 AND k.value >= ?5 AND k.value < ?6",
            [key.Class, key.Value, key.Value + Last]),
        SearchTerm.Name name => Named(database, name.Words, query, start, limit),
        _ => throw new InvalidOperationException($"No search for {term.GetType().Name}."),
    };

    private static List<(long Placed, long Id)> Exact(Database database, SearchTerm.Key key, OrderQuery query, Keyset start, int limit)
    {
        var found = Rows(
            database, query, start, limit, Keys, "k.class = ?4 AND k.value = ?5", [key.Class, key.Value]);
        return found.Count > 0
            ? found
            : Rows(
                database, query, start, limit, "unique_keys k CROSS JOIN heads h ON h.id = k.head",
                "k.class = ?4 AND k.value = ?5 AND k.gone = 0", [key.Class, key.Value]);
    }

    /// <summary>
    /// The rarest word drives, the others are looked up for each of its orders. One word that very many orders have is answered by walking the
    /// newest orders instead of sorting all that have it: the more there are, the sooner a page is full.
    /// </summary>
    private static List<(long Placed, long Id)> Named(Database database, IReadOnlyList<string> words, OrderQuery query, Keyset start, int limit)
    {
        var isFiltered = query.Headlines.Count > 0 || query.Path is not null || query.Step is not null;
        var counts = words.Select((word, i) => CountUpTo(database, word, i == words.Count - 1)).ToArray();
        var rarest = Array.IndexOf(counts, counts.Min());
        if (words.Count == 1 && counts[0] >= Many && !isFiltered)
            return Rows(
                database, query, start, limit, "heads h INDEXED BY heads_by_placed",
                "EXISTS (SELECT 1 FROM keys x INDEXED BY keys_by_head WHERE x.head = h.id AND x.class = 'name' AND x.value >= ?4 AND x.value < ?5)",
                [words[0], words[0] + Last]);
        var where = new StringBuilder("k.class = 'name' AND ");
        var values = new List<string>();
        where.Append(Matches("k", rarest));
        for (var i = 0; i < words.Count; i++)
        {
            if (i != rarest)
                where.Append("AND EXISTS (SELECT 1 FROM keys x INDEXED BY keys_by_head WHERE x.head = k.head AND x.class = 'name' AND ")
                    .Append(Matches("x", i)).Append(") ");
        }

        return Rows(database, query, start, limit, Keys, where.ToString(), values);

        string Matches(string table, int i)
        {
            values.Add(words[i]);
            if (i < words.Count - 1)
                return string.Create(CultureInfo.InvariantCulture, $"{table}.value = ?{3 + values.Count} ");
            values.Add(words[i] + Last);
            return string.Create(CultureInfo.InvariantCulture, $"{table}.value >= ?{2 + values.Count} AND {table}.value < ?{3 + values.Count} ");
        }
    }

    private static long CountUpTo(Database database, string word, bool prefix)
    {
        var row = database.Cached($"SELECT count(*) FROM (SELECT 1 FROM keys WHERE class = 'name' AND value {(prefix ? ">= ?1 AND value < ?2" : "= ?1 AND ?2 IS NOT NULL")} LIMIT {Many})")
            .Begin().Add(word).Add(word + Last);
        var count = row.Step() ? row.Int64(0) : 0;
        row.End();
        return count;
    }

    private static List<(long Placed, long Id)> Rows(
        Database database, OrderQuery query, Keyset start, int limit, string tables, string where, IReadOnlyList<string> values)
    {
        // Keys carry time and id themselves (0 for what is in no list): the heads are read only where a filter asks for them.
        var inKeys = tables == Keys;
        var (placed, id) = inKeys ? ("k.placed", "k.head") : ("h.placed", "h.id");
        if (inKeys && (query.Headlines.Count > 0 || query.Path is not null || query.Step is not null))
            tables += " CROSS JOIN heads h ON h.id = k.head";
        var sql = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"SELECT {placed}, {id} FROM {tables} WHERE {where} AND ({placed}, {id}) < (?1, ?2) AND {(inKeys ? "k.placed > 0" : "h.placed IS NOT NULL")}");
        if (query.Headlines.Count > 0)
            sql.Append(" AND h.headline IN (").AppendJoin(',', query.Headlines.Select(headline => (int)headline).Distinct().Order()).Append(')');
        if (query.Path is { } path)
            sql.Append(CultureInfo.InvariantCulture, $" AND h.path = {(int)path}");
        if (query.Step is not null)
            sql.Append(CultureInfo.InvariantCulture, $" AND h.step = ?{4 + values.Count}");
        sql.Append(CultureInfo.InvariantCulture, $" ORDER BY {placed} DESC, {id} DESC LIMIT ?3");

        // An order that holds two keys with the prefix comes twice, side by side; the page is filled up from behind them.
        var found = new List<(long Placed, long Id)>();
        var want = limit;
        while (true)
        {
            var statement = database.Cached(sql.ToString()).Begin().Add(start.Placed).Add(start.Id).Add((long)want);
            foreach (var value in values)
                statement.Add(value);
            if (query.Step is not null)
                statement.Add(query.Step);
            var rows = 0;
            while (statement.Step())
            {
                rows++;
                var place = (statement.Int64(0), statement.Int64(1));
                if (found.Count == 0 || found[^1] != place)
                    found.Add(place);
            }

            statement.End();
            if (rows < want || found.Count >= limit)
                return found;
            start = start with { Placed = found[^1].Placed, Id = found[^1].Id };
            want = limit - found.Count;
        }
    }
}
