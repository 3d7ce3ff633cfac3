using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>Signatures of webhooks, ours and those that we get. Compared in constant time.</summary>
public static class WebhookSignature
{
    /// <summary>Header of the message's id: the same over every try.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header of the time of sending, in seconds since 1970.</summary>
    public const string TimeHeader = "webhook-timestamp";

    /// <summary>Header of the signatures.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Standard Webhooks 1: <c>v1,</c> and the base 64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
    /// <param name="secret">A base 64 text after <c>whsec_</c>, or any text.</param>
    /// <param name="id">Of the message.</param>
    /// <param name="at">When it is sent.</param>
    /// <param name="body">As it is sent.</param>
    public static string Sign(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body) =>
        "v1," + Convert.ToBase64String(Standard(secret, id, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), body));

    /// <summary>True when one of the signatures in the header is ours, and the time is within the tolerance.</summary>
    public static bool IsStandard(string secret, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan tolerance)
    {
        if (id is null || signatures is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || !IsNear(seconds, now, tolerance))
            return false;
        var expected = Standard(secret, id, timestamp, body);
        foreach (var one in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (one.StartsWith("v1,", StringComparison.Ordinal) && IsSame(one[3..], expected))
                return true;
        }

        return false;
    }

    /// <summary>Zendesk's: base 64 of HMAC-SHA256 over the timestamp and the body; its timestamp is ISO 8601.</summary>
    public static bool IsZendesk(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan tolerance)
    {
        if (signature is null || !DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || (now - at).Duration() > tolerance)
            return false;
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hmac.AppendData(body);
        return IsSame(signature, hmac.GetHashAndReset());
    }

    private static byte[] Standard(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, KeyOf(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    private static byte[] KeyOf(string secret)
    {
        const string mark = "whsec_";
        var bytes = new byte[secret.Length];
        return secret.StartsWith(mark, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[mark.Length..], bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(secret);
    }

    private static bool IsNear(long seconds, DateTimeOffset now, TimeSpan tolerance) => Math.Abs((double)now.ToUnixTimeSeconds() - seconds) <= tolerance.TotalSeconds;

    private static bool IsSame(string base64, byte[] expected)
    {
        Span<byte> given = stackalloc byte[64];
        return Convert.TryFromBase64String(base64, given, out var length) && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }
}
