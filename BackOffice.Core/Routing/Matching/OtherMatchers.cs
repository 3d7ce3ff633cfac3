using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

/// <summary>true, false or null.</summary>
internal sealed class ExactLiteral(ValueKind kind) : ValueMatcher
{
    public ValueKind Kind { get; } = kind;

    public override string Words => Kind switch
    {
        ValueKind.True => "is true",
        ValueKind.False => "is false",
        _ => "is null",
    };

    public override bool Matches(in EventValue value) => value.Kind == Kind;

    protected override void WriteTo(Utf8JsonWriter json)
    {
        if (Kind is ValueKind.Null)
            json.WriteNullValue();
        else
            json.WriteBooleanValue(Kind is ValueKind.True);
    }
}

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

/// <summary>An address that was written as a plain text, or a block of them: any spelling of the address matches.</summary>
internal sealed class AddressMatch : ValueMatcher
{
    private readonly int _shift;
    private readonly string? _plain;

    private AddressMatch(IpLiteral address, int maskBits, string? plain)
    {
        MaskBits = maskBits;
        _shift = address.Width - maskBits;
        _plain = plain;
        Network = address with { Bits = Floor(address.Bits) };
    }

    public static AddressMatch Single(IpLiteral address) => new(address, address.Width, address.ToString());

    /// <param name="address">Bits beyond the mask do not count.</param>
    /// <param name="maskBits">0 to 31, or 127 for IPv6.</param>
    public static AddressMatch Block(IpLiteral address, int maskBits) => new(address, maskBits, plain: null);

    public IpLiteral Network { get; }

    public int MaskBits { get; }

    public override string Words => _plain is not null ? $"is the address {_plain}" : $"is an address in {Cidr}";

    private string Cidr => string.Create(CultureInfo.InvariantCulture, $"{Network}/{MaskBits}");

    public override bool Matches(in EventValue value) =>
        value.Kind is ValueKind.Text && IpLiteral.TryRead(value.Text, out var address) && address.IsV6 == Network.IsV6 && Floor(address.Bits) == Network.Bits;

    protected override void WriteTo(Utf8JsonWriter json)
    {
        if (_plain is not null)
            json.WriteStringValue(_plain);
        else
            Operand.Write(json, PatternOperators.Cidr, Cidr);
    }

    // A shift by the whole width would shift by nothing.
    private UInt128 Floor(UInt128 bits) => _shift == 128 ? 0 : bits >> _shift << _shift;
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

/// <summary><c>exists: true</c>: any value, null among them.</summary>
internal sealed class ExistsMatch : ValueMatcher
{
    public override string Words => "is present";

    public override bool Matches(in EventValue value) => true;

    protected override void WriteTo(Utf8JsonWriter json) => Presence.Write(json, exists: true);
}

/// <summary><c>exists: false</c>: no value does; that the field is absent is decided by whoever knows the whole event.</summary>
internal sealed class AbsentMatch : ValueMatcher
{
    public override string Words => "is absent";

    public override bool Matches(in EventValue value) => false;

    protected override void WriteTo(Utf8JsonWriter json) => Presence.Write(json, exists: false);
}

file static class Presence
{
    public static void Write(Utf8JsonWriter json, bool exists)
    {
        json.WriteStartObject();
        json.WriteBoolean(PatternOperators.Exists, exists);
        json.WriteEndObject();
    }
}
