using System.Text.Json;

namespace BackOffice.Components.Orders.Run;

/// <summary>Reads the graph out of a definition in Amazon States Language. It draws; it does not judge: the engine has validated the text.</summary>
public static class FlowReader
{
    /// <summary>Null when the text is not a definition.</summary>
    public static Flow? Read(string asl)
    {
        try
        {
            using var document = JsonDocument.Parse(asl);
            var root = document.RootElement;
            if (!root.TryGetProperty("States", out var states) || !root.TryGetProperty("StartAt", out var start) || start.GetString() is not { } first)
                return null;
            var read = states.EnumerateObject().Select(state => ReadState(state.Name, state.Value)).ToList();
            return new Flow(first, read, SpineOf(first, read, states));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FlowState ReadState(string name, JsonElement state)
    {
        var type = Text(state, "Type") ?? "";
        var ways = new List<FlowWay>();
        if (state.TryGetProperty("Choices", out var choices))
            ways.AddRange(choices.EnumerateArray().Where(rule => Text(rule, "Next") is not null).Select(rule => new FlowWay(Text(rule, "Next") ?? "", LabelOf(rule))));
        if ((Text(state, "Next") ?? Text(state, "Default")) is { } next)
            ways.Add(new FlowWay(next, null));
        if (state.TryGetProperty("Catch", out var catches))
            ways.AddRange(catches.EnumerateArray().Where(rule => Text(rule, "Next") is not null).Select(rule => new FlowWay(Text(rule, "Next") ?? "", T("on error"))));
        return new FlowState(name, type, type == "Task" ? StepOf(Text(state, "Resource") ?? name) : null, [.. ways.DistinctBy(way => way.To)], RetriesOf(state));
    }

    private static List<FlowRetry> RetriesOf(JsonElement state) => !state.TryGetProperty("Retry", out var retries) ? [] :
    [
        .. retries.EnumerateArray().Select(retry => new FlowRetry(
            retry.TryGetProperty("ErrorEquals", out var errors) ? [.. errors.EnumerateArray().Select(error => error.GetString() ?? "")] : [],
            retry.TryGetProperty("MaxAttempts", out var times) && times.TryGetInt32(out var most) ? most : 3)),
    ];

    private static List<string> SpineOf(string start, List<FlowState> states, JsonElement json)
    {
        var spine = new List<string>();
        for (var at = start; at is not null && !spine.Contains(at) && states.Exists(state => state.Name == at);)
        {
            spine.Add(at);
            var state = json.GetProperty(at);
            at = Text(state, "Next") ?? Text(state, "Default")
                ?? (state.TryGetProperty("Choices", out var choices) && choices.GetArrayLength() > 0 ? Text(choices[choices.GetArrayLength() - 1], "Next") : null);
        }

        return spine;
    }

    /// <summary>The activity's name out of its ARN or placeholder: <c>…:activity:capture-payment</c>, <c>${capture-payment}</c>.</summary>
    private static string StepOf(string resource)
    {
        var last = resource[(resource.LastIndexOf(':') + 1)..];
        return last.Trim('$', '{', '}').Replace("activity/", "", StringComparison.Ordinal);
    }

    private static string? LabelOf(JsonElement rule)
    {
        foreach (var member in rule.EnumerateObject())
        {
            var sign = member.Name switch
            {
                "NumericGreaterThan" => ">",
                "NumericGreaterThanEquals" => "≥",
                "NumericLessThan" => "<",
                "NumericLessThanEquals" => "≤",
                "NumericEquals" => "=",
                "StringEquals" => "",
                _ => null,
            };
            if (sign is not null)
                return $"{sign} {member.Value}".TrimStart();
            if (member is { Name: "BooleanEquals", Value.ValueKind: JsonValueKind.True or JsonValueKind.False })
                return member.Value.GetBoolean() ? T("yes") : T("no");
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
