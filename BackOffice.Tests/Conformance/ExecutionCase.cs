using System.Text.Json;
using System.Text.RegularExpressions;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Conformance;

/// <summary>One recorded execution, run through the interpreter with a clock that jumps from timer to timer, and compared.</summary>
internal static partial class ExecutionCase
{
    private static readonly HashSet<string> s_masks = new(StringComparer.Ordinal)
    {
        "timestamp", "start-time", "date", "snf_role_arn", "activity_arn", "RandomNumberGenerated", "generated-uuid", "entered-time", "\"date\"",
    };

    /// <summary>Why the engine cannot run it (refused at installation), or null.</summary>
    public static string? Refused(JsonElement row) =>
        AslReader.Read(row.GetProperty("definition").GetRawText()).Problems is [var first, ..] ? first.ToString() : null;

    /// <summary>Null when the run agrees with the recording, else the first difference.</summary>
    public static string? Difference(JsonElement row)
    {
        var (definition, _) = AslReader.Read(row.GetProperty("definition").GetRawText());
        if (definition is null)
            return "refused";
        var consumers = row.GetProperty("activity_consumers").EnumerateArray().Select(c => c.GetString() ?? "").ToArray();
        var input = Json.Parse(row.GetProperty("input").GetRawText());
        var (after, events) = Run(definition, input, consumers);
        return Result(row, after) ?? History(row, events);
    }

    private static (ExecutionSnapshot After, List<WorkflowEvent> Events) Run(AslDefinition definition, Json input, string[] consumers)
    {
        var limits = new InterpreterLimits();
        var now = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var transition = Interpreter.Start(definition, new StartSignal(now, 1, "execution-name", "machine-name", input), limits);
        var events = transition.Events.ToList();
        for (var steps = 0; transition.After.Status == ExecutionStatus.Running; steps++)
        {
            if (steps > 10_000)
                throw new InvalidOperationException("The execution does not end.");
            Signal[] signals;
            if (transition.After.Frames.FirstOrDefault(f => f.Task is not null) is { Task: { } task } frame)
            {
                var consumer = consumers.FirstOrDefault() ?? throw new InvalidOperationException("Nobody consumes the activity.");
                signals =
                [
                    new TaskStartedSignal(now, 2, frame.Id, task.Scheduled, "BASE_ID_ACTIVITY_CONSUMER"),
                    consumer.EndsWith("FAIL", StringComparison.Ordinal)
                        ? new TaskFailedSignal(now, 3, frame.Id, task.Scheduled, "Programmatic Error", task.Input.Text)
                        : new TaskSucceededSignal(now, 3, frame.Id, task.Scheduled, task.Input),
                ];
            }
            else
            {
                now = transition.After.DueAt ?? throw new InvalidOperationException("The execution waits for nothing.");
                signals = [new TimerSignal(now, 4)];
            }

            transition = Interpreter.Apply(definition, transition.After, signals, limits);
            events.AddRange(transition.Events);
        }

        return (transition.After, events);
    }

    private static string? Result(JsonElement row, ExecutionSnapshot after)
    {
        var status = row.GetProperty("expected_status").GetString();
        if (!string.Equals(status, after.Status.ToString(), StringComparison.OrdinalIgnoreCase))
            return $"status {after.Status} instead of {status} ({after.Error}: {after.Cause})";
        if (row.TryGetProperty("expected_error", out var error) && error.GetString() != after.Error)
            return $"error {after.Error} instead of {error}";
        if (row.TryGetProperty("expected_cause", out var cause) && after.Cause is not null && !Same(cause, after.Cause))
            return $"cause {after.Cause} instead of {cause}";
        if (row.TryGetProperty("expected_output", out var output) && after.Output is not null && !Same(output, after.Output.Text))
            return $"output {after.Output.Text} instead of {output.GetRawText()}";
        return null;
    }

