using System.Text.Json;
using BackOffice.Core.Workflows;

namespace BackOffice.Components.Orders.Run;

/// <summary>One state's part of a history: entry, exit and the tries between.</summary>
public sealed class StateTrace
{
    public DateTimeOffset EnteredAt { get; set; }

    public DateTimeOffset? ExitedAt { get; set; }

    public List<Try> Tries { get; } = [];

    public string? Input { get; set; }

    public string? Output { get; set; }
}

/// <summary>Reads AWS's history events: which state each belongs to follows from the chain of previous event ids.</summary>
public static class HistoryReader
{
    public static Dictionary<string, StateTrace> Read(IReadOnlyList<HistoryEvent> history)
    {
        var traces = new Dictionary<string, StateTrace>();
        var owner = new Dictionary<long, string>();
        string? latest = null;
        foreach (var e in history)
        {
            var details = Details(e);
            if (e.Type.EndsWith("StateEntered", StringComparison.Ordinal) && Text(details, "name") is { } entered)
            {
                latest = owner[e.Id] = entered;
                traces[entered] = new StateTrace { EnteredAt = e.At, Input = Text(details, "input") };
                continue;
            }

            var state = owner.GetValueOrDefault(e.PreviousEventId) ?? latest;
            if (e.Type.EndsWith("StateExited", StringComparison.Ordinal))
                state = Text(details, "name") ?? state;
            if (state is null)
                continue;
            owner[e.Id] = state;
            if (traces.TryGetValue(state, out var trace))
                Apply(trace, e, details);
        }

        return traces;
    }

    /// <summary>The details as a JSON object, or undefined.</summary>
    public static JsonElement Details(HistoryEvent e)
    {
        if (e.DetailsJson is null)
            return default;
        try
        {
            return JsonElement.Parse(e.DetailsJson);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public static string? Text(JsonElement details, string name) =>
        details.ValueKind == JsonValueKind.Object && details.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Apply(StateTrace trace, HistoryEvent e, JsonElement details)
    {
        if (e.Type.EndsWith("StateExited", StringComparison.Ordinal))
        {
            trace.ExitedAt = e.At;
            trace.Output = Text(details, "output");
            End(trace, e, TryOutcome.Succeeded, details);
            return;
        }

        switch (e.Type)
        {
            case "ActivityScheduled" or "LambdaFunctionScheduled" or "TaskScheduled":
                trace.ExitedAt = null;
                trace.Tries.Add(new Try(trace.Tries.Count + 1, e.At, null, TryOutcome.Running, null, null, ""));
                break;
            case "ActivitySucceeded" or "LambdaFunctionSucceeded" or "TaskSucceeded":
                End(trace, e, TryOutcome.Succeeded, details);
                break;
            case "ActivityFailed" or "ActivityScheduleFailed" or "LambdaFunctionFailed" or "LambdaFunctionScheduleFailed" or "LambdaFunctionStartFailed" or "TaskFailed"
                or "TaskStartFailed" or "TaskSubmitFailed":
                End(trace, e, TryOutcome.Failed, details);
                break;
            case "ActivityTimedOut" or "LambdaFunctionTimedOut" or "TaskTimedOut":
                End(trace, e, TryOutcome.TimedOut, details);
                break;
            case "ExecutionAborted" or "ExecutionTimedOut":
                End(trace, e, TryOutcome.Failed, details);
                break;
        }
    }

    private static void End(StateTrace trace, HistoryEvent e, TryOutcome outcome, JsonElement details)
    {
        if (trace.Tries.Count == 0 || trace.Tries[^1].EndedAt is not null)
            return;
        trace.Tries[^1] = trace.Tries[^1] with
        {
            EndedAt = e.At,
            Outcome = outcome,
            Error = Text(details, "error"),
            Cause = Text(details, "cause"),
        };
    }
}
