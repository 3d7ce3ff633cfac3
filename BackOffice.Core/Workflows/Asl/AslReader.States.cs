using System.Text.RegularExpressions;

namespace BackOffice.Core.Workflows.Asl;

internal sealed partial class AslReader
{
    private static readonly string[] ResultFields = ["Parameters", "ResultPath", "Next", "End"];

    private static readonly string[] TaskFields =
    [
        "Resource", "ResultSelector", "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath", "Retry", "Catch",
        "Credentials",
    ];

    [GeneratedRegex(@"^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:activity:[A-Za-z0-9_-]{1,80}$", RegexOptions.CultureInvariant)]
    private static partial Regex ActivityArn();

    private AslState? State(string name, JsonObj o, string path)
    {
        QueryLanguage(o, path);
        var type = Text(o, "Type", path);
        switch (type)
        {
            case "Pass":
                Known(o, path, [.. CommonFields, .. ResultFields, "Result"]);
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
            case "Task":
                Known(o, path, [.. CommonFields, .. ResultFields, .. TaskFields]);
                return Task(name, o, path);
            case "Choice":
                Known(o, path, [.. CommonFields, "Choices", "Default"]);
                return new ChoiceState
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
            case "Wait":
                Known(o, path, [.. CommonFields, "Seconds", "SecondsPath", "Timestamp", "TimestampPath", "Next", "End"]);
                return Wait(name, o, path);
            case "Succeed":
                Known(o, path, CommonFields);
                return new SucceedState
                {
                    Name = name,
                    InputPath = Path(o, "InputPath", path),
                    DiscardInput = IsNull(o, "InputPath"),
                    OutputPath = Path(o, "OutputPath", path),
                    DiscardOutput = IsNull(o, "OutputPath"),
                    Assign = Assign(o, path),
                };
            case "Fail":
                Known(o, path, ["Type", "Comment", "QueryLanguage", "Error", "ErrorPath", "Cause", "CausePath"]);
                AtMostOne(o, path, "Error", "ErrorPath");
                AtMostOne(o, path, "Cause", "CausePath");
                return new FailState
                {
                    Name = name,
                    Error = Text(o, "Error", path),
                    ErrorPath = Expression(o, "ErrorPath", path),
                    Cause = Text(o, "Cause", path),
                    CausePath = Expression(o, "CausePath", path),
                };
            case "Parallel" or "Map":
                Unsupported($"States of type {type} are not supported", $"{path}/Type");
                return null;
            case null:
                Required(o, path, "Type");
                return null;
            default:
                Schema("Value is not one of the allowed values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]", $"{path}/Type");
                return null;
        }
    }

