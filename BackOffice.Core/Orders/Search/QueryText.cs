namespace BackOffice.Core.Orders.Search;

/// <summary>The query language: words, <c>field:value</c>, <c>-field:value</c>; values in quotes, several with commas. Used by the box, the URL, the API and exports.</summary>
public static class QueryText
{
    /// <summary>Longer texts are refused: no person types them.</summary>
    public const int MaxLength = 1_000;

    /// <summary>What the text asks for. Never throws.</summary>
    /// <param name="text">Empty for everything.</param>
    /// <param name="now">UTC; what ages and "today" are counted from.</param>
    /// <param name="zone">The viewer's, where dates begin at midnight.</param>
    public static ParsedQuery Parse(string? text, DateTimeOffset now, TimeZoneInfo zone)
    {
        text ??= "";
        return text.Length > MaxLength
            ? new ParsedQuery(new OrderQuery(), [new QueryProblem(MaxLength, text.Length - MaxLength, $"A query has at most {MaxLength} characters.")])
            : new QueryReading(new QueryTimes(now, zone)).Read(QueryToken.Split(text));
    }

    /// <summary>The text with the field set to the value alone, or without the field: what a filter button does to the box.</summary>
    /// <param name="text">The query as it stands; the rest of it is kept as it was typed.</param>
    /// <param name="field">Its canonical name.</param>
    /// <param name="value">Null takes the field out.</param>
    public static string With(string? text, string field, string? value)
    {
        text ??= "";
        var kept = QueryToken.Split(text)
            .Where(token => token.Field is null || QueryFields.Find(token.Field)?.Name != field)
            .Select(token => text.Substring(token.At, token.Length));
        return string.Join(' ', value is null ? kept : kept.Append($"{field}:{Quote(value)}"));
    }

    /// <summary>The value as it must be written behind a field.</summary>
    public static string Quote(string value) => value.Any(c => char.IsWhiteSpace(c) || c is ',') ? $"\"{value.Replace("\"", "", StringComparison.Ordinal)}\"" : value;
}
