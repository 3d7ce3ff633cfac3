using System.Text.Encodings.Web;
using BackOffice.Core.Orders;

namespace BackOffice.Interaction;

/// <summary>The state of the orders page, which is its address: what is looked for, and the page of the list.</summary>
public sealed record OrdersUrl(string? Text, IReadOnlyList<Headline> Status, OrderPath? Path, string? Step, string? Cursor)
{
    public static readonly OrdersUrl All = new(null, [], null, null, null);

    public OrderQuery Query => new() { Text = Text, Headlines = Status, Path = Path, Step = Step };

    public bool IsFiltered => Text is not null || Status.Count > 0 || Path is not null || Step is not null;

    /// <summary>Reads what the address says; words that mean nothing are left out.</summary>
    public static OrdersUrl Parse(string? text, string? status, string? path, string? step, string? cursor) => new(
        Clean(text),
        [.. (status ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Word<Headline>).OfType<Headline>().Distinct()],
        Word<OrderPath>(path ?? ""),
        Clean(step),
        Clean(cursor));

    public override string ToString()
    {
        var parts = new List<string>();
        Add("q", Text);
        Add("status", Status.Count == 0 ? null : string.Join(',', Status.Select(Name)));
        Add("path", Path is { } path ? Name(path) : null);
        Add("step", Step);
        Add("cursor", Cursor);
        return parts.Count == 0 ? "/orders" : "/orders?" + string.Join('&', parts);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                parts.Add(name + "=" + UrlEncoder.Default.Encode(value).Replace("%2C", ",", StringComparison.Ordinal));
        }
    }

    public static OrdersUrl Of(params IEnumerable<Headline> status) => All with { Status = [.. status] };

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T? Word<T>(string word)
        where T : struct, Enum =>
        Enum.TryParse<T>(word, ignoreCase: true, out var value) && !char.IsAsciiDigit(word.TrimStart('-', '+').FirstOrDefault()) ? value : null;

    private static string? Clean(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
