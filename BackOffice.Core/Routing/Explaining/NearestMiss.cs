using System.Text;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Explaining;

/// <summary>How a value that does not match came near: another type, another case, white space.</summary>
internal static class NearestMiss
{
    /// <summary>In words, or null when nothing is near.</summary>
    public static string? Of(PatternField field, in EventValue value)
    {
        var text = Encoding.UTF8.GetString(value.Text);
        foreach (var matcher in field.Matchers)
        {
            if (Of(matcher, value, text) is { } miss)
                return miss;
        }

        return field.Matchers.All(matcher => matcher is AbsentMatch) ? "It must not be there at all." : null;
    }

    private static string? Of(ValueMatcher matcher, in EventValue value, string text)
    {
        if (value.Kind is not ValueKind.Text)
            return OtherKind(matcher, value, text);
        switch (matcher)
        {
            case AnythingBut:
                return "It is one of those that are left out.";
            case ExactNumber or NumericRange when IsNumber(value.Text) && matcher.Matches(EventValue.Of(ValueKind.Number, value.Text)):
                return $"The event has the text \"{text}\"; the pattern asks for a number, and a text never is one.";
            case ExactLiteral literal when text == literal.Words["is ".Length..]:
                return $"The event has the text \"{text}\"; the pattern asks for {text} without quotes.";
            case AddressMatch when !IpLiteral.TryRead(value.Text, out _):
                return "It is not an IP address in four decimal groups or in hexadecimal groups.";
        }

        if (Meets(matcher, text.Trim()))
            return "Right but for white space around it.";
        if (WithoutCase(matcher, text))
            return "Right but for case.";
        return WithoutCase(matcher, text.Trim()) ? "Right but for case and white space." : null;
    }

    private static string? OtherKind(ValueMatcher matcher, in EventValue value, string text) => matcher switch
    {
        AnythingBut => "It is one of those that are left out.",
        ExactText or TextPrefix or TextSuffix or WildcardMatch or IgnoreCaseMatch or AddressMatch when Meets(matcher, text) =>
            $"The event has {Kind(value.Kind)} {text}; the pattern asks for a text, \"{text}\" in quotes.",
        ExactText or TextPrefix or TextSuffix or WildcardMatch or IgnoreCaseMatch or AddressMatch => $"The event has {Kind(value.Kind)}; the pattern asks for a text.",
        ExactNumber { IsComparable: true } or NumericRange when value.Kind is ValueKind.Number && !value.IsComparable => "The number has more digits than can be compared.",
        _ => null,
    };

    private static bool Meets(ValueMatcher matcher, string text) => matcher.Matches(EventValue.Of(ValueKind.Text, Encoding.UTF8.GetBytes(text)));

    private static bool WithoutCase(ValueMatcher matcher, string text) => matcher switch
    {
        ExactText exact => string.Equals(exact.Text, text, StringComparison.OrdinalIgnoreCase),
        TextPrefix prefix => text.StartsWith(prefix.Text, StringComparison.OrdinalIgnoreCase),
        TextSuffix suffix => text.EndsWith(suffix.Text, StringComparison.OrdinalIgnoreCase),
        WildcardMatch match => WildcardText.TryRead(match.Wildcard.Source.ToUpperInvariant(), out _) is { } upper
            && upper.Matches(Encoding.UTF8.GetBytes(text.ToUpperInvariant())),
        _ => false,
    };

    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var reader = new System.Text.Json.Utf8JsonReader(text);
        try
        {
            return reader.Read() && reader.TokenType is System.Text.Json.JsonTokenType.Number && !reader.Read();
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static string Kind(ValueKind kind) => kind switch
    {
        ValueKind.Number => "the number",
        ValueKind.True or ValueKind.False => "the word",
        ValueKind.Null => "null:",
        ValueKind.Text => "the text",
    };
}
