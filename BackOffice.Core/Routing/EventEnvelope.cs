using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing;

/// <summary>What every event on a bus carries around its detail (EventBridge User Guide, "Event structure").</summary>
public static class EventEnvelope
{
    /// <summary>Without these AWS's TestEventPattern refuses the event; <c>resources</c> may be missing (AWS's recordings).</summary>
    public static readonly IReadOnlyList<string> Required = ["id", "account", "source", "time", "region", "detail-type"];

    /// <summary>What stands for an AWS account and a region where there are none.</summary>
    public const string Account = "000000000000";

    /// <inheritdoc cref="Account"/>
    public const string Region = "local";

    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An event of the outbox as rules and destinations see it, UTF-8 JSON.</summary>
    /// <param name="e">Its detail is JSON.</param>
    /// <param name="replay">The replay that sends it again: EventBridge's <c>replay-name</c>.</param>
    public static byte[] Write(OutboxEvent e, string? replay = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + e.Detail.Length);
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("version", "0");
            json.WriteString("id", e.Id);
            json.WriteString("detail-type", e.DetailType);
            json.WriteString("source", e.Source);
            json.WriteString("account", Account);
            json.WriteString("time", e.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("region", Region);
            json.WriteStartArray("resources");
            json.WriteEndArray();
            if (replay is not null)
                json.WriteString("replay-name", replay);
            json.WritePropertyName("detail");
            json.WriteRawValue(e.Detail.Span);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The required fields that the event lacks, none for a good envelope.</summary>
    /// <param name="eventJson">UTF-8 JSON.</param>
    /// <returns>The errors of <see cref="EventPattern.Matches"/> for what is no event at all.</returns>
    public static Result<IReadOnlyList<string>> Missing(ReadOnlySpan<byte> eventJson)
    {
        if (EventJson.TooLong(eventJson) is { } tooLong)
            return tooLong;
        try
        {
            var reader = new Utf8JsonReader(eventJson, new JsonReaderOptions { MaxDepth = PatternLimits.EventDepth });
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return EventJson.NotAnObject;
            var missing = Required.ToList();
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                foreach (var name in Required)
                {
                    if (reader.ValueTextEquals(name))
                        missing.Remove(name);
                }

                reader.Skip();
            }

            reader.Read();
            return missing;
        }
        catch (JsonException e)
        {
            return EventJson.NotJson(e);
        }
    }
}
