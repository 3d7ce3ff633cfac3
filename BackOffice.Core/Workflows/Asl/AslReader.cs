using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>
/// Reads definitions and says what is wrong: what the language does not allow, and what this engine does not run. Nothing that it does not know
/// is passed over. Codes, words and paths are AWS's where they are known (recordings, and ValidateStateMachineDefinition's answers).
/// </summary>
internal sealed partial class AslReader
{
    /// <summary>Bytes of a definition (Service quotas, "State machine definition size").</summary>
    private const int MaxBytes = 1024 * 1024;

    private static readonly string[] s_topFields = ["Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage"];

    private readonly List<(string Code, string Message, string? Path, DiagnosticSeverity Severity)> _found = [];
    private readonly Dictionary<string, AslState> _states = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>A definition, or at least one problem that is more than a warning.</summary>
    public static (AslDefinition? Definition, IReadOnlyList<Diagnostic> Problems) Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return (null, [new Diagnostic(Diagnostic.Empty, "The definition is empty", null, 1, 1, DiagnosticSeverity.Error)]);
        if (text.Length > MaxBytes / 3 && Encoding.UTF8.GetByteCount(text) > MaxBytes)
            return (null, [new Diagnostic(Diagnostic.Schema, $"The definition has more than {MaxBytes} bytes", null, 1, 1, DiagnosticSeverity.Error)]);
        Json json;
        try
        {
            json = Json.Parse(text);
        }
        catch (JsonException e)
        {
            return (null,
            [
                new Diagnostic(Diagnostic.Json, e.Message, null, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, DiagnosticSeverity.Error),
            ]);
        }

        var reader = new AslReader();
        var positions = new JsonPositions(text);
        foreach (var twice in positions.Twice.Where(path => path.Contains("/States/", StringComparison.Ordinal)))
        {
            if (twice[..twice.LastIndexOf('/')].EndsWith("/States", StringComparison.Ordinal))
                reader.Add(Diagnostic.TwiceNamed, "The same state name appears more than once", twice, DiagnosticSeverity.Error);
        }

        var definition = reader.Definition(json);
        var problems = reader._found
            .Select(f => (f, Place: positions.Find(f.Path)))
            .Select(f => new Diagnostic(f.f.Code, f.f.Message, f.f.Path, f.Place.Line, f.Place.Column, f.f.Severity))
            .ToArray();
        return (Array.TrueForAll(problems, p => p.Severity == DiagnosticSeverity.Warning) ? definition : null, problems);
    }

    private AslDefinition? Definition(Json json)
    {
        if (json is not JsonObj top)
        {
            Schema("Expected value of type Object", "/");
            return null;
        }

        Required(top, string.Empty, "StartAt", "States");
        Known(top, string.Empty, s_topFields);
        Text(top, "Comment", string.Empty);
        Text(top, "Version", string.Empty);
        var jsonata = QueryLanguage(top, string.Empty, outer: false);
        var startAt = Flow(top, string.Empty, jsonata);
        return new AslDefinition
        {
            StartAt = startAt,
            States = _states.ToFrozenDictionary(StringComparer.Ordinal),
            WaitsForTokens = _states.Values.Any(s => s is TaskState { Resource.Kind: TaskKind.LambdaCallback }),
            TimeoutSeconds = Whole(top, "TimeoutSeconds", string.Empty, 1),
        };
    }

    /// <summary>A machine's StartAt and States: the whole, a branch, or an iteration.</summary>
    private string Flow(JsonObj o, string path, bool jsonata)
    {
        var startAt = Text(o, "StartAt", path) ?? string.Empty;
        if (o.Get("States") is not JsonObj states)
        {
            if (o.Get("States") is not null)
                Schema("Expected value of type Object", $"{path}/States");
            return startAt;
        }

        if (states.Members.Length == 0)
            Schema("Value cannot be empty", $"{path}/States");
        foreach (var member in states.Members)
        {
            var at = $"{path}/States/{member.Key}";
            if (member.Key.Length is 0 or > 80)
                Add(Diagnostic.StateName, "The name of a state must have between 1 and 80 characters", at, DiagnosticSeverity.Error);
            if (!_names.Add(member.Key))
                Add(Diagnostic.TwiceNamed, "The same state name appears more than once", at, DiagnosticSeverity.Error);
            if (member.Value is not JsonObj fields)
                Schema("Expected value of type Object", at);
            else if (State(member.Key, fields, at, jsonata) is { } state)
                _states[member.Key] = state;
        }

        if (startAt.Length > 0)
            Targets(states, startAt, path);
        return startAt;
    }

    /// <summary>True for JSONata. It is read as far as to tell valid from invalid, and refused.</summary>
    private bool QueryLanguage(JsonObj o, string path, bool outer)
    {
        switch (o.Get("QueryLanguage"))
        {
            case null:
                return outer;
            case JsonStr { Value: "JSONPath" }:
                if (outer)
                    Schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", path);
                return false;
            case JsonStr { Value: "JSONata" }:
                Unsupported("QueryLanguage JSONata is not supported by this engine; write the state in JSONPath", $"{path}/QueryLanguage");
                return true;
            default:
                Schema("The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]", $"{path}/QueryLanguage");
                return outer;
        }
    }

    private void Add(string code, string message, string? path, DiagnosticSeverity severity) => _found.Add((code, message, path, severity));

    private void Schema(string message, string path) => Add(Diagnostic.Schema, message, path, DiagnosticSeverity.Error);

    private void Unsupported(string message, string path) => Add(Diagnostic.Schema, message, path, DiagnosticSeverity.Unsupported);

    private void Warning(string code, string message, string path) => Add(code, message, path, DiagnosticSeverity.Warning);

    private void Wrong(FormatException problem, string message, string path)
    {
        if (problem is NotRunHere)
            Unsupported(problem.Message, path);
        else
            Schema(message, path);
    }
}
