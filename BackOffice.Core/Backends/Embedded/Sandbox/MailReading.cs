using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BackOffice.Core.Fulfilment;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>Reads what <see cref="MailText"/> writes: one part of plain text, in 8bit or base 64.</summary>
internal static partial class MailReading
{
    /// <exception cref="InvalidDataException">It is no such message.</exception>
    public static SentMessage Read(string eml)
    {
        var end = eml.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            throw new InvalidDataException("The message has no end of its head.");
        var head = eml[..end].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n")
            .Select(line => line.Split(": ", 2)).Where(line => line.Length == 2).ToDictionary(line => line[0], line => line[1], StringComparer.OrdinalIgnoreCase);
        var body = eml[(end + 4)..];
        if (head.GetValueOrDefault("Content-Transfer-Encoding") == "base64")
            body = Encoding.UTF8.GetString(Convert.FromBase64String(body));
        if (!DateTimeOffset.TryParseExact(head.GetValueOrDefault("Date"), "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at))
            throw new InvalidDataException("The message has no date.");
        return new SentMessage(
            head.GetValueOrDefault("From", ""), head.GetValueOrDefault("To", ""), Words(head.GetValueOrDefault("Subject", "")), body.ReplaceLineEndings("\n").TrimEnd('\n') + "\n", at);
    }

    /// <summary>RFC 2047: encoded words one after another are one text.</summary>
    private static string Words(string value) =>
        EncodedWord().Replace(value.Replace("?= =?", "?==?", StringComparison.Ordinal), match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[1].Value)));

    [GeneratedRegex(@"=\?utf-8\?B\?([A-Za-z0-9+/=]*)\?=", RegexOptions.CultureInvariant)]
    private static partial Regex EncodedWord();
}
