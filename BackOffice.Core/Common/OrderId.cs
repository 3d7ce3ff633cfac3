using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackOffice.Core.Common;

/// <summary>An order's id as people read it: a brand's prefix and eight Crockford digits, <c>GC-7KQ2-M4XD</c>.</summary>
[JsonConverter(typeof(OrderIdJson))]
public readonly record struct OrderId(string Value)
{
    /// <summary>The order as a subject of the store.</summary>
    [JsonIgnore]
    public SubjectId Subject => new("order/" + Value);

    public override string ToString() => Value;

    /// <summary>A new random id: 40 bits, so the store's insert, not luck, decides that it is unique.</summary>
    public static OrderId New(string prefix)
    {
        Span<char> digits = stackalloc char[8];
        Crockford.Fill(digits);
        return new($"{prefix}-{digits[..4]}-{digits[4..]}");
    }

    /// <summary>Public because source-generated JSON of other assemblies names it.</summary>
    public sealed class OrderIdJson : JsonConverter<OrderId>
    {
        public override OrderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("An order id is a string."));

        public override void Write(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
