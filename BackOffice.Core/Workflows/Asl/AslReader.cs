using System.Collections.Frozen;
using System.Text.Json;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>
/// Reads definitions and says what is wrong: what the language does not allow (AWS's codes), and what this engine does not run. Nothing that it
/// does not know is passed over.
/// </summary>
internal sealed partial class AslReader
{
    private static readonly string[] TopFields = ["Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage"];
    private static readonly string[] CommonFields = ["Type", "Comment", "QueryLanguage", "InputPath", "OutputPath", "Assign"];

    private readonly List<AslDiagnostic> _problems = [];

    /// <summary>A definition, or at least one diagnostic.</summary>
    public static (AslDefinition? Definition, IReadOnlyList<AslDiagnostic> Problems) Read(string text)
    {
        Json json;
        try
        {
            json = Json.Parse(text);
        }
        catch (JsonException e)
        {
            return (null, [new AslDiagnostic("INVALID_JSON_DESCRIPTION", e.Message, "/")]);
        }

        var reader = new AslReader();
        var definition = reader.Definition(json);
        return reader._problems.Count == 0 ? (definition, []) : (null, reader._problems);
    }

    private AslDefinition? Definition(Json json)
    {
        if (json is not JsonObj top)
        {
            Schema("Expected value of type Object", "/");
            return null;
        }

        Required(top, "/", "StartAt", "States");
        Known(top, string.Empty, TopFields);
        QueryLanguage(top, string.Empty);
        if (top.Get("States") is not JsonObj states)
        {
            if (top.Get("States") is not null)
                Schema("Expected value of type Object", "/States");
            return null;
        }

        if (states.Members.Length == 0)
            Schema("Value cannot be empty", "/States");
        var read = new Dictionary<string, AslState>(StringComparer.Ordinal);
        foreach (var member in states.Members)
        {
            if (member.Key.Length is 0 or > 80)
                Schema("A state's name must have between 1 and 80 characters", $"/States/{member.Key}");
            if (member.Value is not JsonObj fields)
                Schema("Expected value of type Object", $"/States/{member.Key}");
            else if (State(member.Key, fields, $"/States/{member.Key}") is { } state)
                read[member.Key] = state;
        }

        var startAt = Text(top, "StartAt", string.Empty) ?? string.Empty;
        if (startAt.Length > 0)
            Targets(states, startAt);
        return new AslDefinition
        {
            StartAt = startAt,
            States = read.ToFrozenDictionary(StringComparer.Ordinal),
            TimeoutSeconds = Whole(top, "TimeoutSeconds", string.Empty, 1),
        };
    }

    /// <summary>Every target exists, every state is reached, and something ends the execution.</summary>
    private void Targets(JsonObj states, string startAt)
    {
        if (states.Get(startAt) is null)
            Problem(AslDiagnostic.Target, $"Missing 'Next' target: {startAt}", "/StartAt");
        var reached = new HashSet<string>(StringComparer.Ordinal) { startAt };
        var open = new Queue<string>([startAt]);
        while (open.TryDequeue(out var name))
        {
            if (states.Get(name) is not JsonObj state)
                continue;
            foreach (var (target, path) in TargetsOf(state, $"/States/{name}"))
            {
                if (states.Get(target) is null)
                    Problem(AslDiagnostic.Target, $"Missing 'Next' target: {target}", path);
                else if (reached.Add(target))
                    open.Enqueue(target);
            }
        }

        foreach (var member in states.Members)
        {
            if (!reached.Contains(member.Key))
                Problem(AslDiagnostic.Target, $"State \"{member.Key}\" is not reachable.", $"/States/{member.Key}");
        }
    }

    private static IEnumerable<(string Target, string Path)> TargetsOf(JsonObj state, string path)
    {
        foreach (var field in (string[])["Next", "Default"])
        {
            if (state.Get(field) is JsonStr next)
                yield return (next.Value, $"{path}/{field}");
        }

        foreach (var field in (string[])["Choices", "Catch"])
        {
            if (state.Get(field) is not JsonArr list)
                continue;
            for (var i = 0; i < list.Items.Length; i++)
            {
                if (list.Items[i] is JsonObj item && item.Get("Next") is JsonStr next)
                    yield return (next.Value, $"{path}/{field}[{i}]/Next");
            }
        }
    }

