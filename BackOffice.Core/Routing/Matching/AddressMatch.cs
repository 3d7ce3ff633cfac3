using System.Globalization;
using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

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
