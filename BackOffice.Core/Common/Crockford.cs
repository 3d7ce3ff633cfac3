using System.Security.Cryptography;

namespace BackOffice.Core.Common;

/// <summary>Crockford's base 32: digits and capitals without I, L, O and U, so that a code can be read out on a telephone.</summary>
public static class Crockford
{
    public const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Fills with digits from a cryptographic source, 5 bits each.</summary>
    public static void Fill(Span<char> digits) => RandomNumberGenerator.GetItems(Digits, digits);
}
