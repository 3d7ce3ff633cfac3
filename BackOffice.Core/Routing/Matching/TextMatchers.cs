using System.Text;
using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

/// <summary>The same text, byte for byte.</summary>
internal sealed class ExactText(string text, bool spelledOut = false) : ValueMatcher
{
    public string Text { get; } = text;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);

    public override string Words => "is " + JsonText.Quote(Text);

    public override bool Matches(in EventValue value) => value.Kind is ValueKind.Text && value.Text.SequenceEqual(Utf8);

    protected override void WriteTo(Utf8JsonWriter json)
    {
        // Written plainly, an address would be compared as an address.
        if (spelledOut && IpLiteral.TryRead(Utf8, out _))
            Operand.Write(json, PatternOperators.Exactly, Text);
        else
            json.WriteStringValue(Text);
    }
}

internal sealed class TextPrefix(string text) : ValueMatcher
{
    public string Text { get; } = text;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);

    public override string Words => Text.Length == 0 ? "is any text" : "starts with " + JsonText.Quote(Text);

    public override bool Matches(in EventValue value) => value.Kind is ValueKind.Text && value.Text.StartsWith(Utf8);

    protected override void WriteTo(Utf8JsonWriter json) => Operand.Write(json, PatternOperators.Prefix, Text);
}

internal sealed class TextSuffix(string text) : ValueMatcher
{
    public string Text { get; } = text;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);

    public override string Words => Text.Length == 0 ? "is any text" : "ends with " + JsonText.Quote(Text);

    public override bool Matches(in EventValue value) => value.Kind is ValueKind.Text && value.Text.EndsWith(Utf8);

    protected override void WriteTo(Utf8JsonWriter json) => Operand.Write(json, PatternOperators.Suffix, Text);
}

internal sealed class WildcardMatch(WildcardText wildcard) : ValueMatcher
{
    public WildcardText Wildcard { get; } = wildcard;

    public override string Words => "is like " + JsonText.Quote(Wildcard.Source);

    public override bool Matches(in EventValue value) => value.Kind is ValueKind.Text && Wildcard.Matches(value.Text);

    protected override void WriteTo(Utf8JsonWriter json) => Operand.Write(json, PatternOperators.Wildcard, Wildcard.Source);
}

/// <summary>Where in a text the letters are compared without regard to case.</summary>
internal enum CasePlace
{
    Whole,
    Start,
    End,
}

internal sealed class IgnoreCaseMatch(string text, CasePlace place) : ValueMatcher
{
    private readonly CaseVariants _variants = new(text);

    public string Text { get; } = text;

    public CasePlace Place { get; } = place;

    public CaseVariants Variants => _variants;

    public override string Words => Place switch
    {
        CasePlace.Whole => $"is {JsonText.Quote(Text)} in any case",
        CasePlace.Start => $"starts with {JsonText.Quote(Text)} in any case",
        CasePlace.End => $"ends with {JsonText.Quote(Text)} in any case",
    };

    public override bool Matches(in EventValue value) => value.Kind is ValueKind.Text && Place switch
    {
        CasePlace.Whole => _variants.MatchStart(value.Text) == value.Text.Length,
        CasePlace.Start => _variants.MatchStart(value.Text) >= 0,
        CasePlace.End => _variants.MatchesEnd(value.Text),
    };

    protected override void WriteTo(Utf8JsonWriter json)
    {
        if (Place is CasePlace.Whole)
        {
            Operand.Write(json, PatternOperators.EqualsIgnoreCase, Text);
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName(Place is CasePlace.Start ? PatternOperators.Prefix : PatternOperators.Suffix);
        Operand.Write(json, PatternOperators.EqualsIgnoreCase, Text);
        json.WriteEndObject();
    }
}

/// <summary>A match expression with one text.</summary>
internal static class Operand
{
    public static void Write(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject();
        json.WriteString(name, text);
        json.WriteEndObject();
    }
}
