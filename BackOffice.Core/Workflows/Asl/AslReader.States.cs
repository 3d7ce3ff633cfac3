namespace BackOffice.Core.Workflows.Asl;

/// <summary>States, by their type.</summary>
internal sealed partial class AslReader
{
    private static readonly string[] s_common = ["Type", "Comment", "QueryLanguage", "InputPath", "OutputPath", "Assign"];
    private static readonly string[] s_result = ["Parameters", "ResultPath", "Next", "End"];

    private static readonly Dictionary<string, string[]> s_fields = new(StringComparer.Ordinal)
    {
        ["Pass"] = [.. s_common, .. s_result, "Result"],
        ["Task"] =
        [
            .. s_common, .. s_result, "ResultSelector", "Retry", "Catch", "Resource", "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds",
            "HeartbeatSecondsPath", "Credentials",
        ],
        ["Parallel"] = [.. s_common, .. s_result, "ResultSelector", "Retry", "Catch", "Branches"],
        ["Map"] =
        [
            .. s_common, .. s_result, "ResultSelector", "Retry", "Catch", "ItemProcessor", "Iterator", "ItemSelector", "ItemsPath", "MaxConcurrency",
            "MaxConcurrencyPath", "ToleratedFailureCount", "ToleratedFailureCountPath", "ToleratedFailurePercentage",
            "ToleratedFailurePercentagePath", "ItemReader", "ItemBatcher", "ResultWriter", "Label",
        ],
        ["Choice"] = [.. s_common, "Choices", "Default"],
        ["Wait"] = [.. s_common, "Seconds", "SecondsPath", "Timestamp", "TimestampPath", "Next", "End"],
        ["Succeed"] = s_common,
        ["Fail"] = ["Type", "Comment", "QueryLanguage", "Error", "ErrorPath", "Cause", "CausePath"],
    };

    /// <summary>Fields of the data's way that public validators accept on every state, and that mean nothing on those that lack them.</summary>
    private static readonly string[] s_dataFields = ["Parameters", "ResultSelector", "ResultPath"];

    private AslState? State(string name, JsonObj o, string path, bool outerJsonata)
    {
        var jsonata = QueryLanguage(o, path, outerJsonata);
        if (Text(o, "Type", path) is not { } type)
        {
            if (o.Get("Type") is null)
                Required(o, path, "Type");
            return null;
        }

        if (!s_fields.TryGetValue(type, out var fields))
        {
            Schema("The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]", $"{path}/Type");
            return null;
        }

        Text(o, "Comment", path);
        if (jsonata)
        {
            Jsonata(type, o, path, outerJsonata);
            return null;
        }

        Fields(o, path, type, fields);
        return type switch
        {
            "Pass" => Pass(name, o, path),
            "Task" => Task(name, o, path),
            "Parallel" => Parallel(name, o, path),
            "Map" => Map(name, o, path),
            "Choice" => Choice(name, o, path),
            "Wait" => Wait(name, o, path),
            "Succeed" => Succeed(name, o, path),
            _ => Fail(name, o, path),
        };
    }

    private void Fields(JsonObj o, string path, string type, string[] fields)
    {
        foreach (var (field, _) in o.Members)
        {
            if (fields.Contains(field, StringComparer.Ordinal))
                continue;
            if (type != "Fail" && s_dataFields.Contains(field, StringComparer.Ordinal))
                Unsupported($"The field '{field}' means nothing in a state of type {type}; this engine refuses what it would not do", $"{path}/{field}");
            else if (s_jsonataFields.Contains(field, StringComparer.Ordinal))
                Schema($"The QueryLanguage is set to 'JSONPath', but field '{field}' is only supported for the 'JSONata' QueryLanguage", path);
            else
                Schema($"Field '{field}' is not supported", path);
        }
    }

