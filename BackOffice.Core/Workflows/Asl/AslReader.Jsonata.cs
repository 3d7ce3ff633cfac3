namespace BackOffice.Core.Workflows.Asl;

/// <summary>States in JSONata: read as far as to tell a valid one that is not run here from an invalid one. Expressions are not parsed.</summary>
internal sealed partial class AslReader
{
    private static readonly string[] s_jsonataFields = ["Output", "Arguments", "Items"];

    private static readonly string[] s_pathFields =
    [
        "InputPath", "OutputPath", "Parameters", "ResultSelector", "ResultPath", "ItemsPath", "SecondsPath", "TimestampPath", "TimeoutSecondsPath",
        "HeartbeatSecondsPath", "MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath", "ErrorPath", "CausePath",
    ];

    private void Jsonata(string type, JsonObj o, string path, bool wholeMachine)
    {
        foreach (var (field, _) in o.Members)
        {
            if (s_pathFields.Contains(field, StringComparer.Ordinal))
                Schema($"The QueryLanguage is set to 'JSONata', but field '{field}' is only supported for the 'JSONPath' QueryLanguage", path);
            else if (!s_fields[type].Contains(field, StringComparer.Ordinal) && !JsonataField(type, field))
                Schema($"Field '{field}' is not supported", path);
        }

        foreach (var member in o.Members)
        {
            if (member.Key is not ("Comment" or "ItemProcessor" or "Branches"))
                Surround(member.Value, $"{path}/{member.Key}");
        }

        if (type is not ("Choice" or "Succeed" or "Fail"))
            Next(o, path);
        switch (type)
        {
            case "Task":
                Required(o, path, "Resource");
                break;
            case "Wait":
                if (o.Get("Seconds") is null == o.Get("Timestamp") is null)
                    Schema("Exactly one of these fields is required: [Seconds, Timestamp]", path);
                break;
            case "Choice":
                Required(o, path, "Choices");
                Items(o, "Choices", path, (choice, at) =>
                {
                    Required(choice, at, "Condition", "Next");
                    Known(choice, at, ["Condition", "Next", "Comment", "Assign", "Output"]);
                    return at;
                });
                break;
            case "Parallel":
                Required(o, path, "Branches");
                if (o.Get("Branches") is JsonArr { Items.Length: 0 })
                    Schema("Value cannot be empty", $"{path}/Branches");

                // A state's own language does not reach into its branches; the machine's does (measured on AWS).
                Items(o, "Branches", path, (branch, at) =>
                {
                    Required(branch, at, "StartAt", "States");
                    return Flow(branch, at, wholeMachine);
                });
                break;
            case "Map":
                MapFields(o, path);
                Processor(o, o.Get("ItemProcessor") is null && o.Get("Iterator") is not null ? "Iterator" : "ItemProcessor", path, wholeMachine);
                break;
        }
    }

    private static bool JsonataField(string type, string field) => field switch
    {
        "Output" => type != "Fail",
        "Arguments" => type is "Task" or "Parallel",
        "Items" => type == "Map",
        _ => false,
    };

    /// <summary>What begins as an expression must end as one.</summary>
    private void Surround(Json value, string path)
    {
        switch (value)
        {
            case JsonStr { Value: var text } when text.StartsWith("{%", StringComparison.Ordinal) && !text.EndsWith("%}", StringComparison.Ordinal):
                Schema("A JSONata expression begins with {% and ends with %}", path);
                break;
            case JsonObj obj:
                foreach (var member in obj.Members)
                    Surround(member.Value, $"{path}/{member.Key}");
                break;
            case JsonArr array:
                for (var i = 0; i < array.Items.Length; i++)
                    Surround(array.Items[i], $"{path}[{i}]");
                break;
        }
    }
}
