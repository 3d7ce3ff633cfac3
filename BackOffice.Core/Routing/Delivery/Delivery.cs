namespace BackOffice.Core.Routing.Delivery;

/// <summary>One event on its way to one target of one rule.</summary>
public sealed record EventDelivery
{
    public required long Id { get; init; }

    public required string EventId { get; init; }

    /// <summary>Of the event; null when its record is older than is kept.</summary>
    public string? DetailType { get; init; }

    /// <summary>What the event is about: the order id.</summary>
    public required string Key { get; init; }

    public required string Rule { get; init; }

    public required string Target { get; init; }

    public required string Destination { get; init; }

    public required DeliveryState State { get; init; }

    /// <summary>Calls that were made and whose outcome is known.</summary>
    public required int Tries { get; init; }

    /// <summary>When the router took the event, or when somebody sent it again, UTC.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>When it is tried next; null once it ended.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>HTTP status of the last call, where there was an answer.</summary>
    public int? Status { get; init; }

    /// <summary>Why the last call failed: see <see cref="SendFailed"/>; null when it did not.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>For people: what became of it, or why it failed.</summary>
    public string? Message { get; init; }

    /// <summary>Name of the replay that made it; null for the event's first way.</summary>
    public string? Replay { get; init; }

    /// <summary>Where it is kept when it cannot be delivered.</summary>
    public required string DeadLetter { get; init; }
}

public enum DeliveryState
{
    Pending,
    Delivered,

    /// <summary>Given up by the router; a person may have it tried again.</summary>
    Dead,

    /// <summary>Given up for good by a person.</summary>
    Discarded,
}

/// <summary>One call.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="At">When it began, UTC.</param>
/// <param name="Took">Until its outcome was known.</param>
/// <param name="Status">HTTP status, or null.</param>
/// <param name="ErrorCode">Null when it succeeded.</param>
/// <param name="Message">For people.</param>
/// <param name="Answer">The start of the answer's body, redacted.</param>
public sealed record DeliveryAttempt(int Number, DateTimeOffset At, TimeSpan Took, int? Status, string? ErrorCode, string? Message, string? Answer);

/// <summary>What a sender gets to send.</summary>
/// <param name="Id">Of the delivery: the same over every try.</param>
/// <param name="EventId">Of the event.</param>
/// <param name="Key">The order id.</param>
/// <param name="Rule">For texts.</param>
/// <param name="Target">For texts.</param>
/// <param name="Attempt">Counted from 1; above 1 an earlier try may have arrived.</param>
/// <param name="HappenedAt">The event's own time, UTC.</param>
/// <param name="Cause">What a grouping destination groups by; empty elsewhere.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Replay">Name of the replay, or empty.</param>
public sealed record Parcel(
    long Id, string EventId, string Key, string Rule, string Target, int Attempt, DateTimeOffset HappenedAt, string Cause, ReadOnlyMemory<byte> Body, string Replay)
{
    /// <summary>Stays the same over every try, and differs between replays: what a receiver may tell doubles by.</summary>
    public string Once => Replay.Length == 0 ? $"{EventId}.{Rule}.{Target}" : $"{EventId}.{Rule}.{Target}.{Replay}";
}
