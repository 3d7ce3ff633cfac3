using System.Text;
using System.Text.Json;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>Between UTF-8 and <see cref="Json"/>.</summary>
internal static class JsonReading
{
    /// <summary>Deeper documents are refused: nothing that an order carries comes near, and a stack is finite.</summary>
    public const int MaxDepth = 256;

    /// <exception cref="JsonException">Not one JSON document.</exception>
    public static Json Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read())
                throw new JsonException("The text is empty.");
            var value = Read(ref reader);
            if (reader.Read())
                throw new JsonException("There is more than one value.");
            return value;
        }
        catch (InvalidOperationException e)
        {
            // The reader's word for a string that is no text: half of a surrogate pair.
            throw new JsonException("A string is not valid Unicode text.", e);
        }
    }

    private static Json Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader);
            case JsonTokenType.StartArray:
                var items = new List<Json>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader));
                return new JsonArr([.. items]);
            case JsonTokenType.String:
                return new JsonStr(Text(ref reader));
            case JsonTokenType.Number:
                return new JsonNum(Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return Json.True;
            case JsonTokenType.False:
                return Json.False;
            default:
                return Json.Null;
        }
    }

    private static JsonObj ReadObject(ref Utf8JsonReader reader)
    {
        var members = new List<KeyValuePair<string, Json>>(4);
        Dictionary<string, int>? places = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Text(ref reader);
            reader.Read();
            var value = Read(ref reader);

            // A name that comes twice: the last one counts, as in Java's parsers. A dictionary only for objects that are wide.
            int at;
            if (members.Count < 16)
            {
                at = members.Count - 1;
                while (at >= 0 && !string.Equals(members[at].Key, name, StringComparison.Ordinal))
                    at--;
            }
            else
            {
                places ??= Places(members);
                at = places.TryGetValue(name, out var found) ? found : -1;
            }

            if (at >= 0)
                members[at] = new(name, value);
            else
            {
                places?.Add(name, members.Count);
                members.Add(new(name, value));
            }
        }

        return new JsonObj([.. members]);
    }

    private static Dictionary<string, int> Places(List<KeyValuePair<string, Json>> members)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < members.Count; i++)
            places.Add(members[i].Key, i);
        return places;
    }

    private static string Text(ref Utf8JsonReader reader) => reader.GetString() ?? string.Empty;

    public static void Write(Utf8JsonWriter writer, Json value)
    {
        switch (value)
        {
            case JsonObj obj:
                writer.WriteStartObject();
                foreach (var member in obj.Members)
                {
                    writer.WritePropertyName(member.Key);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonArr array:
                writer.WriteStartArray();
                foreach (var item in array.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonStr text:
                WriteText(writer, text.Value);
                break;
            case JsonNum number:
                writer.WriteRawValue(number.Raw, skipInputValidation: true);
                break;
            case JsonBool flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>Half of a surrogate pair, which a text that was cut may hold, becomes U+FFFD: no JSON can carry it.</summary>
    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            writer.WriteStringValue(text);
        else
            writer.WriteStringValue(Encoding.UTF8.GetBytes(text));
    }
}
