using System.Text;

namespace BackOffice.Core.Orders.Search;

/// <summary>One word of a query: <c>-status:failed,held</c>, <c>city:"New York"</c>, or a word that is looked for as it is.</summary>
/// <param name="At">Where it starts, in characters.</param>
/// <param name="Length">Of the whole token, the minus and the quotes included.</param>
/// <param name="Negated">True after a leading minus of a field.</param>
/// <param name="Field">Lower case; null for a plain word.</param>
/// <param name="Values">Without quotes; a plain word has one.</param>
public sealed record QueryToken(int At, int Length, bool Negated, string? Field, IReadOnlyList<QueryValue> Values)
{
    /// <summary>Splits a text; never fails. A quote that is not closed ends with the text.</summary>
    public static IReadOnlyList<QueryToken> Split(string text)
    {
        var tokens = new List<QueryToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else
                tokens.Add(Read(text, ref at));
        }

        return tokens;
    }

    private static QueryToken Read(string text, ref int at)
    {
        var start = at;
        var negated = text[at] == '-' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]);
        var name = negated ? at + 1 : at;
        var end = name;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || (end > name && text[end] is '-' or '_')))
            end++;
        var isField = end > name && end < text.Length && text[end] == ':';
        at = isField ? end + 1 : start;
        var values = new List<QueryValue> { Value(text, ref at, isField) };
        while (isField && at < text.Length && text[at] == ',')
        {
            at++;
            values.Add(Value(text, ref at, isField));
        }

        return new QueryToken(start, at - start, isField && negated, isField ? text[name..end].ToLowerInvariant() : null, values);
    }

    /// <summary>Up to white space (or, in a field, a comma); inside quotes neither ends it.</summary>
    private static QueryValue Value(string text, ref int at, bool isField)
    {
        var start = at;
        var value = new StringBuilder();
        var quoted = false;
        var wasQuoted = false;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '"')
            {
                quoted = !quoted;
                wasQuoted = true;
            }
            else if (!quoted && (char.IsWhiteSpace(c) || (isField && c == ',')))
            {
                break;
            }
            else
            {
                value.Append(c);
            }
        }

        return new QueryValue(start, at - start, value.ToString(), wasQuoted);
    }
}

/// <summary>A value of a token, with its place in the text.</summary>
public sealed record QueryValue(int At, int Length, string Text, bool Quoted = false);
