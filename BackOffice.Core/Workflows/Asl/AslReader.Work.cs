namespace BackOffice.Core.Workflows.Asl;

/// <summary>Task, Parallel and Map.</summary>
internal sealed partial class AslReader
{
    private static readonly string[] s_flowFields = ["Comment", "StartAt", "States", "ProcessorConfig"];

    private TaskState? Task(string name, JsonObj o, string path)
    {
        Required(o, path, "Resource");
        AtMostOne(o, path, "TimeoutSeconds", "TimeoutSecondsPath");
        AtMostOne(o, path, "HeartbeatSeconds", "HeartbeatSecondsPath");
        if (Template(o, "Credentials", path) is not null)
            Unsupported("Field 'Credentials' is not supported by this engine: there are no roles to assume", $"{path}/Credentials");
        var resource = Resource(o, path);
        var timeout = Whole(o, "TimeoutSeconds", path, 1);
        var heartbeat = Whole(o, "HeartbeatSeconds", path, 1);
        if (heartbeat >= timeout)
            Schema("HeartbeatSeconds must be smaller than TimeoutSeconds", $"{path}/HeartbeatSeconds");
        var parameters = Template(o, "Parameters", path);
        if (resource is { IsIntegration: true })
            Function(o, path);
        var state = new TaskState
        {
            Name = name,
            Resource = resource ?? new TaskResource(TaskKind.Activity, string.Empty, string.Empty),
            Next = Next(o, path),
            InputPath = Path(o, "InputPath", path),
            DiscardInput = IsNull(o, "InputPath"),
            OutputPath = Path(o, "OutputPath", path),
            DiscardOutput = IsNull(o, "OutputPath"),
            Parameters = parameters,
            ResultSelector = Template(o, "ResultSelector", path),
            ResultPath = ReferencePath(o, "ResultPath", path),
            DiscardResult = IsNull(o, "ResultPath"),
            TimeoutSeconds = timeout,
            TimeoutSecondsPath = Path(o, "TimeoutSecondsPath", path),
            HeartbeatSeconds = heartbeat,
            HeartbeatSecondsPath = Path(o, "HeartbeatSecondsPath", path),
            Retry = Retriers(o, path),
            Catch = Catchers(o, path),
            Assign = Assign(o, path),
        };
        return resource is null ? null : state;
    }

    private TaskResource? Resource(JsonObj o, string path)
    {
        if (o.Get("Resource") is JsonObj { Members: [{ Key: "Ref" or "Fn::GetAtt" or "Fn::Sub" or "Fn::ImportValue" or "Fn::Join" or "Fn::If" }] })
        {
            Unsupported("The Resource is a function of CloudFormation, which somebody must fill in first", $"{path}/Resource");
            return null;
        }

        if (Text(o, "Resource", path) is not { } arn)
            return null;
        if (TaskResource.Read(arn) is { } resource)
            return resource;
        if (arn.Contains("${", StringComparison.Ordinal))
            Unsupported($"The Resource has a placeholder that nobody has filled in: {arn}", $"{path}/Resource");
        else if (arn.Contains(':', StringComparison.Ordinal))
            Unsupported($"The resource provided {arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.", $"{path}/Resource");
        else
            Schema("Value is not a valid resource ARN", $"{path}/Resource");
        return null;
    }

    /// <summary>lambda:invoke needs the function's name: as a text it is checked, as a path it is checked when the task is scheduled.</summary>
    private void Function(JsonObj o, string path)
    {
        var parameters = o.Get("Parameters") as JsonObj;
        foreach (var (field, value) in parameters?.Members ?? [])
        {
            if (field is not ("FunctionName" or "FunctionName.$" or "Payload" or "Payload.$") && !(field == "InvocationType" && value is JsonStr { Value: "RequestResponse" }))
                Unsupported($"The field '{field}' of lambda:invoke is not supported by this engine: FunctionName and Payload are", $"{path}/Parameters/{field}");
        }

        if (parameters?.Get("FunctionName.$") is not null)
            return;
        if (parameters?.Get("FunctionName") is not JsonStr name)
            Unsupported("The field \"FunctionName\" is required but was missing", $"{path}/Parameters");
        else if (TaskResource.FunctionName(name.Value) is null)
            Unsupported($"'{name.Value}' is not the name of a function", $"{path}/Parameters/FunctionName");
    }

    private ParallelState Parallel(string name, JsonObj o, string path)
    {
        Required(o, path, "Branches");
        if (o.Get("Branches") is JsonArr { Items.Length: 0 })
            Schema("Value cannot be empty", $"{path}/Branches");
        return new ParallelState
        {
            Name = name,
            Next = Next(o, path),
            InputPath = Path(o, "InputPath", path),
            DiscardInput = IsNull(o, "InputPath"),
            OutputPath = Path(o, "OutputPath", path),
            DiscardOutput = IsNull(o, "OutputPath"),
            Parameters = Template(o, "Parameters", path),
            ResultSelector = Template(o, "ResultSelector", path),
            ResultPath = ReferencePath(o, "ResultPath", path),
            DiscardResult = IsNull(o, "ResultPath"),
            Retry = Retriers(o, path),
            Catch = Catchers(o, path),
            Assign = Assign(o, path),
            Branches = Items(o, "Branches", path, (branch, at) =>
            {
                Required(branch, at, "StartAt", "States");
                Known(branch, at, ["Comment", "StartAt", "States"]);
                return Flow(branch, at, jsonata: false);
            }),
        };
    }

