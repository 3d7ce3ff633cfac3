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
                HistoryJson.Write(json, item);
            json.WriteEndArray();
            if (page.Next is not null)
                json.WriteString("next", page.Next);
            json.WriteEndObject();
        }

        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
