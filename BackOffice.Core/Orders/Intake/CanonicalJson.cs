using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BackOffice.Core.Orders.Intake;

/// <summary>
/// JSON in one way: members sorted by UTF-16 code units, no white space, numbers at their shortest, strings escaped only where JSON must (RFC 8785).
/// Written by hand because its digest is compared for ever, and a library's choice of escapes may change with its version.
/// </summary>
public static class CanonicalJson
{
    /// <summary>SHA-256 of the canonical text, hex. Members named in <paramref name="without"/> are left out at the top.</summary>
    /// <exception cref="InvalidOperationException">A text holds half of a surrogate pair: such a body is refused before.</exception>
    public static string Sha256(JsonElement element, params ReadOnlySpan<string> without)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        Write(text, element, without);
        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));
    }

    /// <summary>The canonical text.</summary>
    /// <exception cref="InvalidOperationException">A text holds half of a surrogate pair.</exception>
    public static string Text(JsonElement element)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        Write(text, element, []);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> text, JsonElement element, ReadOnlySpan<string> without)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, element, without);
                break;
            case JsonValueKind.Array:
                text.Write("["u8);
                var first = true;
                foreach (var item in element.EnumerateArray())
                {
                    if (!first)
                        text.Write(","u8);
                    first = false;
                    Write(text, item, []);
                }
                text.Write("]"u8);
                break;
            case JsonValueKind.String:
                WriteString(text, element.GetString() ?? "");
                break;
            case JsonValueKind.Number:
                text.Write(Encoding.UTF8.GetBytes(JsonNumber.Parse(element.GetRawText()).ToString()));
                break;
            case JsonValueKind.True:
                text.Write("true"u8);
                break;
            case JsonValueKind.False:
                text.Write("false"u8);
                break;
            case JsonValueKind.Null:
                text.Write("null"u8);
                break;
            case JsonValueKind.Undefined:
                throw new InvalidOperationException("There is no JSON here.");
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> text, JsonElement element, ReadOnlySpan<string> without)
    {
        List<JsonProperty> members = [.. element.EnumerateObject()];
        members.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        text.Write("{"u8);
        var first = true;
        foreach (var member in members)
        {
            if (without.Contains(member.Name))
                continue;
            if (!first)
                text.Write(","u8);
            first = false;
            WriteString(text, member.Name);
            text.Write(":"u8);
            Write(text, member.Value, []);
        }
        text.Write("}"u8);
    }

    private static void WriteString(ArrayBufferWriter<byte> text, string value)
    {
        text.Write("\""u8);
        var start = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (Escape(value[i]) is not { } escape)
                continue;
            Copy(text, value.AsSpan(start, i - start));
            text.Write(Encoding.ASCII.GetBytes(escape));
            start = i + 1;
        }
        Copy(text, value.AsSpan(start));
        text.Write("\""u8);
    }

    private static void Copy(ArrayBufferWriter<byte> text, ReadOnlySpan<char> part)
    {
        var span = text.GetSpan(Encoding.UTF8.GetMaxByteCount(part.Length));
        text.Advance(Encoding.UTF8.GetBytes(part, span));
    }

    private static string? Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        < ' ' => "\\u00" + ((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}
