using System.Text.RegularExpressions;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>Who does a task.</summary>
internal enum TaskKind
{
    /// <summary>A worker that asks for the activity's tasks.</summary>
    Activity,

    /// <summary>A Lambda function, by its ARN.</summary>
    Lambda,

    /// <summary>A Lambda function, by the optimised integration <c>arn:aws:states:::lambda:invoke</c>.</summary>
    LambdaInvoke,

    /// <summary>The same with <c>.waitForTaskToken</c>: the function is called, and somebody who has the token answers later.</summary>
    LambdaCallback,
}

/// <summary>A Task's Resource, as far as this engine runs it.</summary>
/// <param name="Arn">As written.</param>
/// <param name="Handler">The name of the activity or of the function; empty when the task's input names the function.</param>
internal sealed partial record TaskResource(TaskKind Kind, string Arn, string Handler)
{
    /// <summary>Written as <c>TaskScheduled</c> and the like, with a resource type of its own.</summary>
    public bool IsIntegration => Kind is TaskKind.LambdaInvoke or TaskKind.LambdaCallback;

    /// <summary>Null for what this engine does not run.</summary>
    public static TaskResource? Read(string arn)
    {
        if (ActivityArn().Match(arn) is { Success: true } activity)
            return new TaskResource(TaskKind.Activity, arn, activity.Groups[1].Value);
        if (FunctionArn().Match(arn) is { Success: true } function)
            return new TaskResource(TaskKind.Lambda, arn, function.Groups[1].Value);
        return InvokeArn().Match(arn) is { Success: true } invoke
            ? new TaskResource(invoke.Groups[1].Success ? TaskKind.LambdaCallback : TaskKind.LambdaInvoke, arn, string.Empty)
            : null;
    }

    /// <summary>The name in a FunctionName: a name, an ARN or a part of one, each with or without a version. Null when it is none.</summary>
    public static string? FunctionName(string value) => FunctionReference().Match(value) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("^arn:[a-z-]+:states:[a-z0-9-]+:\\d{1,12}:activity:([A-Za-z0-9_-]{1,80})$", RegexOptions.CultureInvariant)]
    private static partial Regex ActivityArn();

    [GeneratedRegex("^arn:[a-z-]+:lambda:[a-z0-9-]*:\\d*:function:([A-Za-z0-9_-]{1,140})(:[$A-Za-z0-9_-]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex FunctionArn();

    [GeneratedRegex("^(?:(?:arn:[a-z-]+:lambda:[a-z0-9-]*:)?\\d*:function:)?([A-Za-z0-9_-]{1,140})(:[$A-Za-z0-9_-]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex FunctionReference();

    [GeneratedRegex("^arn:[a-z-]+:states:::lambda:invoke(\\.waitForTaskToken)?$", RegexOptions.CultureInvariant)]
    private static partial Regex InvokeArn();
}
