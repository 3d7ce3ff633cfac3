using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Core.Routing;

/// <inheritdoc cref="IDeliveryDesk"/>
/// <remarks>What a command means to do is committed with its audit entry first; the router then does it under the command's id, so that a second try goes on with it.</remarks>
public sealed class DeliveryDesk(RuleShelf shelf, IStore store, IDeliveries deliveries, EventTracer tracer, TimeProvider clock) : IDeliveryDesk
{
    private static readonly NotFound s_none = new("dead-letters.none", "There are no such dead letters any more.");

    private readonly DeliveryBook _book = new(store);

    public long Changes => deliveries.Changes;

    public async Task<Result<Page<EventDelivery>>> ListAsync(DeliveryQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : await deliveries.ListAsync(query, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);

    public async Task<Result<DeliveryDetail>> GetAsync(long id, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        return await deliveries.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } found
            ? found
            : new NotFound("delivery.not-found", "There is no such delivery, or it is older than deliveries are kept.");
    }

    public async Task<Result<DeliveryNames>> NamesAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var rules = await shelf.AllAsync(cancellationToken).ConfigureAwait(false);
        return new DeliveryNames(
            [.. rules.Where(rule => rule.Revision > 0).Select(rule => new NamedRule(
                rule.Name, rule.Content.Description, rule.Content.State, [.. rule.Content.Targets.Select(target => target.Destination).Distinct(StringComparer.Ordinal)]))],
            deliveries.Destinations);
    }

    public async Task<Result<IReadOnlyList<EventTrace>>> TraceOrderAsync(OrderId order, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : await tracer.TraceOrderAsync(order, cancellationToken).ConfigureAwait(false);

    public async Task<Result<string>> TraceMarkAsync(OrderId order, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : await tracer.MarkAsync(order, cancellationToken).ConfigureAwait(false);

    public async Task<Result<IReadOnlyList<DeadGroup>>> DeadLettersAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : (await deliveries.DeadAsync(cancellationToken).ConfigureAwait(false)).ToList();

    public async Task<Result<ResendOutcome>> RedriveAsync(RedriveDeliveries command, Actor actor, CancellationToken cancellationToken) => PipelineMetrics.Command(
        "redrive-deliveries",
        await DoAsync(new Act(command.Letters, command.CommandId, command.Reason, AuditActions.DeliveriesRedriven, deliveries.RedriveAsync), actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<ResendOutcome>> DiscardAsync(DiscardDeliveries command, Actor actor, CancellationToken cancellationToken) => PipelineMetrics.Command(
        "discard-deliveries",
        await DoAsync(new Act(command.Letters, command.CommandId, command.Reason, AuditActions.DeliveriesDiscarded, deliveries.DiscardAsync), actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<DeliveryCounts>> ProgressAsync(string commandId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var counts = await deliveries.OfRedriveAsync(commandId, cancellationToken).ConfigureAwait(false);
        return counts.Total > 0 ? counts : new NotFound("redrive.not-found", "Nothing is known of this redrive any more.");
    }

    private async Task<Result<ResendOutcome>> DoAsync(Act act, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesReplay) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(act.CommandId, act.Reason) is { } invalid)
            return invalid;
        var (letters, again) = (act.Letters, act.Action == AuditActions.DeliveriesRedriven);
        var known = await _book.KnowsAsync(letters, act.Action, act.CommandId, actor, cancellationToken).ConfigureAwait(false);
        if (known.Error is { } reused)
            return reused;
        var repeated = known.Value;
        if (!repeated)
        {
            var found = await CountAsync(letters, cancellationToken).ConfigureAwait(false);
            if (found.Error is { } none)
                return none;
            var (destination, count) = found.Value;
            if (again && deliveries.Destinations.All(one => one.Name != destination))
                return new Rejected("destination.missing", $"There is no destination {destination} in the configuration.");
            var note = FormattableString.Invariant($"{count} dead letters of target {letters.Target}, given up with {letters.ErrorCode}.");
            if ((await _book.WriteAsync(letters, act.Action, act.CommandId, act.Reason, note, actor, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)).Error is { } refused)
                return refused;
        }

        var taken = await act.Do(letters, act.CommandId, CancellationToken.None).ConfigureAwait(false);
        return new ResendOutcome(taken, again ? (Sentence)$"Tried again: {taken}." : (Sentence)$"Discarded: {taken}.", repeated);
    }

    /// <summary>Whose they are and how many at most: those that somebody sees may be fewer than there are by now.</summary>
    private async Task<Result<(string Destination, long Count)>> CountAsync(DeadSelection letters, CancellationToken cancellationToken)
    {
        if (letters.Delivery is { } id)
        {
            return await deliveries.FindAsync(id, cancellationToken).ConfigureAwait(false) is { Delivery: { State: DeliveryState.Dead } one } && one.Rule == letters.Rule && one.Target == letters.Target
                && one.ErrorCode == letters.ErrorCode ? (one.Destination, 1L) : s_none;
        }

        var group = (await deliveries.DeadAsync(cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(one => one.Rule == letters.Rule && one.Target == letters.Target && one.ErrorCode == letters.ErrorCode);
        return group is null || group.OldestAt > letters.Until ? s_none : (group.Destination, group.Count);
    }

    private sealed record Act(DeadSelection Letters, string CommandId, string Reason, string Action, Func<DeadSelection, string, CancellationToken, Task<int>> Do);
}
