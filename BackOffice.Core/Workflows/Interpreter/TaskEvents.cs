using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>The events of a task by who does it: each kind has its own names and details (recorded).</summary>
internal static class TaskEvents
{
    public static EventType Scheduled(TaskKind kind) => kind switch
    {
        TaskKind.Activity => EventType.ActivityScheduled,
        TaskKind.Lambda => EventType.LambdaFunctionScheduled,
        TaskKind.LambdaInvoke or TaskKind.LambdaCallback => EventType.TaskScheduled,
    };

    public static EventType Started(TaskKind kind) => kind switch
    {
        TaskKind.Activity => EventType.ActivityStarted,
        TaskKind.Lambda => EventType.LambdaFunctionStarted,
        TaskKind.LambdaInvoke or TaskKind.LambdaCallback => EventType.TaskStarted,
    };

    public static EventType Succeeded(TaskKind kind) => kind switch
    {
        TaskKind.Activity => EventType.ActivitySucceeded,
        TaskKind.Lambda => EventType.LambdaFunctionSucceeded,
        TaskKind.LambdaInvoke or TaskKind.LambdaCallback => EventType.TaskSucceeded,
    };

    public static EventType Failed(TaskKind kind) => kind switch
    {
        TaskKind.Activity => EventType.ActivityFailed,
        TaskKind.Lambda => EventType.LambdaFunctionFailed,
        TaskKind.LambdaInvoke or TaskKind.LambdaCallback => EventType.TaskFailed,
    };

    public static EventType TimedOut(TaskKind kind) => kind switch
    {
        TaskKind.Activity => EventType.ActivityTimedOut,
        TaskKind.Lambda => EventType.LambdaFunctionTimedOut,
        TaskKind.LambdaInvoke or TaskKind.LambdaCallback => EventType.TaskTimedOut,
    };

    public static EventDetail[] ScheduledDetails(TaskResource resource, Json input, long? timeout, long? heartbeat)
    {
        var details = new List<EventDetail>(6);
        if (resource.IsIntegration)
        {
            details.AddRange(Of(resource));
            details.Add(new(EventField.Region, ContextObject.Region));
            details.Add(new(EventField.Parameters, input.Text));
        }
        else
        {
            details.Add(new(EventField.Resource, resource.Arn));
            details.Add(new(EventField.Input, input.Text));
        }

        if (timeout is { } seconds)
            details.Add(new(EventField.TimeoutInSeconds, null, seconds));
        if (heartbeat is { } beat && resource.Kind != TaskKind.Lambda)
            details.Add(new(EventField.HeartbeatInSeconds, null, beat));
        return [.. details];
    }

    public static EventDetail[] StartedDetails(TaskResource resource, string? worker) => resource.Kind switch
    {
        TaskKind.Activity => worker is null ? [] : [new(EventField.WorkerName, worker)],
        TaskKind.Lambda => [],
        TaskKind.LambdaInvoke or TaskKind.LambdaCallback => Of(resource),
    };

    /// <summary>The details, with the integration's own members where there is one.</summary>
    public static EventDetail[] Of(TaskResource resource, params EventDetail[] details) => resource.Kind switch
    {
        TaskKind.Activity or TaskKind.Lambda => details,
        TaskKind.LambdaInvoke => [new(EventField.Resource, "invoke"), new(EventField.ResourceType, "lambda"), .. details],
        TaskKind.LambdaCallback => [new(EventField.Resource, "invoke.waitForTaskToken"), new(EventField.ResourceType, "lambda"), .. details],
    };
}
