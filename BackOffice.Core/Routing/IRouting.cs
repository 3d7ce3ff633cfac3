using BackOffice.Core.Common;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing;

/// <summary>
/// What people ask of routing, and what they can have sent again. Questions need rules:read; <see cref="ReplayAsync"/> and <see cref="RedriveAsync"/> need
/// rules:replay, a reason and a command id, and are in the rule's audit log.
/// </summary>
public interface IRouting
{
    /// <summary>What a draft would do, over everything that is recorded. <see cref="PatternRefusal"/>, or Invalid for a target.</summary>
    Task<Result<DryRunReport>> DryRunAsync(string rule, RuleContent draft, Actor actor, CancellationToken cancellationToken);

    /// <summary>Recorded events, newest first, redacted.</summary>
    Task<Result<Page<RecordedEvent>>> EventsAsync(EventQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>Where one event went, and of every rule why it did not send it. NotFound <c>event.not-found</c>.</summary>
    Task<Result<EventTrace>> TraceAsync(string eventId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Every recorded event of an order with what became of it, newest first, at most 100.</summary>
    Task<Result<IReadOnlyList<EventTrace>>> TraceOrderAsync(OrderId order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Why a pattern matches an event, or does not.</summary>
    Task<Result<PatternExplanation>> ExplainAsync(string pattern, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken);

    /// <summary>What a target would be sent for an event: JSON text.</summary>
    Task<Result<string>> PreviewAsync(string rule, RuleTarget target, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken);

    /// <summary>Paths that recorded events have values at, sorted.</summary>
    Task<Result<IReadOnlyList<string>>> FieldsAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Result<Page<EventDelivery>>> DeliveriesAsync(DeliveryQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>NotFound <c>delivery.not-found</c>.</summary>
    Task<Result<DeliveryDetail>> DeliveryAsync(long id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Dead letters by rule, target and cause, most first.</summary>
    Task<Result<IReadOnlyList<DeadGroup>>> DeadLettersAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>By rule, of the last 24 hours.</summary>
    Task<Result<IReadOnlyDictionary<string, RuleFigures>>> FiguresAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>By rule, how many of the events recorded in the last 24 hours its pattern matches, whether it is enabled or not.</summary>
    Task<Result<IReadOnlyDictionary<string, long>>> MatchesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>The configured destinations, without address or secret.</summary>
    Result<IReadOnlyList<DestinationSummary>> Destinations(Actor actor);

    /// <summary>How many deliveries a replay would make, and which of its destinations may be told twice. Changes nothing.</summary>
    Task<Result<ReplayCount>> CountReplayAsync(ReplayWindow window, Actor actor, CancellationToken cancellationToken);

    /// <summary>Sends recorded events of a window to a rule's targets again, marked with the replay's name. As many as were counted, or Conflict <c>replay.count</c>.</summary>
    Task<Result<ResendOutcome>> ReplayAsync(ReplayEvents command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Tries the dead letters of a group again.</summary>
    Task<Result<ResendOutcome>> RedriveAsync(RedriveDeliveries command, Actor actor, CancellationToken cancellationToken);
}

/// <param name="Event">As recorded.</param>
/// <param name="Deliveries">Where it went, newest first.</param>
/// <param name="Rules">Every rule there is now, and what it says of the event.</param>
public sealed record EventTrace(RecordedEvent Event, IReadOnlyList<EventDelivery> Deliveries, IReadOnlyList<RuleVerdict> Rules);

/// <param name="Rule">Its name.</param>
/// <param name="Matches">Whether its pattern, as it is now, matches.</param>
/// <param name="IsEnabled">Whether it sends.</param>
/// <param name="Why">One sentence: <c>detail.city is "boston", and "Boston" is asked for</c>.</param>
public sealed record RuleVerdict(string Rule, bool Matches, bool IsEnabled, string Why);

/// <param name="Name">What rules call it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsExternal">True when events leave the house.</param>
/// <param name="TellsDoubles">False when sending an event again has an effect again.</param>
/// <param name="PerSecond">Its rate limit.</param>
public sealed record DestinationSummary(string Name, Destinations.DestinationKind Kind, bool IsExternal, bool TellsDoubles, int PerSecond);

/// <param name="Rule">Whose targets get the events; it must be enabled.</param>
/// <param name="From">Taken at or after, UTC.</param>
/// <param name="To">Taken before, UTC.</param>
public sealed record ReplayWindow(string Rule, DateTimeOffset From, DateTimeOffset To);

/// <param name="Events">That the rule matches.</param>
/// <param name="Deliveries">To its targets.</param>
/// <param name="Doubling">Destinations where an event that arrived before has an effect again.</param>
public sealed record ReplayCount(int Events, int Deliveries, IReadOnlyList<string> Doubling);

/// <param name="Window">As counted.</param>
/// <param name="Counted">The number of deliveries that the person saw.</param>
/// <param name="MayDouble">Must be true when the count named destinations that would be told twice.</param>
/// <param name="CommandId">Also the replay's name.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record ReplayEvents(ReplayWindow Window, int Counted, bool MayDouble, string CommandId, string Reason);

public sealed record RedriveDeliveries(string Rule, string Target, string ErrorCode, string CommandId, string Reason);

/// <param name="Deliveries">That were made or begun anew.</param>
/// <param name="Message">For people.</param>
/// <param name="Repeated">True when this command id had been done already.</param>
public sealed record ResendOutcome(int Deliveries, string Message, bool Repeated = false);
