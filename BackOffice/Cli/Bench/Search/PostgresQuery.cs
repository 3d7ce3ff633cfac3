using System.Globalization;
using System.Text;
using BackOffice.Core.Orders;
using Npgsql;

namespace BackOffice.Cli.Bench.Search;

/// <summary>One reading of a query as an experienced engineer would write it for the table of postgres.sql.</summary>
internal sealed class PostgresQuery
{
    private readonly StringBuilder _where = new("true");
    private readonly List<object> _values = [];
    private readonly OrderQuery _query;

    private PostgresQuery(OrderQuery query, IEnumerable<SearchTerm> terms)
    {
        _query = query;
        foreach (var term in terms)
            Add(term);
        if (query.Headlines.Count > 0)
            Add("headline = ANY({0})", query.Headlines.Select(headline => (int)headline).ToArray());
        if (query.Path is { } path)
            Add("path = {0}", (int)path);
        AddFacet("step", query.Step);
        AddFacet("error", query.Error);
        AddFacet("city", query.City);
        AddFacet("variant", query.Variant);
        AddFacet("currency", query.Currency);
        AddRange("amount", query.Amount?.From, query.Amount?.To + 1);
        AddRange("placed", query.Placed?.From?.At.UtcTicks, query.Placed?.Before?.At.UtcTicks);
        AddRange("changed", query.Changed?.From?.At.UtcTicks, query.Changed?.Before?.At.UtcTicks);
    }

    /// <summary>The readings of the query's text in the order in which they are tried; one for a query without text.</summary>
    public static IEnumerable<PostgresQuery> Readings(OrderQuery query) => query.Text is { } text
        ? SearchTerms.Of(text).Select(reading => new PostgresQuery(query, [reading, .. query.Keys]))
        : [new PostgresQuery(query, query.Keys)];

    /// <summary>Rank, id and JSON of the rows after the place.</summary>
    public NpgsqlCommand Command(NpgsqlConnection connection, (long Rank, long Id)? after, int limit)
    {
        var (rank, order) = _query.Sort switch
        {
            OrderSort.Placed => ("placed", "placed DESC, id DESC"),
            OrderSort.Oldest => ("placed", "placed, id"),
            OrderSort.Changed => ("changed", "changed DESC, id DESC"),
            OrderSort.Amount => ("amount", "amount DESC, id DESC"),
        };
        var command = connection.CreateCommand();
        foreach (var value in _values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        var page = "";
        if (after is { } place)
        {
            page = string.Create(CultureInfo.InvariantCulture, $" AND ({rank}, id) {(_query.Sort is OrderSort.Oldest ? ">" : "<")} ({place.Rank}, {place.Id})");
        }

        command.CommandText = $"SELECT {rank}, id, json FROM bench_orders WHERE {_where}{page} ORDER BY {order} LIMIT {limit.ToString(CultureInfo.InvariantCulture)}";
        return command;
    }

    private void Add(SearchTerm term)
    {
        switch (term)
        {
            case SearchTerm.Id id:
                Add("subject = {0}", id.OrderId);
                break;
            case SearchTerm.IdStart start:
                Add("subject LIKE {0}", Like(start.Prefix));
                break;
            case SearchTerm.Key key:
                Add(Condition(key), key.Prefix ? Like(key.Value) : key.Value);
                break;
            case SearchTerm.Name name:
                Add("to_tsvector('simple', name_words) @@ to_tsquery('simple', {0})", string.Join(" & ", name.Words) + ":*");
                break;
        }
    }

    private static string Condition(SearchTerm.Key key) => (key.Class, key.Prefix) switch
    {
        (KeyClasses.GatewayReference, _) => "gateway @> ARRAY[{0}]",
        (KeyClasses.VoucherLast4, _) => "voucher4 @> ARRAY[{0}]",
        (KeyClasses.External, _) => "false AND subject = {0}",
        (KeyClasses.Email, true) => "email LIKE {0}",
        (KeyClasses.Email, false) => "email = {0}",
        (KeyClasses.Phone, true) => "phone LIKE {0}",
        (KeyClasses.Phone, false) => "phone = {0}",
        (KeyClasses.PhoneEnd, _) => "phone_end LIKE {0}",
        (KeyClasses.UserGuid, _) => "user_guid = {0}",
        (KeyClasses.Execution, _) => "execution = {0}",
        (KeyClasses.CardLast4, _) => "card4 = {0}",
        _ => throw new InvalidOperationException($"The table has no {key.Class}."),
    };

    private void Add(string condition, object value)
    {
        _values.Add(value);
        _where.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition, "$" + _values.Count.ToString(CultureInfo.InvariantCulture));
    }

    private void AddFacet(string column, Facet? facet)
    {
        if (facet is { Only.Count: > 0 })
            Add(column + " = ANY({0})", facet.Only.ToArray());
        if (facet is { Except.Count: > 0 })
            Add($"({column} IS NULL OR {column} <> ALL({{0}}))", facet.Except.ToArray());
    }

    private void AddRange(string column, long? from, long? before)
    {
        if (from is { } least)
            Add(column + " >= {0}", least);
        if (before is { } most)
            Add(column + " < {0}", most);
    }

    private static string Like(string start) => start.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
