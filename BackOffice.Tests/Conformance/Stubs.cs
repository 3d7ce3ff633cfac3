using System.Text.Json;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Conformance;

/// <summary>The functions and activity workers that stood behind the recorded executions.</summary>
internal sealed class Stubs(JsonElement row)
{
    private readonly Dictionary<string, string> _functions = row.GetProperty("lambda_handlers").EnumerateObject()
        .ToDictionary(f => f.Name, f => f.Value.GetString() ?? "", StringComparer.Ordinal);

    private readonly string[] _consumers = [.. row.GetProperty("activity_consumers").EnumerateArray().Select(c => c.GetString() ?? "")];

    /// <summary>The worker's name as it gave it; null when it gave none.</summary>
    public string? Worker { get; } = row.TryGetProperty("recorded_events", out var events) && events.ValueKind == JsonValueKind.Array
        ? events.EnumerateArray()
            .Where(e => e.GetProperty("type").GetString() == "ActivityStarted")
            .Select(e => e.GetProperty("activityStartedEventDetails").TryGetProperty("workerName", out var name) ? name.GetString() : null)
            .FirstOrDefault()
        : null;

    /// <summary>What answers, and after how long.</summary>
    public (TimeSpan After, Func<DateTimeOffset, TaskSignal> Answer) Of(int frame, TaskInProgress task)
    {
        TaskSignal Succeeded(DateTimeOffset now, Json output) => new TaskSucceededSignal(now, 3, frame, task.Scheduled, output);
        TaskSignal Failed(DateTimeOffset now, string error, string cause) => new TaskFailedSignal(now, 3, frame, task.Scheduled, error, cause);

        if (task.Kind == TaskKind.Activity)
        {
            return _consumers.FirstOrDefault() switch
            {
                "BASE_ID_ACTIVITY_CONSUMER" => (TimeSpan.Zero, now => Succeeded(now, task.Input)),
                "BASE_ID_ACTIVITY_CONSUMER_FAIL" => (TimeSpan.Zero, now => Failed(now, "Programmatic Error", task.Input.Text)),
                var consumer => throw new NotSupportedException($"There is no stub for {consumer}."),
            };
        }

        return _functions.GetValueOrDefault(task.Handler) switch
        {
            "id_function" => (TimeSpan.Zero, now => Succeeded(now, Json.Parse(Dumped(task.Input)))),
            "raise_exception" => (TimeSpan.Zero, now => Failed(now, "Exception", Error("Exception", "Some exception was raised."))),
            "raise_custom_exception" => (TimeSpan.Zero, now => Failed(now, "CustomException", Error("CustomException", ""))),
            "wait_60_seconds" => (TimeSpan.FromSeconds(60), now => Succeeded(now, task.Input)),
            "return_bytes_str" => (TimeSpan.Zero, now => Succeeded(now, Json.Of("HelloWorld!"))),
            "return_decorated_input" => (TimeSpan.Zero, now => Succeeded(now, Json.Of("input-event-" + Python(task.Input)))),
            "large_output_string" => (TimeSpan.Zero, now => Succeeded(now, Json.Of(new string('a', 257 * 1024)))),
            null => (TimeSpan.Zero, now => Failed(
                now, "Lambda.ResourceNotFoundException",
                $"Function not found: arn:aws:lambda:us-east-1:111111111111:function:{task.Handler}:$LATEST (Service: AWSLambda; Status Code: 404; "
                + "Error Code: ResourceNotFoundException; Request ID: 1; Proxy: null)")),
            var stub => throw new NotSupportedException($"There is no stub for {stub}."),
        };
    }

    private static string Error(string type, string message) =>
        $$"""{"errorMessage": "{{message}}", "errorType": "{{type}}", "requestId": "1", "stackTrace": []}""";

    /// <summary>JSON as Python writes it: with a blank after each colon and comma.</summary>
    private static string Dumped(Json value) => value switch
    {
        JsonArr array => "[" + string.Join(", ", array.Items.Select(Dumped)) + "]",
        JsonObj obj => "{" + string.Join(", ", obj.Members.Select(m => $"{Json.Of(m.Key).Text}: {Dumped(m.Value)}")) + "}",
        _ => value.Text,
    };

    /// <summary>As Python prints it.</summary>
    private static string Python(Json value) => value switch
    {
        JsonStr text => $"'{text.Value}'",
        JsonArr array => "[" + string.Join(", ", array.Items.Select(Python)) + "]",
        JsonObj obj => "{" + string.Join(", ", obj.Members.Select(m => $"'{m.Key}': {Python(m.Value)}")) + "}",
        JsonBool flag => flag.Value ? "True" : "False",
        JsonNull => "None",
        _ => value.Text,
    };
}
