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

    public Answer<OrderId, IReadOnlyList<EventTrace>> TraceOrder { get; } = new();

    public Answer<string, PatternExplanation> Explain { get; } = new();

    public Answer<RuleTarget, string> Preview { get; } = new();

    public Answer<bool, IReadOnlyList<string>> Fields { get; } = new();

    public Answer<(DeliveryQuery Query, string? Cursor), Page<EventDelivery>> Deliveries { get; } = new();

    public Answer<long, DeliveryDetail> Delivery { get; } = new();

    public Answer<bool, IReadOnlyList<DeadGroup>> DeadLetters { get; } = new();

    public Answer<bool, IReadOnlyDictionary<string, RuleFigures>> Figures { get; } = new();

    public Answer<bool, IReadOnlyDictionary<string, long>> Matches { get; } = new();

    /// <summary>Asked without waiting, so it is a value.</summary>
    public Result<IReadOnlyList<DestinationSummary>> Known { get; set; } = new List<DestinationSummary>();

    public Answer<ReplayWindow, ReplayCount> CountReplay { get; } = new();

    public Answer<ReplayEvents, ResendOutcome> Replay { get; } = new();

    public Answer<RedriveDeliveries, ResendOutcome> Redrive { get; } = new();

    public Task<Result<DryRunReport>> DryRunAsync(string rule, RuleContent draft, Actor actor, CancellationToken cancellationToken) => DryRun.AskAsync((rule, draft));

    public Task<Result<Page<RecordedEvent>>> EventsAsync(EventQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => Events.AskAsync((query, cursor));

    public Task<Result<EventTrace>> TraceAsync(string eventId, Actor actor, CancellationToken cancellationToken) => Trace.AskAsync(eventId);

    public Task<Result<IReadOnlyList<EventTrace>>> TraceOrderAsync(OrderId order, Actor actor, CancellationToken cancellationToken) => TraceOrder.AskAsync(order);

    public Task<Result<PatternExplanation>> ExplainAsync(string pattern, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken) => Explain.AskAsync(pattern);

    public Task<Result<string>> PreviewAsync(string rule, RuleTarget target, ReadOnlyMemory<byte> eventJson, Actor actor, CancellationToken cancellationToken) => Preview.AskAsync(target);

    public Task<Result<IReadOnlyList<string>>> FieldsAsync(Actor actor, CancellationToken cancellationToken) => Fields.AskAsync(true);

    public Task<Result<Page<EventDelivery>>> DeliveriesAsync(DeliveryQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => Deliveries.AskAsync((query, cursor));

    public Task<Result<DeliveryDetail>> DeliveryAsync(long id, Actor actor, CancellationToken cancellationToken) => Delivery.AskAsync(id);

    public Task<Result<IReadOnlyList<DeadGroup>>> DeadLettersAsync(Actor actor, CancellationToken cancellationToken) => DeadLetters.AskAsync(true);

    public Task<Result<IReadOnlyDictionary<string, RuleFigures>>> FiguresAsync(Actor actor, CancellationToken cancellationToken) => Figures.AskAsync(true);

    public Task<Result<IReadOnlyDictionary<string, long>>> MatchesAsync(Actor actor, CancellationToken cancellationToken) => Matches.AskAsync(true);

    public Result<IReadOnlyList<DestinationSummary>> Destinations(Actor actor) => Known;

    public Task<Result<ReplayCount>> CountReplayAsync(ReplayWindow window, Actor actor, CancellationToken cancellationToken) => CountReplay.AskAsync(window);

    public Task<Result<ResendOutcome>> ReplayAsync(ReplayEvents command, Actor actor, CancellationToken cancellationToken) => Replay.AskAsync(command);

    public Task<Result<ResendOutcome>> RedriveAsync(RedriveDeliveries command, Actor actor, CancellationToken cancellationToken) => Redrive.AskAsync(command);
}
