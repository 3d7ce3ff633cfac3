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
    /// The root, and one for every open branch or iteration below it. Empty once succeeded; kept when failed, because redrive goes on from them.
    /// </summary>
    public required IReadOnlyList<Frame> Frames { get; init; }

    /// <summary>The state it is in, or failed in.</summary>
    public string? CurrentState => Frames.Count > 0 ? Frames[0].State : null;

    public Frame? Find(int frame)
    {
        // Nearly always the one root.
        for (var i = 0; i < Frames.Count; i++)
        {
            if (Frames[i].Id == frame)
                return Frames[i];
        }

        return null;
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

    /// <summary>Nothing more: the execution ended here, not well.</summary>
    Stopped = 5,
}

/// <summary>One line of control. Changed only by the transition that made this copy.</summary>
internal sealed class Frame
{
    /// <summary>0 for the root; unique within the execution.</summary>
    public required int Id { get; init; }

    /// <summary>The frame whose Parallel or Map this is a branch or an iteration of; -1 for the root.</summary>
    public int Parent { get; init; } = -1;

    /// <summary>Which branch or iteration.</summary>
    public int Index { get; init; }

    public required string State { get; set; }

    public long EnteredEventId { get; set; }

    public DateTimeOffset EnteredAt { get; set; }

    /// <summary>The last event of this line of control: the previousEventId of its next.</summary>
    public long LastEventId { get; set; }

    /// <summary>The state's data as it was entered.</summary>
    public required Json Input { get; set; }

    public JsonObj Variables { get; set; } = Json.Empty;

    public FramePhase Phase { get; set; }

    /// <summary>Retries in this visit of the state, over all retriers.</summary>
    public int RetryCount { get; set; }

    /// <summary>Retries by retrier; null before the first.</summary>
    public int[]? RetrierCounts { get; set; }

    /// <summary>When the wait or the back-off ends.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    public TaskInProgress? Task { get; set; }

    public DateTimeOffset? DueAt => Phase switch
    {
        FramePhase.Wait or FramePhase.Backoff => WakeAt,
        FramePhase.Task => Task?.DueAt,
        FramePhase.Running or FramePhase.Join or FramePhase.Stopped => null,
    };

    public Frame Copy() => (Frame)MemberwiseClone();
}

/// <param name="Scheduled">Id of its ActivityScheduled event; with the execution it names the hand-out.</param>
/// <param name="Input">What the worker gets.</param>
/// <param name="StartedAt">When a worker first took it; null before. TimeoutSeconds count from here (developer guide, "Task state").</param>
/// <param name="BeatAt">When the heartbeat clock last began; not stored, because it begins anew after a restart.</param>
internal sealed record TaskInProgress(
    long Scheduled, string Resource, Json Input, long? TimeoutSeconds, long? HeartbeatSeconds, DateTimeOffset? StartedAt, DateTimeOffset? BeatAt)
{
    public DateTimeOffset? TimeoutAt => StartedAt is { } at && TimeoutSeconds is { } seconds ? at.AddSeconds(seconds) : null;

    public DateTimeOffset? HeartbeatAt => BeatAt is { } at && HeartbeatSeconds is { } seconds ? at.AddSeconds(seconds) : null;

    public DateTimeOffset? DueAt => TimeoutAt is { } t && HeartbeatAt is { } h ? (t < h ? t : h) : TimeoutAt ?? HeartbeatAt;

    public string Activity => Resource[(Resource.LastIndexOf(':') + 1)..];
}

/// <summary>What a transition brings about.</summary>
/// <param name="Events">In order; empty when only a heartbeat clock moved.</param>
/// <param name="Work">Tasks to hand out once the transition is on disk.</param>
internal sealed record Transition(ExecutionSnapshot After, IReadOnlyList<WorkflowEvent> Events, IReadOnlyList<TaskToHandOut> Work);

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
