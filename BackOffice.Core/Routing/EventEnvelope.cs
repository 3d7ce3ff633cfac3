using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing;

/// <summary>What every event on a bus carries around its detail (EventBridge User Guide, "Event structure").</summary>
public static class EventEnvelope
{
    /// <summary>Without these AWS's TestEventPattern refuses the event; <c>resources</c> may be missing (AWS's recordings).</summary>
    public static readonly IReadOnlyList<string> Required = ["id", "account", "source", "time", "region", "detail-type"];

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
