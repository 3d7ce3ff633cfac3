using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BackOffice.Core.Routing.Recording;

/// <summary>
/// Masks what must not be kept or shown: values of fields that are named as personal data or secrets are, and texts that look like card numbers or e-mail
/// addresses wherever they stand. Shape, numbers and everything else stay, so that patterns still match.
/// </summary>
public static class EventRedaction
{
    private const string Masked = "***";
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Names without dashes and underscores, lower case.</summary>
    private static readonly FrozenSet<string> s_names = new[]
    {
        "email", "emailaddress", "mail", "phone", "phonenumber", "mobile", "name", "fullname", "firstname", "lastname", "givenname", "familyname", "passengername", "customername",
        "address", "street", "zip", "zipcode", "postalcode", "birthdate", "dateofbirth", "passport", "passportnumber", "document", "documentnumber", "cpf", "cnpj", "ssn",
        "token", "accesstoken", "refreshtoken", "apikey", "secret", "password", "pin", "cvv", "cvc", "card", "cardnumber", "pan", "iban", "authorization", "cookie", "signature",
        "code", "vouchercode", "comment", "body", "description", "text", "note", "message", "ip", "ipaddress",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The JSON with masks; what is no JSON becomes a mask whole.</summary>
    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length + 16);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = PatternLimits.EventDepth });
            using (var writer = new Utf8JsonWriter(buffer, s_writing with { MaxDepth = PatternLimits.EventDepth }))
                Copy(ref reader, writer);
            return buffer.WrittenSpan.ToArray();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Encoding.UTF8.GetBytes($"\"{Masked}\"");
        }
    }

    /// <summary>The same for text that is JSON or anything else, cut to a length for showing.</summary>
    public static string Of(string text, int longest)
    {
        var trimmed = text.AsSpan().Trim();
        var shown = trimmed is ['{' or '[', ..] ? Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(text))) : Text(text);
        return shown.Length <= longest ? shown : string.Concat(shown.AsSpan(0, longest), "…");
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        // How many levels of objects and lists are open below a name that is masked; 0 outside of one.
        var masked = 0;
        var maskNext = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var name = reader.GetString() ?? "";
                    writer.WritePropertyName(name);
                    maskNext = s_names.Contains(name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLower(CultureInfo.InvariantCulture));
                    continue;
                case JsonTokenType.StartObject:
                    masked += masked > 0 || maskNext ? 1 : 0;
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.StartArray:
                    masked += masked > 0 || maskNext ? 1 : 0;
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndObject:
                    masked -= masked > 0 ? 1 : 0;
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.EndArray:
                    masked -= masked > 0 ? 1 : 0;
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.String when masked > 0 || maskNext:
                    writer.WriteStringValue(Masked);
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(Text(reader.GetString() ?? ""));
                    break;
                case JsonTokenType.Number when masked > 0 || maskNext:
                    writer.WriteNumberValue(0);
                    break;
                case JsonTokenType.Number:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    writer.WriteBooleanValue(reader.TokenType is JsonTokenType.True);
                    break;
                case JsonTokenType.Null:
                    writer.WriteNullValue();
                    break;
            }

            maskNext = false;
        }
    }

    private static string Text(string text) => LooksLikeMail(text) || HoldsCardNumber(text) ? Masked : text;

    private static bool LooksLikeMail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && text.IndexOf('.', at) > at + 1;
    }

    /// <summary>13 to 19 digits in a row, blanks and dashes between them allowed, whose last is the check digit of the others (Luhn).</summary>
    private static bool HoldsCardNumber(string text)
    {
        Span<int> digits = stackalloc int[20];
        var count = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\0';
            if (char.IsAsciiDigit(c))
            {
                if (count < digits.Length)
                    digits[count] = c - '0';
                count++;
            }
            else if (c is not (' ' or '-') || count == 0)
            {
                if (count is >= 13 and <= 19 && IsLuhn(digits[..count]))
                    return true;
                count = 0;
            }
        }

        return false;
    }

    private static bool IsLuhn(ReadOnlySpan<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)];
            sum += i % 2 == 0 ? digit : digit < 5 ? digit * 2 : (digit * 2) - 9;
        }

        return sum % 10 == 0;
    }
}