    private static string? History(JsonElement row, List<WorkflowEvent> events)
    {
        if (row.GetProperty("event_order").GetString() != "exact")
            return null;
        var recorded = row.GetProperty("recorded_events").EnumerateArray().ToArray();
        for (var i = 0; i < Math.Max(recorded.Length, events.Count); i++)
        {
            if (i >= recorded.Length || i >= events.Count)
                return $"{events.Count} events instead of {recorded.Length}";
            var ours = EventRendering.Render(events[i]);
            var (id, previous, type) = (
                recorded[i].GetProperty("id").GetInt64(), recorded[i].GetProperty("previousEventId").GetInt64(), recorded[i].GetProperty("type").GetString());
            if (id != ours.Id || previous != ours.PreviousEventId || type != ours.Type)
                return $"event {ours.Id} {ours.PreviousEventId} {ours.Type} instead of {id} {previous} {type}";
            if (Details(recorded[i], ours) is { } difference)
                return $"event {ours.Id} {ours.Type}: {difference}";
        }

        return null;
    }

    private static string? Details(JsonElement recorded, HistoryEvent ours)
    {
        var member = recorded.EnumerateObject().FirstOrDefault(m => m.Name.EndsWith("EventDetails", StringComparison.Ordinal));
        if (member.Value.ValueKind == JsonValueKind.Undefined)
            return null;
        if (member.Name != ours.DetailsName)
            return $"{ours.DetailsName} instead of {member.Name}";
        var details = JsonDocument.Parse(ours.DetailsJson ?? "{}").RootElement;
        var names = member.Value.EnumerateObject().Select(m => m.Name).Order().ToArray();
        var ourNames = details.EnumerateObject().Select(m => m.Name).Order().ToArray();

        // A consumer that gives no name writes none, which the stub cannot tell.
        if (!names.SequenceEqual(ourNames) && ours.Type != "ActivityStarted")
            return $"members [{string.Join(", ", ourNames)}] instead of [{string.Join(", ", names)}]";
        foreach (var field in member.Value.EnumerateObject())
        {
            var value = details.GetProperty(field.Name);
            if (!(value.ValueKind == JsonValueKind.String ? Same(field.Value, value.GetString() ?? "") : Same(field.Value, value)))
                return $"{field.Name} is {value.GetRawText()} instead of {field.Value.GetRawText()}";
        }

        return null;
    }

    /// <summary>A recorded value and our text: the recorder parsed texts that held objects, and put masks for what differs from run to run.</summary>
    private static bool Same(JsonElement recorded, string ours)
    {
        if (recorded.ValueKind == JsonValueKind.String && (IsMask(recorded.GetString() ?? "") || recorded.GetString() == ours))
            return true;
        try
        {
            using var parsed = JsonDocument.Parse(ours);
            if (Same(recorded, parsed.RootElement))
                return true;
            if (recorded.ValueKind != JsonValueKind.String)
                return false;
            using var text = JsonDocument.Parse(recorded.GetString() ?? "");
            return Same(text.RootElement, parsed.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Same(JsonElement recorded, JsonElement ours)
    {
        if (recorded.ValueKind == JsonValueKind.String && IsMask(recorded.GetString() ?? ""))
            return true;
        if (recorded.ValueKind == JsonValueKind.Object && ours.ValueKind == JsonValueKind.String)
            return Same(recorded, ours.GetString() ?? "");
        return (recorded.ValueKind, ours.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) =>
                recorded.EnumerateObject().Count() == ours.EnumerateObject().Count()
                && recorded.EnumerateObject().All(m => ours.TryGetProperty(m.Name, out var other) && Same(m.Value, other)),
            (JsonValueKind.Array, JsonValueKind.Array) =>
                recorded.GetArrayLength() == ours.GetArrayLength() && recorded.EnumerateArray().Zip(ours.EnumerateArray()).All(p => Same(p.First, p.Second)),
            (JsonValueKind.Number, JsonValueKind.Number) => recorded.GetDouble().Equals(ours.GetDouble()),
            (JsonValueKind.String, JsonValueKind.String) => recorded.GetString() == ours.GetString(),
            var (a, b) => a == b,
        };
    }

    private static bool IsMask(string text) => s_masks.Contains(text) || Mask().IsMatch(text);

    [GeneratedRegex("<[A-Za-z][A-Za-z_-]*(:\\d+|_\\d+idx)?>")]
    private static partial Regex Mask();
}
