using System.Text.Json;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Editing;

/// <summary>A value of a row as a person types it, and as the pattern has it. <c>42</c> is a number and <c>"42"</c> a text wherever both are possible.</summary>
public static class RowValue
{
    /// <summary>The JSON token of what was typed.</summary>
    public static string Read(string typed, RowTest test)
    {
        var text = typed.Trim();
        if (TextIn(text) is not null)
            return text;
        if (TakesNumbers(test))
            return IsNumber(text) ? text : JsonText.Quote(typed);
        return TakesLiterals(test) && IsLiteral(text, test) ? text : JsonText.Quote(typed);
    }

    /// <summary>What stands in the field for a token; <see cref="Read"/> makes the same value of it.</summary>
    public static string Show(string token, RowTest test) =>
        TextIn(token) is not { } text ? token
        : text.Trim() != text || text.Length == 0 || TextIn(text) is not null || (TakesLiterals(test) && IsLiteral(text, test)) || (TakesNumbers(test) && IsNumber(text)) ? token
        : text;

    /// <summary>The text of a token that is one, else null.</summary>
    public static string? TextIn(string token)
    {
        if (token.Length < 2 || token[0] != '"')
            return null;
        try
        {
            using var json = JsonDocument.Parse(token);
            return json.RootElement.ValueKind is JsonValueKind.String ? json.RootElement.GetString() : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True where only numbers make sense.</summary>
    public static bool TakesNumbers(RowTest test) =>
        test is RowTest.NumberIs or RowTest.NumberAtLeast or RowTest.NumberMoreThan or RowTest.NumberAtMost or RowTest.NumberLessThan or RowTest.NumberBetween;

    /// <summary>True where a row can have any number of values.</summary>
    public static bool TakesSeveral(RowTest test) => !TakesNumbers(test) && TakesAny(test);

    /// <summary>False for a row without values.</summary>
    public static bool TakesAny(RowTest test) => test is not (RowTest.IsPresent or RowTest.IsAbsent);

    private static bool TakesLiterals(RowTest test) => test is RowTest.IsOneOf or RowTest.IsNoneOf;

    private static bool IsLiteral(string text, RowTest test) => IsNumber(text) || (test is RowTest.IsOneOf && text is "true" or "false" or "null");

    private static bool IsNumber(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] == '-') || !char.IsAsciiDigit(text[^1]))
            return false;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
