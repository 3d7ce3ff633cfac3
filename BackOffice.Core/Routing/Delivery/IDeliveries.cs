using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Delivery;

/// <summary>Deliveries as the router keeps them.</summary>
public interface IDeliveries
{
    /// <summary>Newest first. Invalid for a cursor that is none.</summary>
    Task<Result<Page<EventDelivery>>> ListAsync(DeliveryQuery query, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>With every call and the redacted body; null when it is not there any more.</summary>
    Task<DeliveryDetail?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Dead letters by rule, target and cause, most first.</summary>
    Task<IReadOnlyList<DeadGroup>> DeadAsync(CancellationToken cancellationToken);

    /// <summary>Makes the dead letters of a group pending again, their count of tries and their age begun anew; how many.</summary>
    Task<int> RedriveAsync(string rule, string target, string errorCode, CancellationToken cancellationToken);

    /// <summary>
    /// Makes deliveries of recorded events to targets, once a name of a replay: asked again with the same name nothing is doubled. How many are new.
    /// </summary>
    Task<int> ReplayAsync(string name, IReadOnlyList<ReplayedEvent> events, CancellationToken cancellationToken);

    /// <summary>A rule's figures of the last 24 hours, for every rule that has any.</summary>
    Task<IReadOnlyDictionary<string, RuleFigures>> FiguresAsync(CancellationToken cancellationToken);
}

/// <summary>Which deliveries; all when everything is null.</summary>
public sealed record DeliveryQuery
{
    public string? Rule { get; init; }

    public string? Destination { get; init; }

    /// <summary>The order id.</summary>
    public string? Key { get; init; }

    public string? EventId { get; init; }

    public DeliveryState? State { get; init; }
}

/// <param name="Delivery">As it stands.</param>
/// <param name="Attempts">Oldest first.</param>
/// <param name="Body">What is sent, redacted JSON text.</param>
public sealed record DeliveryDetail(EventDelivery Delivery, IReadOnlyList<DeliveryAttempt> Attempts, string Body);

/// <param name="Rule">Its name.</param>
/// <param name="Target">Its id.</param>
/// <param name="Destination">Its name.</param>
/// <param name="ErrorCode">The cause they share.</param>
/// <param name="Message">Of the newest.</param>
/// <param name="Count">How many.</param>
/// <param name="OldestAt">When the first was given up, UTC.</param>
/// <param name="NewestAt">When the last was, UTC.</param>
public sealed record DeadGroup(string Rule, string Target, string Destination, string ErrorCode, string Message, long Count, DateTimeOffset OldestAt, DateTimeOffset NewestAt);

/// <param name="Delivered">Deliveries that ended well.</param>
/// <param name="Pending">Deliveries on their way, however old.</param>
/// <param name="Dead">Deliveries given up.</param>
/// <param name="LastDeliveredAt">UTC, or null.</param>
public sealed record RuleFigures(long Delivered, long Pending, long Dead, DateTimeOffset? LastDeliveredAt);

/// <param name="Event">From the record.</param>
/// <param name="Rule">To send it for.</param>
/// <param name="TargetId">To send it to.</param>
public sealed record ReplayedEvent(Recording.RecordedEvent Event, string Rule, string TargetId);
