using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Workflows.Trial;
using BackOffice.Core.Common;

namespace BackOffice.Cli.Workflows;

/// <summary>
/// Answers for the tasks of a trial: by the state's name, or else by the activity's. An entry is one answer for every visit, or answers by the number
/// of the visit, as in the mock file of Step Functions Local: <c>{"0": {"Throw": {"Error": "Busy"}}, "1-5": {"Return": {}}}</c>.
/// </summary>
internal sealed class StubFile
{
    private readonly Dictionary<string, Stub> _stubs;

    private StubFile(Dictionary<string, Stub> stubs) => _stubs = stubs;

    /// <summary>A file without answers.</summary>
    public static StubFile Empty { get; } = new([]);

    /// <summary>Of the stubs, those that no state and no activity of the definition is named by.</summary>
    public IEnumerable<string> Unknown(string asl)
    {
        using var document = JsonDocument.Parse(asl);
        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(document.RootElement, names);
        return _stubs.Keys.Where(name => !names.Contains(name));
    }

    public static Result<StubFile> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? new StubFile(document.RootElement.EnumerateObject().ToDictionary(member => member.Name, Read, StringComparer.Ordinal))
                : throw new FormatException("an object with one member a state is expected");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return new Rejected("Stubs.Invalid", $"The stubs cannot be read: {e.Message}");
        }
    }

    /// <summary>The next answer; an error when the file has none for this visit.</summary>
    public Result<TrialAnswer> Answer(TrialTask task)
    {
        var name = _stubs.ContainsKey(task.State) ? task.State : task.Activity;
        if (!_stubs.TryGetValue(name, out var stub))
            return new Rejected("Stubs.Missing", $"The state '{task.State}' calls '{task.Activity}', and no stub answers: name one of the two in the file of --stubs.");
        return stub.Next() is { } answer
            ? answer
            : new Rejected("Stubs.Missing", FormattableString.Invariant($"The stub '{name}' has no answer for visit {stub.Visits - 1} (the first is 0)."));
    }

    private static Stub Read(JsonProperty member)
    {
        if (member.Value.ValueKind is not JsonValueKind.Object)
            throw new FormatException($"'{member.Name}': an object is expected");
        if (One(member.Name, member.Value) is { } always)
            return new Stub([(0, int.MaxValue, always)]);
        var answers = new List<(int From, int To, TrialAnswer Answer)>();
        foreach (var visit in member.Value.EnumerateObject())
        {
            var ends = visit.Name.Split('-');
            if (ends.Length > 2 || !Number(ends[0], out var from) || !Number(ends[^1], out var to) || to < from)
                throw new FormatException($"'{member.Name}': '{visit.Name}' is none of Return, Throw and Silence, and no visit like 0 or 1-3");
            answers.Add((from, to, One(member.Name, visit.Value) ?? throw new FormatException($"'{member.Name}', visit {visit.Name}: Return, Throw or Silence is expected")));
        }

        return answers.Count > 0 ? new Stub(answers) : throw new FormatException($"'{member.Name}': Return, Throw, Silence or visits are expected");
    }

    /// <summary>An answer, or null when the object is something else.</summary>
    private static TrialAnswer? One(string name, JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Object || element.GetPropertyCount() != 1)
            return null;
        var only = element.EnumerateObject().First();
        return only.Name switch
        {
            "Return" => new TrialOutput(only.Value.GetRawText()),
            "Silence" => only.Value.ValueKind is JsonValueKind.True ? new TrialSilence() : throw new FormatException($"'{name}': Silence is true or absent"),
            "Throw" => Failure(name, only.Value),
            _ => null,
        };
    }

    private static TrialFailure Failure(string name, JsonElement thrown)
    {
        if (thrown.ValueKind is not JsonValueKind.Object || thrown.EnumerateObject().Any(member => member.Name is not ("Error" or "Cause") || member.Value.ValueKind is not JsonValueKind.String))
            throw new FormatException($"'{name}': Throw has Error and Cause, both texts");
        return new TrialFailure(Text(thrown, "Error") ?? "", Text(thrown, "Cause"));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Names of states, and the last parts of the resources, at any depth.</summary>
    private static void Collect(JsonElement element, HashSet<string> names)
    {
        if (element.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, names);
            return;
        }

        if (element.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name == "States" && member.Value.ValueKind is JsonValueKind.Object)
                names.UnionWith(member.Value.EnumerateObject().Select(state => state.Name));
            if (member.Name is "Resource" or "FunctionName" && member.Value.ValueKind is JsonValueKind.String && member.Value.GetString() is { } resource)
                names.Add(resource[(resource.LastIndexOf(':') + 1)..].TrimEnd('}'));
            Collect(member.Value, names);
        }
    }

    private sealed class Stub(IReadOnlyList<(int From, int To, TrialAnswer Answer)> answers)
    {
        public int Visits { get; private set; }

        public TrialAnswer? Next()
        {
            var visit = Visits++;
            return answers.FirstOrDefault(answer => visit >= answer.From && visit <= answer.To).Answer;
        }
    }
}
