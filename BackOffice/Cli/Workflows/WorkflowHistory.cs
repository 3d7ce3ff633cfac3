using System.CommandLine;
using System.Text;
using System.Text.Json;
using BackOffice.Hosting;

namespace BackOffice.Cli.Workflows;

/// <summary><c>workflow history</c>: asks the server that owns the data folder.</summary>
internal static class WorkflowHistory
{
    public static Command Build()
    {
        var execution = new Argument<string>("EXECUTION") { Description = "The execution's name: GC-7KQ2-M4XD-1." };
        var json = CommonOptions.Json();
        var command = new Command("history", "Its events, oldest first.") { execution, json };
        command.SetServerAction(async (parsed, session, cancellationToken) =>
        {
            var path = $"/api/executions/{Uri.EscapeDataString(parsed.GetRequiredValue(execution))}/history";
            var events = new List<JsonElement>();
            string? cursor = null;
            do
            {
                using var response = await session.Client.GetAsync(cursor is null ? path : $"{path}?cursor={Uri.EscapeDataString(cursor)}", cancellationToken);
                if (await Verb.ReadAsync(response, cancellationToken) is not { } body)
                    return ExitCodes.Refused;
                using var page = JsonDocument.Parse(body);
                events.AddRange(page.RootElement.GetProperty("events").EnumerateArray().Select(item => item.Clone()));
                cursor = page.RootElement.TryGetProperty("next", out var next) ? next.GetString() : null;
            }
            while (cursor is not null);

            if (parsed.GetValue(json))
                WriteJson(events);
            else
                Print(events);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>As <c>aws stepfunctions get-execution-history</c> prints it.</summary>
    private static void WriteJson(List<JsonElement> events)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var item in events)
                item.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetBytes(Environment.NewLine));
    }

    private static void Print(List<JsonElement> events)
    {
        foreach (var item in events)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"{item.GetProperty("id").GetInt64(),5}  {item.GetProperty("timestamp").GetDateTimeOffset():yyyy-MM-dd HH:mm:ss.fff}  {item.GetProperty("type").GetString()}"));
        }
    }
}
