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

    /// <summary>
    /// Makes dead letters pending again, their count of tries and their age begun anew. Asked again with the same command id, those that it took before are left
    /// alone. How many the command has taken in all.
    /// </summary>
    Task<int> RedriveAsync(DeadSelection letters, string commandId, CancellationToken cancellationToken);

    /// <summary>Makes dead letters discarded ones, in pieces: their bodies are kept with masks alone. How many the command has taken in all.</summary>
    Task<int> DiscardAsync(DeadSelection letters, string commandId, CancellationToken cancellationToken);

    /// <summary>
    /// Makes deliveries of recorded events to targets, once a name of a replay: asked again with the same name nothing is doubled. How many of these there are now;
    /// fewer than were asked for where a target is gone.
    /// </summary>
    Task<int> ReplayAsync(string name, IReadOnlyList<ReplayedEvent> events, CancellationToken cancellationToken);

    /// <summary>How the deliveries of a replay stand.</summary>
    Task<DeliveryCounts> OfReplayAsync(string name, CancellationToken cancellationToken);

    /// <summary>How the dead letters stand that a redrive took.</summary>
    Task<DeliveryCounts> OfRedriveAsync(string commandId, CancellationToken cancellationToken);

    /// <summary>Where this router sends, by name.</summary>
    IReadOnlyList<DestinationSummary> Destinations { get; }

    /// <summary>False where rules are on a bus that delivers by itself, so that only the hand-over to it is here.</summary>
    bool CanReplay { get; }

    /// <summary>Rises whenever deliveries may have changed; for whoever shows them.</summary>
    long Changes { get; }

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

    /// <summary>The target's id; of use with a rule.</summary>
    public string? Target { get; init; }

    /// <summary>What the last call failed with.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Name of a replay.</summary>
    public string? Replay { get; init; }
}

/// <param name="Delivery">As it stands.</param>
/// <param name="Attempts">Oldest first.</param>
/// <param name="Body">What is sent, redacted JSON text.</param>
public sealed record DeliveryDetail(EventDelivery Delivery, IReadOnlyList<DeliveryAttempt> Attempts, string Body);

/// <summary>Dead letters of one cause.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Target">Its id.</param>
/// <param name="ErrorCode">The cause they share.</param>
/// <param name="Until">Those given up at that moment or before: what somebody saw is what they decide on. Null for all.</param>
/// <param name="Delivery">One of them alone; null for all.</param>
public sealed record DeadSelection(string Rule, string Target, string ErrorCode, DateTimeOffset? Until = null, long? Delivery = null);

/// <summary>How a set of deliveries stands.</summary>
public sealed record DeliveryCounts(long Pending, long Delivered, long Dead, long Discarded)
{
    public static readonly DeliveryCounts None = new(0, 0, 0, 0);

    public long Total => Pending + Delivered + Dead + Discarded;
}

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
