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
    ActivityScheduled = 30,
    ActivityStarted = 31,
    ActivitySucceeded = 32,
    ActivityFailed = 33,
    ActivityTimedOut = 34,
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
}

/// <summary>A member: a text, or a number when the text is null.</summary>
internal readonly record struct EventDetail(EventField Field, string? Text, long Number = 0);

/// <summary>A history event, before it is rendered as AWS shows it.</summary>
internal sealed record WorkflowEvent(long Id, long PreviousId, EventType Type, DateTimeOffset At, EventDetail[] Details);
