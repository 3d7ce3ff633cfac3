using BackOffice.Core.Common;

namespace BackOffice.Core.Routing;

/// <summary>Puts events of others on the bus (PutEvents). What this program does itself goes through the outbox of its commits.</summary>
public interface IEventBus
{
    /// <summary>At most this many entries a call.</summary>
    const int MostEntries = 10;

    /// <summary>
    /// Each entry is taken or refused for itself; the answers are in the order of the entries. Invalid when the call as a whole is wrong (none, or more than
    /// <see cref="MostEntries"/>). An entry with an id that was put before is taken again without effect.
    /// </summary>
    Task<Result<IReadOnlyList<PutEventOutcome>>> PutEventsAsync(IReadOnlyList<PutEvent> entries, CancellationToken cancellationToken);
}

/// <param name="Source">Not <c>backoffice.</c> or <c>aws.</c> and something: those are nobody else's.</param>
/// <param name="DetailType">1 to 128 characters.</param>
/// <param name="Detail">UTF-8 JSON, an object.</param>
/// <param name="Time">When it happened; null for now.</param>
/// <param name="Id">The sender's own, 1 to 100 characters: the same again is the same event. Null for a new one.</param>
/// <param name="Key">What it is about: the order id.</param>
public sealed record PutEvent(string Source, string DetailType, ReadOnlyMemory<byte> Detail, DateTimeOffset? Time = null, string? Id = null, string? Key = null);

/// <param name="EventId">Null when it was refused.</param>
/// <param name="ErrorCode"><c>InvalidArgument</c>, <c>MalformedDetail</c>, <c>NotAuthorizedForSourceException</c>, <c>InternalFailure</c> (may be tried again).</param>
/// <param name="ErrorMessage">For people.</param>
/// <param name="Repeated">True for an id that was put before.</param>
public sealed record PutEventOutcome(string? EventId, string? ErrorCode = null, string? ErrorMessage = null, bool Repeated = false);
