using System.Globalization;
using System.Text;

namespace BackOffice.Core.Orders.Intake;

/// <summary>A JSON number exactly as a decimal: digits times a power of ten. 100, 1e2 and 100.0 are one number.</summary>
internal readonly record struct JsonNumber(bool Negative, string Digits, long Exponent)
{
    /// <summary>Of the number's text as it stands in valid JSON.</summary>
    public static JsonNumber Parse(string text)
    {
        var at = 0;
        var negative = text[0] == '-';
        if (negative)
            at++;
        var digits = new StringBuilder(text.Length);
        long exponent = 0;
        var fraction = false;
        for (; at < text.Length && text[at] is not ('e' or 'E'); at++)
        {
            if (text[at] == '.')
            {
                fraction = true;
                continue;
            }
            digits.Append(text[at]);
            if (fraction)
                exponent--;
        }
        if (at < text.Length)
            exponent += ExponentOf(text.AsSpan(at + 1));

        var significant = digits.ToString().TrimStart('0');
        if (significant.Length == 0)
            return new(false, "0", 0);
        var trimmed = significant.TrimEnd('0');
        return new(negative, trimmed, exponent + significant.Length - trimmed.Length);
    }

    /// <summary>True with the value when it is an integer of at most 18 digits, however it was written.</summary>
    public bool TryGetInteger(out long value)
    {
        value = 0;
        if (Exponent < 0 || Exponent + Digits.Length > 18)
            return false;
        value = long.Parse(Digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = 0; i < Exponent; i++)
            value *= 10;
        if (Negative)
            value = -value;
        return true;
    }

    /// <summary>The shortest way to write it, the same for the same number.</summary>
    public override string ToString()
    {
        var sign = Negative ? "-" : "";
        return Exponent switch
        {
            0 => sign + Digits,
            > 0 when Exponent + Digits.Length <= 18 => sign + Digits + new string('0', (int)Exponent),
            _ => sign + Digits + "e" + Exponent.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Past a thousand million it makes no difference any more: no number of ours is near it, and it must not overflow.</summary>
    private static long ExponentOf(ReadOnlySpan<char> text)
    {
        var negative = text[0] == '-';
        var digits = text.TrimStart("+-").TrimStart('0');
        var value = digits.Length switch
        {
            0 => 0,
            > 9 => 1_000_000_000,
            _ => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture),
        };
        return negative ? -value : value;
    }
}
