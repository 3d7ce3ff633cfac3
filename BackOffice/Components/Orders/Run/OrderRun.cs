using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders.Run;

/// <summary>What happened to an order step by step, whoever ran it: the workflow, a batch job, or both in turn.</summary>
/// <param name="States">In the order of the definition's spine, branches after the state they leave; for batch orders the six steps.</param>
/// <param name="Flow">The definition's graph; null without an execution.</param>
/// <param name="IsOpen">True while something still moves it.</param>
public sealed record OrderRun(IReadOnlyList<StateRun> States, Flow? Flow, bool IsOpen)
{
    /// <summary>Where it stands, or stood last.</summary>
    public StateRun? Current =>
        States.FirstOrDefault(state => state.Status is StepStatus.Unknown or StepStatus.Failed or StepStatus.Held or StepStatus.Retrying or StepStatus.Running or StepStatus.Waiting)
        ?? States.LastOrDefault(state => state.Status is StepStatus.Done && !state.State.IsEnd);

    /// <summary>The rows of list and time line: states that take time.</summary>
    public IEnumerable<StateRun> Rows => States.Where(state => !state.State.IsEnd);

    public StateRun? Find(string name) => States.FirstOrDefault(state => state.State.Name == name);
}

/// <summary>One state of an order's run.</summary>
public sealed record StateRun
{
    public required FlowState State { get; init; }

    public required StepStatus Status { get; init; }

    public DateTimeOffset? EnteredAt { get; init; }

    public DateTimeOffset? ExitedAt { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Try> Tries { get; init; } = [];

    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>JSON text as the state got it, and as it left it.</summary>
    public string? Input { get; init; }

    public string? Output { get; init; }

    public string Title => State.Title;

    /// <summary>From entry to exit, to now while it is open; null before it began.</summary>
    public TimeSpan? Took(DateTimeOffset now) =>
        EnteredAt is not { } from ? null
        : (ExitedAt ?? (Status is StepStatus.Failed or StepStatus.Unknown ? Tries.Count > 0 ? Tries[^1].EndedAt ?? now : from : now)) - from;
}

public enum TryOutcome
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
}

/// <param name="Number">1 for the first of its state.</param>
/// <param name="At">When it was handed out.</param>
/// <param name="EndedAt">Null while it runs.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">The error's name: <c>Gateway.Busy</c>.</param>
/// <param name="Cause">In words, as the step gave it.</param>
/// <param name="By">The execution or batch run.</param>
public sealed record Try(int Number, DateTimeOffset At, DateTimeOffset? EndedAt, TryOutcome Outcome, string? Error, string? Cause, string By);