    private TaskState Task(string name, JsonObj o, string path)
    {
        Required(o, path, "Resource");
        AtMostOne(o, path, "TimeoutSeconds", "TimeoutSecondsPath");
        AtMostOne(o, path, "HeartbeatSeconds", "HeartbeatSecondsPath");
        if (o.Get("Credentials") is not null)
            Unsupported("Credentials are not supported: there are no roles to assume", $"{path}/Credentials");
        var resource = Text(o, "Resource", path) ?? string.Empty;
        if (resource.Length > 0 && !ActivityArn().IsMatch(resource))
        {
            if (resource.StartsWith("arn:", StringComparison.Ordinal))
                Unsupported($"The resource {resource} is not supported: tasks are activities", $"{path}/Resource");
            else
                Schema($"Value is not a valid resource ARN: {resource}", $"{path}/Resource");
        }

        var timeout = Whole(o, "TimeoutSeconds", path, 1);
        var heartbeat = Whole(o, "HeartbeatSeconds", path, 1);
        if (heartbeat >= timeout)
            Schema("HeartbeatSeconds must be smaller than TimeoutSeconds", $"{path}/HeartbeatSeconds");
        return new TaskState
        {
            Name = name,
            Resource = resource,
            Next = Next(o, path),
            InputPath = Path(o, "InputPath", path),
            DiscardInput = IsNull(o, "InputPath"),
            OutputPath = Path(o, "OutputPath", path),
            DiscardOutput = IsNull(o, "OutputPath"),
            Parameters = Template(o, "Parameters", path),
            ResultSelector = Template(o, "ResultSelector", path),
            ResultPath = ReferencePath(o, "ResultPath", path),
            DiscardResult = IsNull(o, "ResultPath"),
            TimeoutSeconds = timeout,
            TimeoutSecondsPath = Path(o, "TimeoutSecondsPath", path),
            HeartbeatSeconds = heartbeat,
            HeartbeatSecondsPath = Path(o, "HeartbeatSecondsPath", path),
            Retry = Items(o, "Retry", path, Retrier),
            Catch = Items(o, "Catch", path, Catcher),
            Assign = Assign(o, path),
        };
    }

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
        if (o.Get("Assign") is not null and not JsonObj)
            Schema("Expected value of type Object", $"{path}/Assign");
        return Template(o, "Assign", path);
    }

    private void AtMostOne(JsonObj o, string path, string one, string other)
    {
        if (o.Get(one) is not null && o.Get(other) is not null)
            Schema($"Only one of these fields is allowed: [{one}, {other}]", path);
    }

    private T[] Items<T>(JsonObj o, string name, string path, Func<JsonObj, string, T> read)
    {
        if (o.Get(name) is not { } value)
            return [];
        if (value is not JsonArr list)
        {
            Schema("Expected value of type Array", $"{path}/{name}");
            return [];
        }

        var items = new List<T>();
        for (var i = 0; i < list.Items.Length; i++)
        {
            if (list.Items[i] is JsonObj item)
                items.Add(read(item, $"{path}/{name}[{i}]"));
            else
                Schema("Expected value of type Object", $"{path}/{name}[{i}]");
        }

        return [.. items];
    }

    private Retrier Retrier(JsonObj o, string path)
    {
        Known(o, path, ["Comment", "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"]);
        Required(o, path, "ErrorEquals");
        var interval = Whole(o, "IntervalSeconds", path, 1) ?? 1;
        var maxDelay = Whole(o, "MaxDelaySeconds", path, 1);
        if (maxDelay <= interval)
            Schema("MaxDelaySeconds must be larger than IntervalSeconds", $"{path}/MaxDelaySeconds");
        var rate = 2.0;
        if (o.Get("BackoffRate") is { } value)
        {
            if (value is JsonNum { Double: >= 1 } number)
                rate = number.Double;
            else
                Schema("Expected a number of at least 1.0", $"{path}/BackoffRate");
        }

        var jitter = Text(o, "JitterStrategy", path);
        if (jitter is not (null or "FULL" or "NONE"))
            Schema("Value is not one of the allowed values: [FULL, NONE]", $"{path}/JitterStrategy");
        return new Retrier(Errors(o, path), interval, Whole(o, "MaxAttempts", path, 0) ?? 3, rate, maxDelay, jitter == "FULL");
    }

    private Catcher Catcher(JsonObj o, string path)
    {
        Known(o, path, ["Comment", "ErrorEquals", "Next", "ResultPath", "Assign"]);
        Required(o, path, "ErrorEquals", "Next");
        return new Catcher(
            Errors(o, path), Text(o, "Next", path) ?? string.Empty, ReferencePath(o, "ResultPath", path), IsNull(o, "ResultPath"), Assign(o, path));
    }

    private string[] Errors(JsonObj o, string path)
    {
        if (o.Get("ErrorEquals") is not { } value)
            return [];
        if (value is not JsonArr { Items.Length: > 0 } list || !Array.TrueForAll(list.Items, i => i is JsonStr))
        {
            Schema("Expected a non-empty Array of Strings", $"{path}/ErrorEquals");
            return [];
        }

        var errors = list.Items.OfType<JsonStr>().Select(s => s.Value).ToArray();
        if (errors.Length > 1 && errors.Contains(StatesError.All))
            Schema("States.ALL must appear alone in an ErrorEquals", $"{path}/ErrorEquals");
        return errors;
    }
}
