using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>Where an execution stands after a transition: with the definition and the next signal, all that the interpreter needs. Never changed.</summary>
internal sealed record ExecutionSnapshot
{
    public required string Name { get; init; }

    public required string StateMachine { get; init; }

    public required Json Input { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public ExecutionStatus Status { get; init; }

    public required long LastEventId { get; init; }

    public int RedriveCount { get; init; }

    public DateTimeOffset? RedrivenAt { get; init; }

    /// <summary>When the definition's own TimeoutSeconds end the execution.</summary>
    public DateTimeOffset? TimeoutAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public Json? Output { get; init; }

    public string? Error { get; init; }

    public string? Cause { get; init; }

    /// <summary>
    /// The root, and one for every branch or iteration below it whose Parallel or Map has not ended, by their ids. Empty once succeeded; kept when
    /// failed, because redrive goes on from them.
    /// </summary>
    public required IReadOnlyList<Frame> Frames { get; init; }

    /// <summary>The state it is in, or failed in.</summary>
    public string? CurrentState => Frames.Count > 0 ? Frames[0].State : null;

    public Frame? Find(int frame)
    {
        var at = Frame.Place(Frames, frame);
        return at < 0 ? null : Frames[at];
    }

    /// <summary>The earliest moment at which a timer is due.</summary>
    public DateTimeOffset? DueAt
    {
        get
        {
            if (Status != ExecutionStatus.Running)
                return null;
            var due = TimeoutAt;
            for (var i = 0; i < Frames.Count; i++)
            {
                if (Frames[i].DueAt is { } at && (due is null || at < due))
                    due = at;
            }

            return due;
        }
    }
}

/// <summary>What a frame waits for. The numbers are stored: never change one.</summary>
internal enum FramePhase : byte
{
    /// <summary>Nothing: it goes on within the transition.</summary>
    Running = 0,

    /// <summary>The outcome of a task.</summary>
    Task = 1,

    /// <summary>The end of a Wait state.</summary>
    Wait = 2,

    /// <summary>The next attempt of a task.</summary>
    Backoff = 3,

    /// <summary>The frames below it: the branches of a Parallel, the iterations of a Map.</summary>
    Join = 4,

    /// <summary>Nothing more: it ended here, not well.</summary>
    Stopped = 5,

    /// <summary>A branch or an iteration that has ended well and keeps its result until the others have.</summary>
    Done = 6,
}

/// <summary>What a transition brings about.</summary>
/// <param name="Events">In order; empty when only a heartbeat clock moved.</param>
/// <param name="Work">Tasks to hand out once the transition is on disk.</param>
/// <param name="Frames">The frames that differ from before, the root always among them.</param>
internal sealed record Transition(
    ExecutionSnapshot After, IReadOnlyList<WorkflowEvent> Events, IReadOnlyList<TaskToHandOut> Work, IReadOnlyList<FrameChange> Frames);

/// <param name="Before">Null for a new frame.</param>
/// <param name="After">Null for one that is gone.</param>
internal readonly record struct FrameChange(Frame? Before, Frame? After);

internal readonly record struct TaskToHandOut(int Frame, TaskInProgress Task);

/// <summary>Whether a signal means anything to an execution as it stands.</summary>
internal enum Acceptance
{
    Accepted,

    /// <summary>The execution has ended; for a redrive: it runs or has succeeded.</summary>
    WrongStatus,

    /// <summary>The task has ended, timed out, or was never scheduled.</summary>
    TaskClosed,
}

/// <summary>AWS's limits that the interpreter itself watches.</summary>
/// <param name="MaxEvents">Events an execution may have; it fails with the last of them.</param>
/// <param name="MaxDataBytes">UTF-8 bytes of a state's input or output.</param>
internal sealed record InterpreterLimits(long MaxEvents = 25_000, int MaxDataBytes = 256 * 1024);
