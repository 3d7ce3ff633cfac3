using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing;

/// <summary>
/// Where events went, and what is done with those that could not be delivered. Questions need rules:read; <see cref="RedriveAsync"/> and
/// <see cref="DiscardAsync"/> need rules:replay, a reason and a command id, and are in the audit log of <c>deliveries/RULE</c>.
/// </summary>
public interface IDeliveryDesk
{
    /// <summary>Rises whenever deliveries may have changed: whoever shows them reads again. Costs nothing.</summary>
    long Changes { get; }

    /// <summary>Newest first.</summary>
    Task<Result<Page<EventDelivery>>> ListAsync(DeliveryQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>NotFound <c>delivery.not-found</c>.</summary>
    Task<Result<DeliveryDetail>> GetAsync(long id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Rules and destinations that deliveries can be looked for by.</summary>
    Task<Result<DeliveryNames>> NamesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Every recorded event of an order with what became of it, and of every rule why; newest first, at most 100.</summary>
    Task<Result<IReadOnlyList<EventTrace>>> TraceOrderAsync(OrderId order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Differs when an event of the order was recorded, or a delivery of one changed, since: cheap, for whoever shows <see cref="TraceOrderAsync"/>. Rules that change do not change it.</summary>
    Task<Result<string>> TraceMarkAsync(OrderId order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Dead letters by rule, target and cause, most first.</summary>
    Task<Result<IReadOnlyList<DeadGroup>>> DeadLettersAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Tries dead letters again. NotFound <c>dead-letters.none</c>, Rejected <c>destination.missing</c>.</summary>
    Task<Result<ResendOutcome>> RedriveAsync(RedriveDeliveries command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Gives dead letters up for good: they can never be sent any more. NotFound <c>dead-letters.none</c>.</summary>
    Task<Result<ResendOutcome>> DiscardAsync(DiscardDeliveries command, Actor actor, CancellationToken cancellationToken);

    /// <summary>What has become of the dead letters that a redrive took. NotFound <c>redrive.not-found</c>.</summary>
    Task<Result<DeliveryCounts>> ProgressAsync(string commandId, Actor actor, CancellationToken cancellationToken);
}

/// <param name="Rules">By name; deleted ones too, as long as they may have deliveries.</param>
/// <param name="Destinations">By name.</param>
public sealed record DeliveryNames(IReadOnlyList<NamedRule> Rules, IReadOnlyList<DestinationSummary> Destinations);

/// <param name="Name">Its name.</param>
/// <param name="Description">For people; may be empty.</param>
/// <param name="State">As it stands.</param>
/// <param name="Destinations">Where it sends, by name.</param>
public sealed record NamedRule(string Name, string Description, Rules.RuleState State, IReadOnlyList<string> Destinations);

/// <param name="Letters">Which.</param>
/// <param name="CommandId">1 to 64 letters, digits, dashes or underscores; the same again is the same command.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record RedriveDeliveries(DeadSelection Letters, string CommandId, string Reason);

/// <param name="Letters">Which.</param>
/// <param name="CommandId">1 to 64 letters, digits, dashes or underscores; the same again is the same command.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record DiscardDeliveries(DeadSelection Letters, string CommandId, string Reason);

/// <param name="Deliveries">That were begun anew, or discarded.</param>
/// <param name="Message">For people.</param>
/// <param name="Repeated">True when this command id had been done already.</param>
public sealed record ResendOutcome(int Deliveries, Sentence Message, bool Repeated = false);
