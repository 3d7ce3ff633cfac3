using System.Text;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing;

/// <inheritdoc cref="IRouting"/>
public sealed partial class RoutingDesk(RuleShelf shelf, IEventRecord record, IDeliveries deliveries, RoutingOptions options, TimeProvider clock) : IRouting
{
    private const int MostTraced = 100;

    /// <summary>Newest events that fields are looked for in.</summary>
    private const int FieldsFrom = 2_000;

    public async Task<Result<DryRunReport>> DryRunAsync(string rule, RuleContent draft, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var all = await shelf.AllAsync(cancellationToken).ConfigureAwait(false);
        var now = all.FirstOrDefault(one => one.Name == rule && one.Revision > 0);
        var before = now?.Content;
        var begun = DryRun.Begin(rule, before, draft, all, options);
        if (begun.Error is { } wrong)
            return wrong;
        await foreach (var e in record.WalkAsync(new EventQuery(), cancellationToken).ConfigureAwait(false))
            begun.Value.Add(e);
        return begun.Value.Report() with { Hash = DraftHash.Of(rule, now?.Revision ?? 0, draft) };
    }

    public async Task<Result<Page<RecordedEvent>>> EventsAsync(EventQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : await record.ListAsync(query, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);

    public async Task<Result<EventTrace>> TraceAsync(string eventId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        return await record.FindAsync(eventId, cancellationToken).ConfigureAwait(false) is { } e
            ? await TraceAsync(e, await RulesAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
            : new NotFound("event.not-found", "There is no such event, or it is older than events are kept.");
    }

    public async Task<Result<IReadOnlyList<EventTrace>>> TraceOrderAsync(OrderId order, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var events = await record.ListAsync(new EventQuery { Key = order.Value }, null, MostTraced, cancellationToken).ConfigureAwait(false);
        if (events.Error is { } error)
            return error;
        var rules = await RulesAsync(cancellationToken).ConfigureAwait(false);
        var traces = new List<EventTrace>();
        foreach (var e in events.Value.Items)
            traces.Add(await TraceAsync(e, rules, cancellationToken).ConfigureAwait(false));
        return traces;
    }

    public Task<Result<PatternExplanation>> ExplainAsync(string pattern, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return Task.FromResult<Result<PatternExplanation>>(forbidden);
        var parsed = EventPattern.Parse(pattern, PatternReading.Existing);
        return Task.FromResult(parsed.Error is { } refused ? refused : parsed.Value.Explain(eventJson.Span));
    }

    public Task<Result<string>> PreviewAsync(string rule, RuleTarget target, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return Task.FromResult<Result<string>>(forbidden);
        if (EventEnvelope.Missing(eventJson.Span).Error is { } noEvent)
            return Task.FromResult<Result<string>>(noEvent);
        var input = TargetInput.Of(target);
        return Task.FromResult(input.Error is { } wrong ? wrong : input.Value.Render(eventJson, rule, clock.GetUtcNow()).Map(Encoding.UTF8.GetString));
    }

    public async Task<Result<IReadOnlyList<string>>> FieldsAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var seen = new FieldsSeen();
        foreach (var json in await record.NewestAsync(FieldsFrom, cancellationToken).ConfigureAwait(false))
            seen.Add(json.Span);
        return seen.Paths.ToList();
    }

    public async Task<Result<Page<EventDelivery>>> DeliveriesAsync(DeliveryQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : await deliveries.ListAsync(query, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);

    public async Task<Result<DeliveryDetail>> DeliveryAsync(long id, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        return await deliveries.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } found
            ? found
            : new NotFound("delivery.not-found", "There is no such delivery, or it is older than deliveries are kept.");
    }

    public async Task<Result<IReadOnlyList<DeadGroup>>> DeadLettersAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : (await deliveries.DeadAsync(cancellationToken).ConfigureAwait(false)).ToList();

    public async Task<Result<IReadOnlyDictionary<string, RuleFigures>>> FiguresAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : (await deliveries.FiguresAsync(cancellationToken).ConfigureAwait(false)).ToDictionary();

    public async Task<Result<IReadOnlyDictionary<string, long>>> MatchesAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var rules = (await RulesAsync(cancellationToken).ConfigureAwait(false)).Where(one => one.Pattern is not null).ToList();
        var set = new RuleSet<int>(rules.Select((one, index) => KeyValuePair.Create(index, one.Pattern!)));
        var counts = new long[rules.Count];
        var matched = new List<int>();
        await foreach (var e in record.WalkAsync(new EventQuery { From = clock.GetUtcNow().AddHours(-24) }, cancellationToken).ConfigureAwait(false))
        {
            matched.Clear();
            _ = set.Match(e.Json.Span, matched);
            foreach (var index in matched)
                counts[index]++;
        }

        return rules.Select((one, index) => KeyValuePair.Create(one.Rule.Name, counts[index])).ToDictionary();
    }

