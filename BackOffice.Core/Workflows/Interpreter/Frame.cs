using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>One line of control. Changed only by the transition that made this copy.</summary>
internal sealed class Frame
{
    /// <summary>0 for the root; unique among the frames that are open together, and higher than its parent's.</summary>
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

    /// <summary>The state's data as it was entered; the result, when done.</summary>
    public required Json Input { get; set; }

    /// <summary>Those that this line of control assigned; the outer ones are its parent's.</summary>
    public JsonObj Variables { get; set; } = Json.Empty;

    public FramePhase Phase { get; set; }

    /// <summary>Retries in this visit of the state, over all retriers.</summary>
    public int RetryCount { get; set; }

    /// <summary>Retries by retrier; null before the first.</summary>
    public int[]? RetrierCounts { get; set; }

    /// <summary>When the wait or the back-off ends.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    public TaskInProgress? Task { get; set; }

    /// <summary>Of a join: the next branch or iteration to start.</summary>
    public int Next { get; set; }

    /// <summary>Of a join: how many have started and not ended.</summary>
    public int Open { get; set; }

    /// <summary>Of a Map's join: iterations that failed and were tolerated.</summary>
    public int Failures { get; set; }

    /// <summary>Of a Map's join: what it iterates over. Not stored: it follows from the input.</summary>
    public MapPlan? Plan { get; set; }

    /// <summary>The transition that may change it.</summary>
    public object? Owner { get; init; }

    public DateTimeOffset? DueAt => Phase switch
    {
        FramePhase.Wait or FramePhase.Backoff => WakeAt,
        FramePhase.Task => Task?.DueAt,
        FramePhase.Running or FramePhase.Join or FramePhase.Stopped or FramePhase.Done => null,
    };

    public Frame Copy(object owner) => new()
    {
        Id = Id,
        Parent = Parent,
        Index = Index,
        State = State,
        EnteredEventId = EnteredEventId,
        EnteredAt = EnteredAt,
        LastEventId = LastEventId,
        Input = Input,
        Variables = Variables,
        Phase = Phase,
        RetryCount = RetryCount,
        RetrierCounts = RetrierCounts,
        WakeAt = WakeAt,
        Task = Task,
        Next = Next,
        Open = Open,
        Failures = Failures,
        Plan = Plan,
        Owner = owner,
    };

    /// <summary>Where the frame stands in a list that is in the order of ids; negative when it does not.</summary>
    public static int Place(IReadOnlyList<Frame> frames, int id)
    {
        int low = 0, high = frames.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = frames[middle].Id.CompareTo(id);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }
}

/// <summary>What a Map iterates over.</summary>
/// <param name="Data">The state's data after InputPath, which ItemSelector reads.</param>
/// <param name="Width">Iterations at a time.</param>
/// <param name="TolerableCount">Failed iterations that do not fail the Map; null when there is no such limit.</param>
/// <param name="TolerablePercentage">Likewise, of all iterations.</param>
internal sealed record MapPlan(Json Data, Json[] Items, int Width, long? TolerableCount, double? TolerablePercentage)
{
    public bool Tolerates(int failures) =>
        (TolerableCount is not null || TolerablePercentage is not null)
        && failures <= (TolerableCount ?? long.MaxValue)
        && 100.0 * failures / Items.Length <= (TolerablePercentage ?? 100);
}

/// <param name="Scheduled">Id of its scheduled event; with the execution it names the hand-out.</param>
/// <param name="Handler">The activity's or the function's name.</param>
/// <param name="Input">What the worker gets.</param>
/// <param name="StartedAt">When a worker first took it; null before. TimeoutSeconds count from here (developer guide, "Task state").</param>
/// <param name="BeatAt">When the heartbeat clock last began; not stored, because it begins anew after a restart: when a worker takes the task, or, for a task that was submitted, with the engine.</param>
/// <param name="Submitted">The call that hands the token out has been answered; the task waits for who has the token.</param>
internal sealed record TaskInProgress(
    long Scheduled, TaskKind Kind, string Handler, Json Input, long? TimeoutSeconds, long? HeartbeatSeconds, DateTimeOffset? StartedAt,
    DateTimeOffset? BeatAt, bool Submitted = false)
{
    public DateTimeOffset? TimeoutAt => StartedAt is { } at && TimeoutSeconds is { } seconds ? at.AddSeconds(seconds) : null;

    public DateTimeOffset? HeartbeatAt => BeatAt is { } at && HeartbeatSeconds is { } seconds ? at.AddSeconds(seconds) : null;

    public DateTimeOffset? DueAt => TimeoutAt is { } t && HeartbeatAt is { } h ? (t < h ? t : h) : TimeoutAt ?? HeartbeatAt;
}
