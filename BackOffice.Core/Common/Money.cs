using System.Globalization;
using System.Text.Json.Serialization;

namespace BackOffice.Core.Common;

/// <summary>
/// An amount in integer minor units (cents, centavos; whole miles) of one unit: an ISO 4217 currency or <c>MILES</c>.
/// Units never convert: adding two units throws, because it is a bug and not an outcome.
/// </summary>
/// <param name="Minor">Minor units; 17800 is 178.00 USD, 32000 is 32,000 MILES.</param>
/// <param name="Unit">Three upper-case letters of ISO 4217, or <c>MILES</c>.</param>
public readonly record struct Money(long Minor, string Unit) : IComparable<Money>, IFormattable
{
    /// <summary>The unit of loyalty miles; it has no minor unit.</summary>
    public const string Miles = "MILES";

    [JsonIgnore]
    public bool IsZero => Minor == 0;

    [JsonIgnore]
    public bool IsPositive => Minor > 0;

    public static Money Zero(string unit) => new(0, unit);

    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.SameUnit(left)), left.Unit);

    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.SameUnit(left)), left.Unit);

    public static Money operator *(Money left, int times) => new(checked(left.Minor * times), left.Unit);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public int CompareTo(Money other) => Minor.CompareTo(other.SameUnit(this));

    /// <summary>Number and unit, invariant: <c>1284.90 BRL</c>. For logs and the store; the console formats in the viewer's culture.</summary>
    public override string ToString() => ToString("F", CultureInfo.InvariantCulture);

    /// <param name="format"><c>F</c> (when null) or <c>N</c>, which groups; the decimals are the unit's own.</param>
    /// <param name="formatProvider">Of whoever reads it.</param>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        var digits = Currencies.MinorDigits(Unit);
        var major = Minor / (decimal)Math.Pow(10, digits);
        return major.ToString((format ?? "F") + digits.ToString(CultureInfo.InvariantCulture), formatProvider) + " " + Unit;
    }

    private long SameUnit(Money other) =>
        Unit == other.Unit ? Minor : throw new InvalidOperationException($"{Unit} and {other.Unit} never convert.");
}