    public Result<IReadOnlyList<DestinationSummary>> Destinations(Actor actor) => actor.Lacks(Permission.RulesRead) is { } forbidden
        ? forbidden
        : options.Destinations.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new DestinationSummary(pair.Key, pair.Value.Kind, pair.Value.IsExternal, TellsDoubles(pair.Value), pair.Value.PerSecond)).ToList();

    /// <summary>A replay is a new message to these; a ticket tells of an order once, however often it is replayed.</summary>
    private static bool TellsDoubles(DestinationOptions destination) => destination.Kind switch
    {
        DestinationKind.Zendesk => true,
        DestinationKind.Webhook or DestinationKind.Queue or DestinationKind.Workflow or DestinationKind.OrderNote => false,
    };

    private async Task<IReadOnlyList<(RoutingRule Rule, EventPattern? Pattern)>> RulesAsync(CancellationToken cancellationToken) =>
    [
        .. (await shelf.AllAsync(cancellationToken).ConfigureAwait(false)).Where(rule => rule.Content.State is not RuleState.Deleted && rule.Revision > 0)
            .Select(rule => (rule, EventPattern.Parse(rule.Content.Pattern, PatternReading.Existing) is { IsSuccess: true } parsed ? parsed.Value : null)),
    ];

    private async Task<EventTrace> TraceAsync(RecordedEvent e, IReadOnlyList<(RoutingRule Rule, EventPattern? Pattern)> rules, CancellationToken cancellationToken)
    {
        var went = await deliveries.ListAsync(new DeliveryQuery { EventId = e.Id, Key = e.Key }, null, MostTraced, cancellationToken).ConfigureAwait(false);
        return new EventTrace(e, went.IsSuccess ? went.Value.Items : [], [.. rules.Select(one => Verdict(one.Rule, one.Pattern, e))]);
    }

    private static RuleVerdict Verdict(RoutingRule rule, EventPattern? pattern, RecordedEvent e)
    {
        var enabled = rule.Content.State is RuleState.Enabled;
        if (pattern is null)
            return new RuleVerdict(rule.Name, Matches: false, enabled, "Its pattern cannot be read, so it matches nothing.");
        var explained = pattern.Explain(e.Json.Span);
        if (explained.Error is { } error)
            return new RuleVerdict(rule.Name, Matches: false, enabled, error.Message);
        if (!explained.Value.Matched)
            return new RuleVerdict(rule.Name, Matches: false, enabled, FirstFailure(explained.Value));
        var later = rule.ChangedAt > e.TakenAt ? " It was changed after this event." : "";
        return new RuleVerdict(rule.Name, Matches: true, enabled, (enabled ? "It matches." : "It matches, and is disabled: the event was dropped.") + later);
    }

    private static string FirstFailure(PatternExplanation explanation) => Leaves(explanation.Root).FirstOrDefault(part => part.Outcome is not PartOutcome.Matched) switch
    {
        null => explanation.Note ?? "Its fields are met in different elements of a list.",
        { Outcome: PartOutcome.Absent } absent => $"The event has no {absent.Path}; it is asked that it {absent.Expected}. {absent.NearMiss}".TrimEnd(),
        var failed => $"{failed.Place ?? failed.Path} is {failed.Actual}; it is asked that it {failed.Expected}. {failed.NearMiss}".TrimEnd(),
    };

    private static IEnumerable<ExplainedPart> Leaves(ExplainedPart part) => part.Kind is PartKind.Field ? [part] : part.Parts.SelectMany(Leaves);
}
