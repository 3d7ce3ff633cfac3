namespace BackOffice.Core.Routing.Delivery;

/// <summary>
/// Causes that a grouping destination keeps together, durable: which ticket an outage has, and which orders are in it. Used by one sender of a destination at a time.
/// </summary>
public interface ICauses
{
    /// <summary>
    /// The cause's open group when its last event was not longer than <paramref name="quietFor"/> before the first of these, or a new one. On disk when it
    /// returns. Times are the events' own, so that what waited through a restart belongs to what was before it.
    /// </summary>
    Task<CauseGroup> OpenAsync(string destination, string cause, DateTimeOffset first, DateTimeOffset last, TimeSpan quietFor, CancellationToken cancellationToken);

    /// <summary>Which of the keys are in the group already.</summary>
    Task<IReadOnlySet<string>> KnownAsync(string group, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>The group has a ticket that tells of these keys, as of now.</summary>
    Task RecordAsync(string group, string ticket, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The ticket takes nothing more: the cause's next event opens another.</summary>
    Task CloseAsync(string group, CancellationToken cancellationToken);
}

/// <param name="Id">Unique; what the ticket is found by.</param>
/// <param name="IsNew">True when this call made it, so that no ticket of it can exist.</param>
/// <param name="Ticket">Null until one is known.</param>
/// <param name="Before">The ticket of the cause's last group when that was closed by its receiver; null for most.</param>
/// <param name="RecordedAt">When the ticket was last told of keys, UTC.</param>
/// <param name="Members">How many keys it tells of.</param>
public sealed record CauseGroup(string Id, bool IsNew, string? Ticket, string? Before, DateTimeOffset? RecordedAt, int Members);
