namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>AWS's names (API reference, "HistoryEvent"). The numbers are stored: never change one.</summary>
internal enum EventType : byte
{
    ExecutionStarted = 1,
    ExecutionSucceeded = 2,
    ExecutionFailed = 3,
    ExecutionTimedOut = 4,
    ExecutionAborted = 5,
    ExecutionRedriven = 6,
    PassStateEntered = 10,
    PassStateExited = 11,
    TaskStateEntered = 12,
    TaskStateExited = 13,
    ChoiceStateEntered = 14,
    ChoiceStateExited = 15,
    WaitStateEntered = 16,
    WaitStateExited = 17,
    SucceedStateEntered = 18,
    SucceedStateExited = 19,
    FailStateEntered = 20,
    ParallelStateEntered = 21,
    ParallelStateStarted = 22,
    ParallelStateSucceeded = 23,
    ParallelStateFailed = 24,
    ParallelStateAborted = 25,
    ParallelStateExited = 26,
    TaskStateAborted = 27,
    WaitStateAborted = 28,
    ActivityScheduled = 30,
    ActivityStarted = 31,
    ActivitySucceeded = 32,
    ActivityFailed = 33,
    ActivityTimedOut = 34,
    LambdaFunctionScheduled = 40,
    LambdaFunctionStarted = 41,
    LambdaFunctionSucceeded = 42,
    LambdaFunctionFailed = 43,
    LambdaFunctionTimedOut = 44,
    TaskScheduled = 50,
    TaskStarted = 51,
    TaskSubmitted = 52,
    TaskSucceeded = 53,
    TaskFailed = 54,
    TaskTimedOut = 55,
    MapStateEntered = 60,
    MapStateStarted = 61,
    MapStateSucceeded = 62,
    MapStateFailed = 63,
    MapStateAborted = 64,
    MapStateExited = 65,
    MapIterationStarted = 66,
    MapIterationSucceeded = 67,
    MapIterationFailed = 68,
    MapIterationAborted = 69,
}

/// <summary>Members of the details. The numbers are stored: never change one.</summary>
internal enum EventField : byte
{
    Input = 1,
    Output = 2,
    Name = 3,
    Resource = 4,
    Error = 5,
    Cause = 6,
    WorkerName = 7,
    TimeoutInSeconds = 8,
    HeartbeatInSeconds = 9,
    RoleArn = 10,
    RedriveCount = 11,
    AssignedVariables = 12,
    Length = 13,
    Index = 14,
    Parameters = 15,
    Region = 16,
    ResourceType = 17,
}

/// <summary>A member: a text, or a number when the text is null.</summary>
internal readonly record struct EventDetail(EventField Field, string? Text, long Number = 0);

/// <summary>A history event, before it is rendered as AWS shows it.</summary>
internal sealed record WorkflowEvent(long Id, long PreviousId, EventType Type, DateTimeOffset At, EventDetail[] Details);
