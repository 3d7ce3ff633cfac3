using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Core.Routing;

/// <summary>Where recorded events went, and of every rule why it did not send them.</summary>
public sealed class EventTracer(RuleShelf shelf, IEventRecord record, IDeliveries deliveries)
{
    private const int MostEvents = 100;
    private const int MostDeliveries = 1_000;

    /// <summary>NotFound <c>event.not-found</c>.</summary>
    public async Task<Result<EventTrace>> TraceAsync(string eventId, CancellationToken cancellationToken)
    {
        if (await record.FindAsync(eventId, cancellationToken).ConfigureAwait(false) is not { } e)
            return new NotFound("event.not-found", "There is no such event, or it is older than events are kept.");
        var went = await deliveries.ListAsync(new DeliveryQuery { EventId = e.Id, Key = e.Key }, null, MostDeliveries, cancellationToken).ConfigureAwait(false);
        return Trace(e, went.IsSuccess ? went.Value.Items : [], await RulesAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Every recorded event of an order, newest first, at most 100.</summary>
    public async Task<Result<IReadOnlyList<EventTrace>>> TraceOrderAsync(OrderId order, CancellationToken cancellationToken)
    {
        var events = await record.ListAsync(new EventQuery { Key = order.Value }, null, MostEvents, cancellationToken).ConfigureAwait(false);
        if (events.Error is { } error)
            return error;
        var went = await deliveries.ListAsync(new DeliveryQuery { Key = order.Value }, null, MostDeliveries, cancellationToken).ConfigureAwait(false);
        if (went.Error is { } unread)
            return unread;
        var byEvent = went.Value.Items.ToLookup(delivery => delivery.EventId);
        var rules = await RulesAsync(cancellationToken).ConfigureAwait(false);
        return events.Value.Items.Select(e => Trace(e, [.. byEvent[e.Id]], rules)).ToList();
    }

    /// <summary>What <see cref="TraceOrderAsync"/> would show but for the rules, without explaining anything.</summary>
    public async Task<Result<string>> MarkAsync(OrderId order, CancellationToken cancellationToken)
    {
        var newest = await record.ListAsync(new EventQuery { Key = order.Value }, null, 1, cancellationToken).ConfigureAwait(false);
        if (newest.Error is { } error)
            return error;
        var went = await deliveries.ListAsync(new DeliveryQuery { Key = order.Value }, null, MostDeliveries, cancellationToken).ConfigureAwait(false);
        if (went.Error is { } unread)
            return unread;
        return string.Join(' ', [.. newest.Value.Items.Select(e => e.Id), .. went.Value.Items.Select(one => FormattableString.Invariant($"{one.Id}/{(int)one.State}/{one.Tries}"))]);
    }

    private static EventTrace Trace(RecordedEvent e, IReadOnlyList<EventDelivery> went, IReadOnlyList<(RoutingRule Rule, EventPattern? Pattern)> rules) =>
        new(e, went, [.. rules.Select(one => Verdict(one.Rule, one.Pattern, e))]);

    /// <summary>Every rule there is now, with its pattern; null for one that cannot be read.</summary>
    internal async Task<IReadOnlyList<(RoutingRule Rule, EventPattern? Pattern)>> RulesAsync(CancellationToken cancellationToken) =>
    [
        .. (await shelf.AllAsync(cancellationToken).ConfigureAwait(false)).Where(rule => rule.Content.State is not RuleState.Deleted && rule.Revision > 0)
            .Select(rule => (rule, EventPattern.Parse(rule.Content.Pattern, PatternReading.Existing) is { IsSuccess: true } parsed ? parsed.Value : null)),
    ];

    private static RuleVerdict Verdict(RoutingRule rule, EventPattern? pattern, RecordedEvent e)
    {
        var (matches, why) = Why(rule, pattern, e);
        return new RuleVerdict(
            rule.Name, matches, rule.Content.State is RuleState.Enabled, why, [.. rule.Content.Targets.Select(target => target.Destination).Distinct(StringComparer.Ordinal)]);
    }

    private static (bool Matches, string Why) Why(RoutingRule rule, EventPattern? pattern, RecordedEvent e)
    {
        if (pattern is null)
            return (false, "Its pattern cannot be read, so it matches nothing.");
        var explained = pattern.Explain(e.Json.Span);
        if (explained.Error is { } error)
            return (false, error.Message);
        if (!explained.Value.Matched)
            return (false, FirstFailure(explained.Value));
        var later = rule.ChangedAt > e.TakenAt ? " It was changed after this event." : "";
        return (true, (rule.Content.State is RuleState.Enabled ? "It matches." : "It matches, and is disabled: the event was dropped.") + later);
    }

    private static string FirstFailure(PatternExplanation explanation) => Leaves(explanation.Root).FirstOrDefault(part => part.Outcome is not PartOutcome.Matched) switch
    {
        null => explanation.Note ?? "Its fields are met in different elements of a list.",
        { Outcome: PartOutcome.Absent } absent => $"The event has no {absent.Path}; it is asked that it {absent.Expected}. {absent.NearMiss}".TrimEnd(),
        var failed => $"{failed.Place ?? failed.Path} is {failed.Actual}; it is asked that it {failed.Expected}. {failed.NearMiss}".TrimEnd(),
    };

    private static IEnumerable<ExplainedPart> Leaves(ExplainedPart part) => part.Kind is PartKind.Field ? [part] : part.Parts.SelectMany(Leaves);
}
