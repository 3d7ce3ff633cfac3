using System.Text;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing;

/// <inheritdoc cref="IRouting"/>
public sealed class RoutingDesk(RuleShelf shelf, IEventRecord record, IDeliveries deliveries, EventTracer tracer, RoutingOptions options, TimeProvider clock) : IRouting
{
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

    public async Task<Result<EventTrace>> TraceAsync(string eventId, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : await tracer.TraceAsync(eventId, cancellationToken).ConfigureAwait(false);

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

    public async Task<Result<IReadOnlyDictionary<string, RuleFigures>>> FiguresAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : (await deliveries.FiguresAsync(cancellationToken).ConfigureAwait(false)).ToDictionary();

    public async Task<Result<IReadOnlyDictionary<string, long>>> MatchesAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var rules = (await tracer.RulesAsync(cancellationToken).ConfigureAwait(false)).Where(one => one.Pattern is not null).ToList();
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

    public Result<IReadOnlyList<DestinationSummary>> Destinations(Actor actor) => actor.Lacks(Permission.RulesRead) is { } forbidden ? forbidden : options.Summaries.ToList();
}
