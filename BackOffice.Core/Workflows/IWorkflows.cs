using BackOffice.Core.Common;

namespace BackOffice.Core.Workflows;

/// <summary>
/// Step Functions as this product uses it, with its words: definitions with revisions, executions by name, history, stop, redrive.
/// Errors carry AWS's names as codes: <c>ExecutionAlreadyExists</c>, <c>ExecutionDoesNotExist</c>, <c>ExecutionNotRedrivable</c>,
/// <c>InvalidDefinition</c>, <c>InvalidName</c>, <c>InvalidExecutionInput</c>, <c>StateMachineDoesNotExist</c>.
/// </summary>
public interface IWorkflows
{
    /// <summary>Makes the text the newest revision of the definition; the same text again is the same revision. Refuses what it cannot run.</summary>
    Task<Result<DefinitionRevision>> InstallAsync(string definition, string asl, CancellationToken cancellationToken);

    /// <summary>A revision, the newest when <paramref name="revision"/> is null; or null.</summary>
    Task<DefinitionRevision?> DefinitionAsync(string definition, int? revision, CancellationToken cancellationToken);

    /// <summary>Every revision of every definition.</summary>
    Task<IReadOnlyList<DefinitionRevision>> DefinitionsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Starts an execution; the answer comes when it is on disk. The name and input of one that still runs return that one;
    /// a closed one, or another input, is <see cref="Conflict"/> <c>ExecutionAlreadyExists</c>, until 90 days after its end. Names are 1 to 80 of
    /// letters, digits, - and _.
    /// </summary>
    Task<Result<ExecutionDescription>> StartAsync(string definition, string name, string inputJson, CancellationToken cancellationToken);

    Task<ExecutionDescription?> DescribeAsync(string name, CancellationToken cancellationToken);

    /// <summary>Newest first. A cursor of another list is an <see cref="ArgumentException"/>.</summary>
    Task<Page<ExecutionDescription>> ListAsync(ExecutionQuery query, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Events by id, from either end; at most 1,000 a page. NotFound <c>ExecutionDoesNotExist</c>; Rejected <c>InvalidToken</c> for a cursor of something else.</summary>
    Task<Result<Page<HistoryEvent>>> HistoryAsync(string name, bool newestFirst, string? cursor, int limit, CancellationToken cancellationToken);

    Task<Result<Done>> StopAsync(string name, string? error, string? cause, CancellationToken cancellationToken);

    /// <summary>Goes on from the failed state with the same revision and input. The same client token again is the same redrive.</summary>
    Task<Result<ExecutionDescription>> RedriveAsync(string name, string clientToken, CancellationToken cancellationToken);

    /// <summary>The engine's log of status changes after a number, in order: what the projector follows.</summary>
    Task<IReadOnlyList<ExecutionStatusChange>> StatusChangesAsync(long after, int limit, CancellationToken cancellationToken);
}

/// <param name="Definition">Its name: <c>instant-voucher</c>.</param>
/// <param name="Revision">1, 2, 3 …; never changes once made.</param>
/// <param name="Asl">The text as installed.</param>
/// <param name="InstalledAt">UTC.</param>
public sealed record DefinitionRevision(string Definition, int Revision, string Asl, DateTimeOffset InstalledAt);

public enum ExecutionStatus
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

public enum RedriveStatus
{
    Redrivable,
    NotRedrivable,
}

/// <summary>DescribeExecution.</summary>
public sealed record ExecutionDescription
{
    public required string Name { get; init; }

    public required string Definition { get; init; }

    public required int Revision { get; init; }

    public required ExecutionStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>JSON text.</summary>
    public required string Input { get; init; }

    /// <summary>JSON text; null unless succeeded.</summary>
    public string? Output { get; init; }

    public string? Error { get; init; }

    public string? Cause { get; init; }

    /// <summary>The state it is in, or failed in; null once succeeded.</summary>
    public string? CurrentState { get; init; }

    /// <summary>Events so far; 25,000 is the end.</summary>
    public required long EventCount { get; init; }

    public int RedriveCount { get; init; }

    public DateTimeOffset? RedrivenAt { get; init; }

    public RedriveStatus RedriveStatus { get; init; }

    /// <summary>AWS's reason text when not redrivable.</summary>
    public string? RedriveStatusReason { get; init; }

    /// <summary>Until when a redrive is open (14 days after the end by default); null while running or when not redrivable.</summary>
    public DateTimeOffset? RedrivableUntil { get; init; }
}

public sealed record ExecutionQuery
{
    public string? Definition { get; init; }

    public ExecutionStatus? Status { get; init; }

    public string? NamePrefix { get; init; }

    /// <summary>Started then or later.</summary>
    public DateTimeOffset? StartedFrom { get; init; }

    /// <summary>Started before.</summary>
    public DateTimeOffset? StartedBefore { get; init; }
}

/// <summary>One history event as AWS writes it.</summary>
/// <param name="Id">1, 2, 3 … within the execution.</param>
/// <param name="PreviousEventId">0 for the first, and for the first state's Entered.</param>
/// <param name="Type">AWS's name: <c>TaskStateEntered</c>, <c>ActivityScheduled</c>, …</param>
/// <param name="At">UTC.</param>
/// <param name="DetailsName">AWS's member name: <c>stateEnteredEventDetails</c>; null when the type has none.</param>
/// <param name="DetailsJson">The details as JSON text, with AWS's member names; null when the type has none.</param>
public sealed record HistoryEvent(long Id, long PreviousEventId, string Type, DateTimeOffset At, string? DetailsName, string? DetailsJson);

/// <summary>One line of the engine's status log. <paramref name="FailedState"/> names the state a failed execution stands in.</summary>
public sealed record ExecutionStatusChange(
    long Sequence, string Execution, ExecutionStatus Status, DateTimeOffset At, string? Error, string? Cause, string? FailedState, int RedriveCount);