    private void QueryLanguage(JsonObj obj, string path)
    {
        switch (obj.Get("QueryLanguage"))
        {
            case null or JsonStr { Value: "JSONPath" }:
                break;
            case JsonStr { Value: "JSONata" }:
                Unsupported("QueryLanguage JSONata is not supported; write the state in JSONPath", $"{path}/QueryLanguage");
                break;
            default:
                Schema("Value is not one of the allowed values: [JSONPath, JSONata]", $"{path}/QueryLanguage");
                break;
        }
    }

    private void Problem(string code, string message, string path) => _problems.Add(new AslDiagnostic(code, message, path));

    private void Schema(string message, string path) => Problem(AslDiagnostic.Schema, message, path);

    private void Unsupported(string message, string path) => Problem(AslDiagnostic.Unsupported, message, path);

    private void Required(JsonObj obj, string path, params ReadOnlySpan<string> names)
    {
        var missing = new List<string>();
        foreach (var name in names)
        {
            if (obj.Get(name) is null)
                missing.Add(name);
        }

        if (missing.Count > 0)
            Schema($"These fields are required: [{string.Join(", ", missing)}]", path);
    }

    private void Known(JsonObj obj, string path, IEnumerable<string> names)
    {
        foreach (var member in obj.Members)
        {
            if (!names.Contains(member.Key, StringComparer.Ordinal))
                Schema($"Field \"{member.Key}\" is not supported", $"{path}/{member.Key}");
        }
    }

    private string? Text(JsonObj obj, string name, string path)
    {
        switch (obj.Get(name))
        {
            case null:
                return null;
            case JsonStr { Value.Length: > 0 } text:
                return text.Value;
            case JsonStr when name is "Error" or "Cause" or "Comment":
                return string.Empty;
            default:
                Schema("Expected value of type String", $"{path}/{name}");
                return null;
        }
    }

    private long? Whole(JsonObj obj, string name, string path, long least)
    {
        switch (obj.Get(name))
        {
            case null:
                return null;
            case JsonNum number when number.IsLong(out var value) && value >= least && value <= 99_999_999:
                return value;
            default:
                Schema($"Expected an Integer from {least} to 99999999", $"{path}/{name}");
                return null;
        }
    }

    private bool Flag(JsonObj obj, string name, string path)
    {
        if (obj.Get(name) is not (null or JsonBool))
            Schema("Expected value of type Boolean", $"{path}/{name}");
        return obj.Get(name) is JsonBool { Value: true };
    }

    private AslPath? Path(JsonObj obj, string name, string path)
    {
        if (obj.Get(name) is null or JsonNull || Text(obj, name, path) is not { } text)
            return null;
        try
        {
            return AslPathParser.Parse(text);
        }
        catch (FormatException e)
        {
            Schema($"Value is not a Path: {e.Message}", $"{path}/{name}");
            return null;
        }
    }

    private AslPath? ReferencePath(JsonObj obj, string name, string path)
    {
        var read = Path(obj, name, path);
        if (read is { IsReference: false })
            Schema("Value is not a Reference Path", $"{path}/{name}");
        return read;
    }

    private AslExpression? Expression(JsonObj obj, string name, string path)
    {
        if (Text(obj, name, path) is not { } text)
            return null;
        try
        {
            return AslExpression.Parse(text);
        }
        catch (FormatException e)
        {
            Schema($"Value is not a Path or an intrinsic function: {e.Message}", $"{path}/{name}");
            return null;
        }
    }

    private PayloadTemplate? Template(JsonObj obj, string name, string path) => obj.Get(name) is { } json
        ? PayloadTemplate.Read(json, (where, what) => Schema(what, $"{path}/{name}{where}"))
        : null;

    private static bool IsNull(JsonObj obj, string name) => obj.Get(name) is JsonNull;
}