    private MapState Map(string name, JsonObj o, string path)
    {
        MapFields(o, path);
        var processor = o.Get("ItemProcessor") is null && o.Get("Iterator") is not null ? "Iterator" : "ItemProcessor";
        return new MapState
        {
            Name = name,
            Next = Next(o, path),
            InputPath = Path(o, "InputPath", path),
            DiscardInput = IsNull(o, "InputPath"),
            OutputPath = Path(o, "OutputPath", path),
            DiscardOutput = IsNull(o, "OutputPath"),
            Parameters = Template(o, o.Get("ItemSelector") is null ? "Parameters" : "ItemSelector", path),
            ResultSelector = Template(o, "ResultSelector", path),
            ResultPath = ReferencePath(o, "ResultPath", path),
            DiscardResult = IsNull(o, "ResultPath"),
            Retry = Retriers(o, path),
            Catch = Catchers(o, path),
            Assign = Assign(o, path),
            ItemsPath = Path(o, "ItemsPath", path),
            MaxConcurrency = Whole(o, "MaxConcurrency", path, 0),
            MaxConcurrencyPath = Path(o, "MaxConcurrencyPath", path),
            ToleratedFailureCount = Whole(o, "ToleratedFailureCount", path, 0),
            ToleratedFailureCountPath = Path(o, "ToleratedFailureCountPath", path),
            ToleratedFailurePercentage = Number(o, "ToleratedFailurePercentage", path, 0, 100),
            ToleratedFailurePercentagePath = Path(o, "ToleratedFailurePercentagePath", path),
            StartAt = Processor(o, processor, path, jsonata: false),
        };
    }

    /// <summary>What holds for a Map in either query language.</summary>
    private void MapFields(JsonObj o, string path)
    {
        AtMostOne(o, path, "ItemProcessor", "Iterator");
        AtMostOne(o, path, "ItemSelector", "Parameters");
        AtMostOne(o, path, "MaxConcurrency", "MaxConcurrencyPath");
        AtMostOne(o, path, "ToleratedFailureCount", "ToleratedFailureCountPath");
        AtMostOne(o, path, "ToleratedFailurePercentage", "ToleratedFailurePercentagePath");
        foreach (var field in (ReadOnlySpan<string>)["ItemReader", "ItemBatcher", "ResultWriter", "Label"])
        {
            if (o.Get(field) is not null)
                Unsupported($"Field '{field}' is not supported by this engine: it belongs to a Map in DISTRIBUTED mode", $"{path}/{field}");
        }

        if (o.Get("ItemReader") is JsonObj { } reader && reader.Get("ReaderConfig") is JsonObj config)
            AtMostOne(config, $"{path}/ItemReader/ReaderConfig", "MaxItems", "MaxItemsPath");
        if (o.Get("ItemBatcher") is JsonObj batcher)
        {
            AtMostOne(batcher, $"{path}/ItemBatcher", "MaxItemsPerBatch", "MaxItemsPerBatchPath");
            AtMostOne(batcher, $"{path}/ItemBatcher", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath");
        }
    }

    private string Processor(JsonObj o, string field, string path, bool jsonata)
    {
        if (o.Get(field) is not JsonObj flow)
        {
            if (o.Get(field) is null)
                Required(o, path, "ItemProcessor");
            else
                Schema("Expected value of type Object", $"{path}/{field}");
            return string.Empty;
        }

        var at = $"{path}/{field}";
        Required(flow, at, "StartAt", "States");
        Known(flow, at, s_flowFields);
        if (flow.Get("ProcessorConfig") is { } config)
            Mode(config, $"{at}/ProcessorConfig");
        return Flow(flow, at, jsonata);
    }

    private void Mode(Json config, string path)
    {
        if (config is not JsonObj o)
        {
            Schema("Expected value of type Object", path);
            return;
        }

        Known(o, path, ["Mode", "ExecutionType", "Comment"]);
        switch (Text(o, "Mode", path))
        {
            case null or "INLINE":
                break;
            case "DISTRIBUTED":
                Unsupported("Mode DISTRIBUTED is not supported by this engine: only Maps in INLINE mode are", $"{path}/Mode");
                break;
            default:
                Schema("The field 'Mode' should have one of these values: [INLINE, DISTRIBUTED]", $"{path}/Mode");
                break;
        }

        if (Text(o, "ExecutionType", path) is not (null or "STANDARD" or "EXPRESS"))
            Schema("The field 'ExecutionType' should have one of these values: [STANDARD, EXPRESS]", $"{path}/ExecutionType");
    }
}
