using BackOffice.Core.Common;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing;

/// <summary>
/// What people ask of rules and events: what a draft would do, why a pattern matches, what there was to match. Needs rules:read. Where events went is
/// <see cref="IDeliveryDesk"/>'s, sending them again <see cref="Replays.IReplays"/>'.
/// </summary>
public interface IRouting
{
    /// <summary>What a draft would do, over everything that is recorded. <see cref="PatternRefusal"/>, or Invalid for a target.</summary>
    Task<Result<DryRunReport>> DryRunAsync(string rule, RuleContent draft, Actor actor, CancellationToken cancellationToken);

    /// <summary>Recorded events, newest first, redacted.</summary>
    Task<Result<Page<RecordedEvent>>> EventsAsync(EventQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>Where one event went, and of every rule why it did not send it. NotFound <c>event.not-found</c>.</summary>
    Task<Result<EventTrace>> TraceAsync(string eventId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Why a pattern matches an event, or does not.</summary>
    Task<Result<PatternExplanation>> ExplainAsync(string pattern, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken);

    /// <summary>What a target would be sent for an event: JSON text.</summary>
    Task<Result<string>> PreviewAsync(string rule, RuleTarget target, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken);

    /// <summary>Paths that recorded events have values at, sorted.</summary>
    Task<Result<IReadOnlyList<string>>> FieldsAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>By rule, of the last 24 hours.</summary>
    Task<Result<IReadOnlyDictionary<string, RuleFigures>>> FiguresAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>By rule, how many of the events recorded in the last 24 hours its pattern matches, whether it is enabled or not.</summary>
    Task<Result<IReadOnlyDictionary<string, long>>> MatchesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>The configured destinations, without address or secret.</summary>
    Result<IReadOnlyList<DestinationSummary>> Destinations(Actor actor);
}

/// <param name="Event">As recorded.</param>
/// <param name="Deliveries">Where it went, newest first.</param>
/// <param name="Rules">Every rule there is now, and what it says of the event.</param>
public sealed record EventTrace(RecordedEvent Event, IReadOnlyList<EventDelivery> Deliveries, IReadOnlyList<RuleVerdict> Rules);

/// <param name="Rule">Its name.</param>
/// <param name="Matches">Whether its pattern, as it is now, matches.</param>
/// <param name="IsEnabled">Whether it sends.</param>
/// <param name="Why">One sentence: <c>detail.city is "boston", and "Boston" is asked for</c>.</param>
/// <param name="Destinations">Where it sends, by name.</param>
public sealed record RuleVerdict(string Rule, bool Matches, bool IsEnabled, string Why, IReadOnlyList<string> Destinations);

/// <param name="Name">What rules call it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsExternal">True when events leave the house.</param>
/// <param name="TellsDoubles">False when sending an event again has an effect again.</param>
/// <param name="PerSecond">Its rate limit.</param>
public sealed record DestinationSummary(string Name, Destinations.DestinationKind Kind, bool IsExternal, bool TellsDoubles, int PerSecond);
