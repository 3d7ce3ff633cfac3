using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;

namespace BackOffice.Api;

/// <summary>Events as GetExecutionHistory gives them: each detail under its own member name; times are ISO 8601.</summary>
internal sealed class HistoryResult(Page<HistoryEvent> page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        using (var json = new Utf8JsonWriter(httpContext.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var item in page.Items)
                Write(json, item);
            json.WriteEndArray();
            if (page.Next is not null)
                json.WriteString("next", page.Next);
            json.WriteEndObject();
        }

        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, HistoryEvent item)
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
