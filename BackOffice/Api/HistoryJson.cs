using System.Text.Json;
using BackOffice.Core.Workflows;

namespace BackOffice.Api;

internal static class HistoryJson
{
    /// <summary>An event as GetExecutionHistory gives it; times are ISO 8601.</summary>
    public static void Write(Utf8JsonWriter json, HistoryEvent item)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", item.At);
        json.WriteString("type", item.Type);
        json.WriteNumber("id", item.Id);
        json.WriteNumber("previousEventId", item.PreviousEventId);
        if (item is { DetailsName: { } name, DetailsJson: { } details })
        {
            json.WritePropertyName(name);
            json.WriteRawValue(details, skipInputValidation: true);
        }

        json.WriteEndObject();
    }
}
