using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>
/// A voucher's code: <c>GLT-7KQ2-M4XD-93TV-B</c>: 60 random bits in Crockford's base 32 and one check character (Luhn modulo 32, which finds
/// every single wrong character and nearly every swap of neighbours).
/// </summary>
public static class VoucherCode
{
    public const string Prefix = "GLT-";
    private const int Length = 12;

    /// <summary>A new code from the cryptographic source.</summary>
    public static string New()
    {
        Span<char> digits = stackalloc char[Length];
        Crockford.Fill(digits);
        return Format(digits);
    }

    /// <summary>The last four characters of a code as it is printed, without dashes.</summary>
    public static string Last4Of(string code) => code.Replace("-", "", StringComparison.Ordinal)[^4..];

    /// <summary>Capitals, without blanks and dashes, look-alikes read as meant (O is 0, I and L are 1); null when it cannot be a code.</summary>
    public static string? Normalise(string text)
    {
        var upper = text.Trim().ToUpperInvariant();
        if (StartsAsCode(upper))
            upper = upper[Prefix.Length..];
        Span<char> digits = stackalloc char[Length + 1];
        var count = 0;
        foreach (var raw in upper)
        {
            if (raw is '-' or ' ')
                continue;
            var digit = raw switch { 'O' => '0', 'I' or 'L' => '1', _ => raw };
            if (count == digits.Length || !Crockford.Digits.Contains(digit, StringComparison.Ordinal))
                return null;
            digits[count++] = digit;
        }

        return count == digits.Length ? new string(digits) : null;
    }

    /// <summary>True for a text that says itself that it is a code, by its first four characters; a blank may stand for the dash.</summary>
    public static bool StartsAsCode(string text) =>
        text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || text.StartsWith(Prefix[..^1] + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the last of the 13 normalised characters is the right check character.</summary>
    public static bool CheckIsRight(string normalised) =>
        normalised.Length == Length + 1 && normalised[^1] == CheckOf(normalised.AsSpan(0, Length));

    /// <summary>Every code with a right check character that one wrong character or one swap of neighbours makes of this one, which has 13 normalised characters.</summary>
    public static IEnumerable<string> OneSlipFrom(string normalised)
    {
        for (var at = 0; at < normalised.Length; at++)
        {
            foreach (var digit in Crockford.Digits)
            {
                if (digit != normalised[at] && Right(normalised[..at] + digit + normalised[(at + 1)..]) is { } near)
                    yield return near;
            }

            if (at > 0 && Right(normalised[..(at - 1)] + normalised[at] + normalised[at - 1] + normalised[(at + 1)..]) is { } swapped)
                yield return swapped;
        }

        static string? Right(string code) => CheckIsRight(code) ? code : null;
    }

    private static string Format(ReadOnlySpan<char> digits) =>
        $"{Prefix}{digits[..4]}-{digits[4..8]}-{digits[8..12]}-{CheckOf(digits)}";

    private static char CheckOf(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        var factor = 2;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var product = factor * Crockford.Digits.IndexOf(digits[i], StringComparison.Ordinal);
            sum += (product / 32) + (product % 32);
            factor = 3 - factor;
        }

        return Crockford.Digits[(32 - (sum % 32)) % 32];
    }
}
