using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Core.Routing;

/// <summary>Sending again: the intent and its audit entry are committed first; the router then does it under the command's id, so that a second try does it once.</summary>
public sealed partial class RoutingDesk
{
    private const int AtOnce = 500;

    public async Task<Result<ReplayCount>> CountReplayAsync(ReplayWindow window, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var found = await ReplayableAsync(window, cancellationToken).ConfigureAwait(false);
        if (found.Error is { } error)
            return error;
        var (rule, pattern) = found.Value;
        var events = 0;
        await foreach (var e in MatchingAsync(pattern, window, cancellationToken).ConfigureAwait(false))
            events++;
        return new ReplayCount(events, events * rule.Content.Targets.Count, Doubling(rule));
    }

    public async Task<Result<ResendOutcome>> ReplayAsync(ReplayEvents command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("replay-events", await ReplayOnceAsync(command, actor, cancellationToken).ConfigureAwait(false));

    public async Task<Result<ResendOutcome>> RedriveAsync(RedriveDeliveries command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("redrive-deliveries", await RedriveOnceAsync(command, actor, cancellationToken).ConfigureAwait(false));

    private async Task<Result<ResendOutcome>> ReplayOnceAsync(ReplayEvents command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesReplay) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return invalid;
        var window = command.Window;
        var found = await ReplayableAsync(window, cancellationToken).ConfigureAwait(false);
        if (found.Error is { } error)
            return error;
        var (rule, pattern) = found.Value;
        var repeated = await shelf.DoneAsync(command.CommandId, cancellationToken).ConfigureAwait(false) == RoutingRule.SubjectOf(rule.Name);
        if (!repeated)
        {
            var count = (await CountReplayAsync(window, actor with { Permissions = actor.Permissions.Add(Permission.RulesRead) }, cancellationToken).ConfigureAwait(false)).Value;
            if (count.Deliveries != command.Counted)
                return new Conflict("replay.count", FormattableString.Invariant($"It would be {count.Deliveries} deliveries now, not {command.Counted}. Look again before you decide."));
            if (count.Doubling.Count > 0 && !command.MayDouble)
                return new Rejected("replay.doubles", $"{string.Join(" and ", count.Doubling)} may have had these events, and each has an effect again there. Say so to have it all the same.");
            var note = FormattableString.Invariant($"{count.Events} events taken from {window.From.UtcDateTime:yyyy-MM-dd HH:mm} to {window.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {count.Deliveries} deliveries.");
            if ((await IntendAsync(rule, AuditActions.EventsReplayed, command.CommandId, command.Reason, note, actor, cancellationToken).ConfigureAwait(false)).Error is { } refused)
                return refused;
        }

        var made = 0;
        var piece = new List<ReplayedEvent>();
        await foreach (var e in MatchingAsync(pattern, window, CancellationToken.None).ConfigureAwait(false))
        {
            piece.AddRange(rule.Content.Targets.Select(target => new ReplayedEvent(e, rule.Name, target.Id)));
            if (piece.Count >= AtOnce)
                made += await FlushAsync(command.CommandId, piece).ConfigureAwait(false);
        }

        made += await FlushAsync(command.CommandId, piece).ConfigureAwait(false);
        return new ResendOutcome(made, FormattableString.Invariant($"{made} deliveries are on their way."), repeated);
    }

    private async Task<Result<ResendOutcome>> RedriveOnceAsync(RedriveDeliveries command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesReplay) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return invalid;
        if (await shelf.FindAsync(command.Rule, cancellationToken).ConfigureAwait(false) is not { } rule)
            return new NotFound("rule.not-found", $"There is no rule {command.Rule}.");
        if (await shelf.DoneAsync(command.CommandId, cancellationToken).ConfigureAwait(false) == RoutingRule.SubjectOf(rule.Name))
            return new ResendOutcome(0, "This was done already.", Repeated: true);
        var group = (await deliveries.DeadAsync(cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(one => one.Rule == command.Rule && one.Target == command.Target && one.ErrorCode == command.ErrorCode);
        if (group is null)
            return new NotFound("dead-letters.none", "There are no such dead letters any more.");
        if (!options.Destinations.ContainsKey(group.Destination))
            return new Rejected("destination.missing", $"There is no destination {group.Destination} in the configuration.");
        var note = FormattableString.Invariant($"{group.Count} dead letters of target {command.Target}, given up with {command.ErrorCode}.");
        if ((await IntendAsync(rule, AuditActions.DeliveriesRedriven, command.CommandId, command.Reason, note, actor, cancellationToken).ConfigureAwait(false)).Error is { } refused)
            return refused;
        var count = await deliveries.RedriveAsync(command.Rule, command.Target, command.ErrorCode, CancellationToken.None).ConfigureAwait(false);
        return new ResendOutcome(count, FormattableString.Invariant($"{count} deliveries are tried again."));
    }

    private async Task<Result<RoutingRule>> IntendAsync(RoutingRule rule, string action, string commandId, string reason, string note, Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var committed = await shelf.CommitAsync(rule, new RuleWrite(action, commandId, reason, note), actor, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            if (committed.Error is not Conflict { Code: "store.version" } || attempt == 5 || await shelf.FindAsync(rule.Name, cancellationToken).ConfigureAwait(false) is not { } now)
                return committed.Error is Conflict { Code: "store.key-taken" } ? new Conflict("command.reused", "This command id belongs to another command. Make a new one.") : committed;
            rule = now;
        }
    }

    private async Task<Result<(RoutingRule Rule, EventPattern Pattern)>> ReplayableAsync(ReplayWindow window, CancellationToken cancellationToken)
    {
        if (window.To <= window.From)
            return new Invalid("to", "The window ends before it begins.");
        if (await shelf.FindAsync(window.Rule, cancellationToken).ConfigureAwait(false) is not { Revision: > 0 } rule)
            return new NotFound("rule.not-found", $"There is no rule {window.Rule}.");
        if (rule.Content.State is not RuleState.Enabled)
            return new Rejected("rule.not-enabled", "Events are replayed to enabled rules. Enable it first.");
        var pattern = EventPattern.Parse(rule.Content.Pattern, PatternReading.Existing);
        return pattern.Error is { } refused ? refused : (rule, pattern.Value);
    }

    /// <summary>Replayed events are not recorded again, so a window holds each event once.</summary>
    private async IAsyncEnumerable<RecordedEvent> MatchingAsync(
        EventPattern pattern, ReplayWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var e in record.WalkAsync(new EventQuery { From = window.From, To = window.To }, cancellationToken).ConfigureAwait(false))
        {
            if (pattern.Matches(e.Json.Span) is { IsSuccess: true, Value: true })
                yield return e;
        }
    }

    private async Task<int> FlushAsync(string name, List<ReplayedEvent> piece)
    {
        var made = piece.Count == 0 ? 0 : await deliveries.ReplayAsync(name, [.. piece], CancellationToken.None).ConfigureAwait(false);
        piece.Clear();
        return made;
    }

    private List<string> Doubling(RoutingRule rule) =>
        [.. rule.Content.Targets.Select(target => target.Destination).Distinct(StringComparer.Ordinal).Where(name => options.Destinations.GetValueOrDefault(name) is { } destination && !TellsDoubles(destination))];
}
