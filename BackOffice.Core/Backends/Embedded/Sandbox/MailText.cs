using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>A message as Internet text: RFC 5322, with RFC 2047 for the subject and RFC 2045 for the body.</summary>
internal static class MailText
{
    /// <summary>RFC 2047: an encoded word is at most 75 characters, so 45 bytes in base 64 with its frame.</summary>
    private const int EncodedWordBytes = 45;

    /// <summary>RFC 5322: a line is at most 998 characters without its end.</summary>
    private const int LongestLine = 998;

    /// <summary>Sorts by time; the key's hash makes it unique and keeps the order id out of the name.</summary>
    public static string NameOf(EffectKey key, DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'ffffff'Z'", CultureInfo.InvariantCulture) + EndOf(key);

    /// <summary>What the names of the key's messages end in.</summary>
    public static string EndOf(EffectKey key) => "-" + HashOf(key) + ".eml";

    /// <summary>An address that cannot break out of its header line.</summary>
    public static bool IsAddress(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && at < address.Length - 1 && address.Length <= 254
            && !address.AsSpan().ContainsAny("<>,;\"") && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c));
    }

    public static string Of(Message message, string from, DateTimeOffset at)
    {
        var body = message.Text.ReplaceLineEndings("\r\n");
        var plain = body.Split("\r\n").All(line => Encoding.UTF8.GetByteCount(line) <= LongestLine);
        var text = new StringBuilder();
        Line(text, "Date", at.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Line(text, "From", from);
        Line(text, "To", message.To);
        Line(text, "Message-ID", $"<{HashOf(message.Key)}@sandbox.backoffice.invalid>");
        Line(text, "Subject", Word(message.Subject));
        Line(text, "MIME-Version", "1.0");
        Line(text, "Content-Type", "text/plain; charset=utf-8");
        Line(text, "Content-Language", Token(message.Locale));
        Line(text, "Content-Transfer-Encoding", plain ? "8bit" : "base64");
        Line(text, "X-Effect-Key", Token(message.Key.ToString()));
        text.Append("\r\n");
        if (plain)
            text.Append(body);
        else
            text.Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(body), Base64FormattingOptions.InsertLineBreaks));
        return text.Append("\r\n").ToString();
    }

    private static void Line(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");

    /// <summary>Plain when it is printable ASCII, else encoded words; never a line end of the sender's.</summary>
    private static string Word(string value)
    {
        if (value.All(c => c is >= ' ' and <= '~') && value.Length <= 900)
            return value;
        var words = new StringBuilder();
        var chunk = new StringBuilder();
        var bytes = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > EncodedWordBytes)
                Flush();
            chunk.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }
        Flush();
        return words.ToString();

        void Flush()
        {
            if (bytes == 0)
                return;
            if (words.Length > 0)
                words.Append("\r\n ");
            words.Append("=?utf-8?B?").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(chunk.ToString()))).Append("?=");
            chunk.Clear();
            bytes = 0;
        }
    }

    private static string Token(string value) => new([.. value.Where(c => c is > ' ' and <= '~')]);

    private static string HashOf(EffectKey key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())).AsSpan(0, 8));
}
