using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Replays;

public enum ReplayState
{
    Running,

    /// <summary>A person asked for it.</summary>
    Stopping,
    Stopped,
    Done,
}

/// <summary>The head of a replay, subject <c>replays/</c> and its id.</summary>
public sealed record ReplayJob
{
    public required string Id { get; init; }

    public long Version { get; init; }

    public required ReplayState State { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Events taken at or after, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Events taken before, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Deliveries that the count said.</summary>
    public required int Counted { get; init; }

    /// <summary>Deliveries that were made.</summary>
    public int Made { get; init; }

    /// <summary>The record's sequence up to which events were looked at.</summary>
    public long After { get; init; }

    public AuditHead Audit { get; init; } = AuditHead.None;

    [JsonIgnore]
    public bool IsOver => State is ReplayState.Stopped or ReplayState.Done;

    [JsonIgnore]
    public SubjectId Subject => SubjectOf(Id);

    public static SubjectId SubjectOf(string jobId) => new("replays/" + jobId);
}
