using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Bulk;

public enum RetryJobState
{
    Running,

    /// <summary>A person asked for it; what was begun is being finished.</summary>
    Stopping,
    Stopped,
    Done,
}

/// <summary>The head of a bulk retry, subject <c>retries/</c> and its id.</summary>
public sealed record RetryJob
{
    /// <summary>What one job takes: its orders lie in the rows of one commit.</summary>
    public const int MostOrders = 2_000;

    public required string Id { get; init; }

    public long Version { get; init; }

    public required RetryJobState State { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required ActorKind ActorKind { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Orders in all.</summary>
    public required int Total { get; init; }

    public int Accepted { get; init; }

    public int Refused { get; init; }

    public AuditHead Audit { get; init; } = AuditHead.None;

    /// <summary>Orders whose turn has come and gone.</summary>
    [JsonIgnore]
    public int Finished => Accepted + Refused;

    [JsonIgnore]
    public bool IsOver => State is RetryJobState.Stopped or RetryJobState.Done;

    [JsonIgnore]
    public SubjectId Subject => SubjectOf(Id);

    public static SubjectId SubjectOf(string jobId) => new("retries/" + jobId);
}
