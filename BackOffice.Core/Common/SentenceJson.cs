using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackOffice.Core.Common;

/// <summary>A sentence is stored and sent as its English text.</summary>
public sealed class SentenceJson : JsonConverter<Sentence>
{
    public override Sentence? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString();

    public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