    private PassState Pass(string name, JsonObj o, string path)
    {
        if (o.Get("Result") is { } result && (LooksLikePath(result) || result is JsonObj obj && Array.Exists(obj.Members, m => m.Key.EndsWith(".$", StringComparison.Ordinal))))
            Warning(Diagnostic.StaticResult, "The Result of a Pass state is static: paths in it are not evaluated", $"{path}/Result");
        return new PassState
        {
            Name = name,
            Next = Next(o, path),
            InputPath = Path(o, "InputPath", path),
            DiscardInput = IsNull(o, "InputPath"),
            OutputPath = Path(o, "OutputPath", path),
            DiscardOutput = IsNull(o, "OutputPath"),
            Parameters = Template(o, "Parameters", path),
            ResultPath = ReferencePath(o, "ResultPath", path),
            DiscardResult = IsNull(o, "ResultPath"),
            Result = o.Get("Result"),
            Assign = Assign(o, path),
        };
    }

    private ChoiceState Choice(string name, JsonObj o, string path) => new()
    {
        Name = name,
        InputPath = Path(o, "InputPath", path),
        DiscardInput = IsNull(o, "InputPath"),
        OutputPath = Path(o, "OutputPath", path),
        DiscardOutput = IsNull(o, "OutputPath"),
        Choices = Choices(o, path),
        Default = Text(o, "Default", path),
        Assign = Assign(o, path),
    };

    private WaitState Wait(string name, JsonObj o, string path)
    {
        string[] ways = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
        if (ways.Count(way => o.Get(way) is not null) != 1)
            Schema("Exactly one of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath]", path);
        DateTimeOffset? timestamp = null;
        if (o.Get("Timestamp") is { } text)
        {
            if (ChoiceOperators.Timestamp(text, out var at))
                timestamp = at;
            else
                Schema("Value is not a valid ISO-8601 timestamp", $"{path}/Timestamp");
        }

        return new WaitState
        {
            Name = name,
            Next = Next(o, path),
            InputPath = Path(o, "InputPath", path),
            DiscardInput = IsNull(o, "InputPath"),
            OutputPath = Path(o, "OutputPath", path),
            DiscardOutput = IsNull(o, "OutputPath"),
            Seconds = Whole(o, "Seconds", path, 0),
            SecondsPath = Path(o, "SecondsPath", path),
            Timestamp = timestamp,
            TimestampPath = Path(o, "TimestampPath", path),
            Assign = Assign(o, path),
        };
    }

    private SucceedState Succeed(string name, JsonObj o, string path) => new()
    {
        Name = name,
        InputPath = Path(o, "InputPath", path),
        DiscardInput = IsNull(o, "InputPath"),
        OutputPath = Path(o, "OutputPath", path),
        DiscardOutput = IsNull(o, "OutputPath"),
        Assign = Assign(o, path),
    };

    private FailState Fail(string name, JsonObj o, string path)
    {
        AtMostOne(o, path, "Error", "ErrorPath");
        AtMostOne(o, path, "Cause", "CausePath");
        foreach (var field in (ReadOnlySpan<string>)["Error", "Cause"])
        {
            if (o.Get(field) is { } value && LooksLikePath(value))
                Warning(Diagnostic.NoPath, $"The value of '{field}' looks like a path, but its name does not end with 'Path'", $"{path}/{field}");
        }

        return new FailState
        {
            Name = name,
            Error = Text(o, "Error", path),
            ErrorPath = Expression(o, "ErrorPath", path),
            Cause = Text(o, "Cause", path),
            CausePath = Expression(o, "CausePath", path),
        };
    }

    /// <summary>Null at an end. Exactly one of Next and End is wanted.</summary>
    private string? Next(JsonObj o, string path)
    {
        var end = Flag(o, "End", path);
        if (o.Get("Next") is null == !end)
            Schema("Exactly one of these fields is required: [Next, End]", path);
        return Text(o, "Next", path);
    }

    private PayloadTemplate? Assign(JsonObj o, string path)
    {
        if (o.Get("Assign") is not { } assign)
            return null;
        if (assign is not JsonObj variables)
        {
            Schema("Expected value of type Object", $"{path}/Assign");
            return null;
        }

        foreach (var (field, _) in variables.Members)
        {
            var name = field.EndsWith(".$", StringComparison.Ordinal) ? field[..^2] : field;
            if (name.Length is 0 or > 80 || name == "states" || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsLetterOrDigit(c) || c == '_'))
                Schema($"'{name}' is not a valid variable name: 1 to 80 letters, digits and _, not 'states'", $"{path}/Assign/{field}");
        }

        return Template(o, "Assign", path);
    }
}
