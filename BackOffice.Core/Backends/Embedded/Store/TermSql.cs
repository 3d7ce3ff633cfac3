using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>A term of a search as SQL: the rows that it finds, or the condition that it holds for a row found otherwise.</summary>
internal static class TermSql
{
    /// <summary>Sorts after every text that starts with what stands before it.</summary>
    private const string Last = "\U0010FFFF";

    /// <summary>" AND …" for a row h of heads; for a row k of keys where <paramref name="ofKeys"/>.</summary>
    public static void AddHolds(SearchSql sql, SearchTerm term, bool ofKeys)
    {
        var id = ofKeys ? "k.head" : "h.id";
        switch (term)
        {
            case SearchTerm.Id or SearchTerm.IdStart:
                sql.Add(" AND ");
                AddSubject(sql, term);
                break;
            case SearchTerm.Key key:
                if (KeyClasses.IsUnique(key.Class))
                {
                    sql.Add($" AND {id} IN (SELECT x.head FROM unique_keys x WHERE ");
                    AddKey(sql, "x", key);
                    sql.Add(")");
                }
                else
                {
                    AddHas(sql, key.Class, key.Value, key.Prefix, ofKeys);
                }

                break;
            case SearchTerm.Name name:
                for (var i = 0; i < name.Words.Count; i++)
                    AddHas(sql, KeyClasses.NameWord, name.Words[i], i == name.Words.Count - 1, ofKeys);
                break;
        }
    }

    /// <summary>A whole value beside a row of keys is looked up among the rows of that value, which lie together; else among the keys of the order.</summary>
    private static void AddHas(SearchSql sql, string keyClass, string value, bool prefix, bool ofKeys)
    {
        sql.Add((ofKeys, prefix) switch
        {
            (true, false) => " AND EXISTS (SELECT 1 FROM keys x WHERE x.placed = k.placed AND x.head = k.head AND ",
            (true, true) => " AND EXISTS (SELECT 1 FROM keys x INDEXED BY keys_by_head WHERE x.head = k.head AND ",
            (false, _) => " AND EXISTS (SELECT 1 FROM keys x INDEXED BY keys_by_head WHERE x.head = h.id AND ",
        });
        AddValue(sql, "x", keyClass, value, prefix);
        sql.Add(")");
    }

    /// <summary><c>h.subject = …</c> or its range.</summary>
    public static void AddSubject(SearchSql sql, SearchTerm term)
    {
        if (term is SearchTerm.Id id)
            sql.Add("h.subject = ").Value("order/" + id.OrderId);
        else if (term is SearchTerm.IdStart start)
            sql.Add("h.subject >= ").Value("order/" + start.Prefix).Add(" AND h.subject < ").Value("order/" + start.Prefix + Last);
    }

    public static void AddKey(SearchSql sql, string table, SearchTerm.Key key)
    {
        AddValue(sql, table, key.Class, key.Value, key.Prefix);
        if (KeyClasses.IsUnique(key.Class))
            sql.Add($" AND {table}.gone = 0");
    }

    /// <summary>The rows of a table of keys with the value, or with values that start so.</summary>
    public static void AddValue(SearchSql sql, string table, string keyClass, string value, bool prefix)
    {
        sql.Add($"{table}.class = ").Value(keyClass);
        if (prefix)
            sql.Add($" AND {table}.value >= ").Value(value).Add($" AND {table}.value < ").Value(value + Last);
        else
            sql.Add($" AND {table}.value = ").Value(value);
    }
}
