using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Conformance;

/// <summary>States that AWS ran alone: the same output, next state or error, and the same data after each step of the way through the state.</summary>
[Trait("Category", "Conformance")]
[Collection(ConformanceTests.Name)]
public sealed class AslTestState(ConformanceReport report)
{
    [CorpusFact("asl-teststate.jsonl")]
    public void SingleStates_RunHere_GiveWhatAwsGave()
    {
        var tally = report.Of("asl-teststate");
        foreach (var row in Corpora.Rows("asl-teststate.jsonl"))
        {
            var id = row.GetProperty("id").GetString() ?? "";
            var area = id.Split("::")[0].Split('/')[^1];
            var jsonata = row.GetProperty("request").GetProperty("definition").GetRawText().Contains("\"JSONata\"", StringComparison.Ordinal);
            if (jsonata && Machine(row.GetProperty("request")).Definition is null || Skipped.Reason(id) is not null)
            {
                tally.Skip(area, jsonata);
                continue;
            }

            tally.Ran(id, area, jsonata, Difference(row));
        }

        Assert.True(tally.Failures.Count == 0, string.Join('\n', tally.Failures));
        Assert.True(tally.Passed > 0);
    }

    /// <summary>The state under test as the first of a machine, and everything it leads to as an end.</summary>
    private static (AslDefinition? Definition, string Name) Machine(JsonElement request)
    {
        var given = request.GetProperty("definition");
        var name = request.TryGetProperty("stateName", out var wanted) ? wanted.GetString() ?? "" : "StateName";
        var state = given.TryGetProperty("States", out var states) && states.TryGetProperty(name, out var inner) ? inner : given;
        var targets = new HashSet<string>(StringComparer.Ordinal);
        Targets(state, targets);
        targets.Remove(name);
        var language = given.TryGetProperty("QueryLanguage", out var of) && given.TryGetProperty("States", out _) ? $"\"QueryLanguage\":{of.GetRawText()}," : "";
        var ends = string.Concat(targets.Select(t => $",{JsonSerializer.Serialize(t)}:{{\"Type\":\"Succeed\"}}"));
        return (AslReader.Read($"{{{language}\"StartAt\":{JsonSerializer.Serialize(name)},\"States\":{{{JsonSerializer.Serialize(name)}:{state.GetRawText()}{ends}}}}}").Definition, name);
    }

    private static void Targets(JsonElement value, HashSet<string> into)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Targets(item, into);
        }

        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name is "Next" or "Default" && member.Value.ValueKind == JsonValueKind.String)
                into.Add(member.Value.GetString() ?? "");
            else if (member.Name is "Choices" or "Catch")
                Targets(member.Value, into);
        }
    }

    private static string? Difference(JsonElement row)
    {
        var request = row.GetProperty("request");
        var (definition, name) = Machine(request);
        if (definition is null)
            return "refused";
        var input = Json.Parse(request.GetProperty("input_text").GetString() ?? "{}");
        var start = new StartSignal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), 1, "execution-name", "machine-name", input);
        var transition = Interpreter.Start(definition, start, new InterpreterLimits());
        var response = row.GetProperty("response");
        return Outcome(response, transition)
            ?? (response.TryGetProperty("inspectionData", out var inspected) ? Steps(inspected, definition.States[name], input) : null);
    }

    private static string? Outcome(JsonElement response, Transition transition)
    {
        var exited = transition.Events.FirstOrDefault(e => e.Type.ToString().EndsWith("StateExited", StringComparison.Ordinal));
        var next = transition.Events.Where(e => e.Type.ToString().EndsWith("StateEntered", StringComparison.Ordinal)).Skip(1).FirstOrDefault();
        var ours = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["status"] = exited is null ? "FAILED" : "SUCCEEDED",
            ["output"] = exited is null ? null : Member(exited, "output"),
            ["nextState"] = next is null ? null : Member(next, "name"),
            ["error"] = transition.After.Error,
            ["cause"] = transition.After.Cause,
        };
        foreach (var (member, value) in ours)
        {
            var expected = response.TryGetProperty(member, out var recorded);
            if (expected != value is not null || (expected && !Recording.Same(recorded, value ?? "")))
                return $"{member} {value} instead of {(expected ? recorded.GetRawText() : "none")}";
        }

        return null;
    }

    /// <summary>Each step that AWS reports, by the same functions that the interpreter goes through.</summary>
    private static string? Steps(JsonElement inspected, AslState state, Json input)
    {
        EvaluationScope On(Json data) => new(data, () => Json.Empty, Json.Empty, new SeededRandom(1));
        var scope = DataFlow.Input(state, On(input));
        var steps = new Dictionary<string, Json>(StringComparer.Ordinal) { ["input"] = input, ["afterInputPath"] = scope.Data };
        if (state is PassState pass)
        {
            var result = DataFlow.Effective(pass, scope);
            steps["afterParameters"] = DataFlow.Parameters(pass, scope);
            steps["result"] = result;
            steps["afterResultSelector"] = result;
            steps["afterResultPath"] = DataFlow.Place(pass, input, result);
        }

        foreach (var step in inspected.EnumerateObject())
        {
            if (!steps.TryGetValue(step.Name, out var ours))
                return $"no step {step.Name}";
            if (!Recording.Same(step.Value, ours.Text))
                return $"{step.Name} {ours.Text} instead of {step.Value.GetRawText()}";
        }

        return null;
    }

    private static string? Member(WorkflowEvent e, string name)
    {
        using var details = JsonDocument.Parse(EventRendering.Render(e).DetailsJson ?? "{}");
        return details.RootElement.GetProperty(name).GetString();
    }
}
