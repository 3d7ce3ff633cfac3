using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Tests.Fakes;

public sealed class FakeRouting : IRouting
{
    public Answer<(string Rule, RuleContent Draft), DryRunReport> DryRun { get; } = new();

    public Answer<(EventQuery Query, string? Cursor), Page<RecordedEvent>> Events { get; } = new();

    public Answer<string, EventTrace> Trace { get; } = new();

    public Answer<string, PatternExplanation> Explain { get; } = new();

    public Answer<RuleTarget, string> Preview { get; } = new();

    public Answer<bool, IReadOnlyList<string>> Fields { get; } = new();

    public Answer<bool, IReadOnlyDictionary<string, RuleFigures>> Figures { get; } = new();

    public Answer<bool, IReadOnlyDictionary<string, long>> Matches { get; } = new();

    /// <summary>Asked without waiting, so it is a value.</summary>
    public Result<IReadOnlyList<DestinationSummary>> Known { get; set; } = new List<DestinationSummary>();

    public Task<Result<DryRunReport>> DryRunAsync(string rule, RuleContent draft, Actor actor, CancellationToken cancellationToken) => DryRun.AskAsync((rule, draft));

    public Task<Result<Page<RecordedEvent>>> EventsAsync(EventQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => Events.AskAsync((query, cursor));

    public Task<Result<EventTrace>> TraceAsync(string eventId, Actor actor, CancellationToken cancellationToken) => Trace.AskAsync(eventId);

    public Task<Result<PatternExplanation>> ExplainAsync(string pattern, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken) => Explain.AskAsync(pattern);

    public Task<Result<string>> PreviewAsync(string rule, RuleTarget target, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken) => Preview.AskAsync(target);

    public Task<Result<IReadOnlyList<string>>> FieldsAsync(Actor actor, CancellationToken cancellationToken) => Fields.AskAsync(true);

    public Task<Result<IReadOnlyDictionary<string, RuleFigures>>> FiguresAsync(Actor actor, CancellationToken cancellationToken) => Figures.AskAsync(true);

    public Task<Result<IReadOnlyDictionary<string, long>>> MatchesAsync(Actor actor, CancellationToken cancellationToken) => Matches.AskAsync(true);

    public Result<IReadOnlyList<DestinationSummary>> Destinations(Actor actor) => Known;
}
