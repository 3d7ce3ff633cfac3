using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Conformance;

/// <summary>One recorded execution, run through the interpreter with a clock that jumps from timer to timer, and compared.</summary>
internal static class ExecutionCase
{
    /// <summary>Null when the run agrees with the recording, else the first difference.</summary>
    public static string? Difference(JsonElement row)
    {
        var (definition, problems) = AslReader.Read(row.GetProperty("definition").GetRawText());
        if (definition is null)
            return "refused: " + problems.First(p => p.Severity != DiagnosticSeverity.Warning);
        var input = Json.Parse(row.GetProperty("input").GetRawText());
        var (after, events) = Run(definition, input, new Stubs(row));
        return Result(row, after) ?? row.GetProperty("event_order").GetString() switch
        {
            "exact" => Exact(row, events),
            "multiset" => Multiset(row, events),
            _ => null,
        };
    }

    private static (ExecutionSnapshot After, List<WorkflowEvent> Events) Run(AslDefinition definition, Json input, Stubs stubs)
    {
        var limits = new InterpreterLimits();
        var now = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var transition = Interpreter.Start(definition, new StartSignal(now, 1, "execution-name", "machine-name", input), limits);
        var events = transition.Events.ToList();
        var late = new List<(DateTimeOffset At, TaskSignal Answer)>();
        for (var steps = 0; transition.After.Status == ExecutionStatus.Running; steps++)
        {
            if (steps > 10_000)
                throw new InvalidOperationException("The execution does not end.");
            Signal[] signals;
            if (transition.After.Frames.FirstOrDefault(f => f.Task is { StartedAt: null }) is { Task: { } task } frame)
            {
                var (after, answer) = stubs.Of(frame.Id, task);
                var started = new TaskStartedSignal(now, 2, frame.Id, task.Scheduled, stubs.Worker);
                signals = after == TimeSpan.Zero ? [started, answer(now)] : [started];
                if (after > TimeSpan.Zero)
                    late.Add((now + after, answer(now + after)));
            }
            else
            {
                late.RemoveAll(l => Interpreter.Check(transition.After, l.Answer) != Acceptance.Accepted);
                var due = transition.After.DueAt;
                if (late.Count > 0 && !(due <= late.Min(l => l.At)))
                {
                    (now, var answer) = late.MinBy(l => l.At);
                    signals = [answer];
                }
                else
                {
                    now = due ?? throw new InvalidOperationException("The execution waits for nothing.");
                    signals = [new TimerSignal(now, 4)];
                }
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
        if (row.TryGetProperty("expected_cause", out var cause) && cause.ValueKind != JsonValueKind.Null && !Recording.Same(cause, after.Cause ?? ""))
            return $"cause {after.Cause} instead of {cause}";
        if (status == "SUCCEEDED" && row.TryGetProperty("expected_output", out var output) && !Recording.Same(output, after.Output?.Text ?? ""))
            return $"output {after.Output?.Text} instead of {output.GetRawText()}";
        return null;
    }

    private static string? Exact(JsonElement row, List<WorkflowEvent> events)
    {
        var recorded = row.GetProperty("recorded_events").EnumerateArray().ToArray();
        for (var i = 0; i < Math.Max(recorded.Length, events.Count); i++)
        {
            if (i >= recorded.Length || i >= events.Count)
                return $"{events.Count} events instead of {recorded.Length}";
            if (Difference(recorded[i], EventRendering.Render(events[i])) is { } difference)
                return difference;
        }

        return null;
    }

    /// <summary>Branches were sorted by the recorder, their ids replaced, and ParallelStateSucceeded lost; the other events keep their places.</summary>
    private static string? Multiset(JsonElement row, List<WorkflowEvent> events)
    {
        var ours = events.Where(e => e.Type != EventType.ParallelStateSucceeded).Select(EventRendering.Render).ToList();
        foreach (var recorded in row.GetProperty("recorded_events").EnumerateArray())
        {
            var at = ours.FindIndex(e => Difference(recorded, e) is null);
            if (at < 0)
                return $"no event like {recorded.GetRawText()}";
            ours.RemoveAt(at);
        }

        return ours.Count == 0 ? null : $"{ours.Count} events too many, {ours[0].Type} the first";
    }

    private static string? Difference(JsonElement recorded, HistoryEvent ours)
    {
        var type = recorded.GetProperty("type").GetString();
        if (type != ours.Type)
            return $"event {ours.Id} is {ours.Type} instead of {type}";
        if (recorded.GetProperty("id") is { ValueKind: JsonValueKind.Number } id
            && (id.GetInt64() != ours.Id || recorded.GetProperty("previousEventId").GetInt64() != ours.PreviousEventId))
            return $"event {ours.Id} {ours.PreviousEventId} {ours.Type} instead of {id} {recorded.GetProperty("previousEventId")} {type}";
        return Details(recorded, ours) is { } difference ? $"event {ours.Id} {ours.Type}: {difference}" : null;
    }

    private static string? Details(JsonElement recorded, HistoryEvent ours)
    {
        var member = recorded.EnumerateObject().FirstOrDefault(m => m.Name.EndsWith("EventDetails", StringComparison.Ordinal));
        if (member.Value.ValueKind == JsonValueKind.Undefined)
            return ours.DetailsName is null ? null : $"has {ours.DetailsName}";
        if (member.Name != ours.DetailsName)
            return $"{ours.DetailsName} instead of {member.Name}";
        using var details = JsonDocument.Parse(ours.DetailsJson ?? "{}");
        var names = member.Value.EnumerateObject().Select(m => m.Name).Order().ToArray();
        var ourNames = details.RootElement.EnumerateObject().Select(m => m.Name).Order().ToArray();
        if (!names.SequenceEqual(ourNames))
            return $"members [{string.Join(", ", ourNames)}] instead of [{string.Join(", ", names)}]";
        foreach (var field in member.Value.EnumerateObject())
        {
            var value = details.RootElement.GetProperty(field.Name);
            if (!(value.ValueKind == JsonValueKind.String ? Recording.Same(field.Value, value.GetString() ?? "") : Recording.Same(field.Value, value)))
                return $"{field.Name} is {value.GetRawText()} instead of {field.Value.GetRawText()}";
        }

        return null;
    }
}
