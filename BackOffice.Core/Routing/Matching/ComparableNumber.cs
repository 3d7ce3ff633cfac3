using System.Globalization;

namespace BackOffice.Core.Routing.Matching;

/// <summary>
/// Numbers as the engine compares them: as doubles, so that 300, 300.0 and 3.0e2 are one. A number that a double cannot hold without loss
/// is not comparable: it never meets <c>numeric</c>, and equals only the same text (event-ruler, ComparableNumber).
/// </summary>
internal static class ComparableNumber
{
    /// <summary>Every decimal of so many digits survives the way to a double and back.</summary>
    private const int SafeDigits = 15;

    /// <summary>No double needs more digits than this.</summary>
    private const int MostDigits = 17;

    private const int SafeExponent = 290;

    /// <param name="text">A JSON number.</param>
    /// <param name="number">Zero is never negative.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        Span<byte> digits = stackalloc byte[MostDigits];
        if (!TryNormalise(text, digits, out var count, out var exponent))
            return false;
        if (count == 0)
            return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) || !double.IsFinite(number))
            return false;
        if (count <= SafeDigits && Math.Abs(exponent) < SafeExponent)
            return true;

        Span<byte> shortest = stackalloc byte[32];
        Span<byte> again = stackalloc byte[MostDigits];
        return number.TryFormat(shortest, out var written, "R", CultureInfo.InvariantCulture)
            && TryNormalise(shortest[..written], again, out var countAgain, out var exponentAgain)
            && exponent == exponentAgain
            && digits[..count].SequenceEqual(again[..countAgain]);
    }

    /// <summary>The number as 0.DIGITS × 10^exponent without zeros at either end; false when it has more digits than any double.</summary>
    private static bool TryNormalise(ReadOnlySpan<byte> text, Span<byte> digits, out int count, out int exponent)
    {
        count = 0;
        exponent = 0;
        var zeros = 0;
        var inFraction = false;
        var at = 0;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == (byte)'.')
            {
                inFraction = true;
            }
            else if (c is >= (byte)'0' and <= (byte)'9')
            {
                if (c == (byte)'0' && count == 0)
                {
                    if (inFraction)
                        exponent--;
                    continue;
                }

                if (!inFraction)
                    exponent++;
                if (c == (byte)'0')
                {
                    zeros++;
                    continue;
                }

                if (count + zeros + 1 > digits.Length)
                    return false;
                digits.Slice(count, zeros).Fill((byte)'0');
                count += zeros;
                zeros = 0;
                digits[count++] = c;
            }
            else if (c is (byte)'e' or (byte)'E')
            {
                break;
            }
        }

        exponent += at < text.Length ? Exponent(text[(at + 1)..]) : 0;
        return true;
    }

    private static int Exponent(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var c in text)
        {
            if (c is >= (byte)'0' and <= (byte)'9')
                value = Math.Min(100_000, (value * 10) + c - '0');
        }

        return text[0] == (byte)'-' ? -value : value;
    }
}
