using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

/// <summary>The same number, however it is written; one that no double holds, the same text.</summary>
internal sealed class ExactNumber : ValueMatcher
{
    private readonly byte[] _text;

    public ExactNumber(string text)
    {
        _text = Encoding.UTF8.GetBytes(text);
        IsComparable = ComparableNumber.TryRead(_text, out var number);
        Number = number;
    }

    public double Number { get; }

    public bool IsComparable { get; }

    public string Text => IsComparable ? Number.ToString("R", CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(_text);

    public override string Words => "is " + Text;

    public override bool Matches(in EventValue value) =>
        value.Kind is ValueKind.Number && (IsComparable ? value.IsComparable && value.Number == Number : value.Text.SequenceEqual(_text));

    protected override void WriteTo(Utf8JsonWriter json) => json.WriteRawValue(Text, skipInputValidation: true);
}

/// <summary>A number between bounds; a bound that is not there is null.</summary>
internal sealed class NumericRange(double? bottom, bool openBottom, double? top, bool openTop) : ValueMatcher
{
    public double? Bottom { get; } = bottom;

    public double? Top { get; } = top;

    public override string Words
    {
        get
        {
            var low = Bottom is { } b ? (openBottom ? "more than " : "at least ") + Number(b) : null;
            var high = Top is { } t ? (openTop ? "less than " : "at most ") + Number(t) : null;
            return "is " + (low is not null && high is not null ? $"{low} and {high}" : low ?? high);
        }
    }

    public override bool Matches(in EventValue value)
    {
        if (!value.IsComparable)
            return false;
        var number = value.Number;
        return (Bottom is not { } bottom || (openBottom ? number > bottom : number >= bottom))
            && (Top is not { } top || (openTop ? number < top : number <= top));
    }

    protected override void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray(PatternOperators.Numeric);
        WriteBound(json, openBottom ? ">" : ">=", Bottom);
        WriteBound(json, openTop ? "<" : "<=", Top);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter json, string comparison, double? bound)
    {
        if (bound is not { } number)
            return;
        json.WriteStringValue(comparison);
        json.WriteRawValue(Number(number), skipInputValidation: true);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
