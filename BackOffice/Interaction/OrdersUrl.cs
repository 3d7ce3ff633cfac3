using System.Text.Encodings.Web;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Interaction;

/// <summary>The state of the orders page, which is its address: the query in its own language, and the page of the list.</summary>
public sealed record OrdersUrl(string? Text, string? Cursor)
{
    public static readonly OrdersUrl All = new(null, null);

    /// <summary>The list of everything that waits for somebody.</summary>
    public static readonly OrdersUrl NeedsAPerson = new($"{QueryFields.Status}:{QueryFields.Person}", null);

    public static OrdersUrl Parse(string? text, string? cursor) => new(Clean(text), Clean(cursor));

    public static OrdersUrl Of(Headline headline) => new($"{QueryFields.Status}:{headline.ToString().ToLowerInvariant()}", null);

    /// <summary>The first page of the list with the field set to the value alone, or without the field.</summary>
    public OrdersUrl With(string field, string? value) => Parse(QueryText.With(Text, field, value), null);

    public override string ToString()
    {
        var parts = new List<string>();
        Add("q", Text);
        Add("cursor", Cursor);
        return parts.Count == 0 ? "/orders" : "/orders?" + string.Join('&', parts);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                parts.Add(name + "=" + UrlEncoder.Default.Encode(value).Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal));
        }
    }

    private static string? Clean(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
