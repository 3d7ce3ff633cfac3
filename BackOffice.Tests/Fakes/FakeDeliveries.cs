using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Replays;

namespace BackOffice.Tests.Fakes;

public sealed class FakeDeliveryDesk : IDeliveryDesk
{
    public FakeDeliveryDesk()
    {
        Dead.Always(new List<DeadGroup>());
        TraceMark.Always(_ => Changes.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public long Changes { get; set; } = 1;

    public Answer<(DeliveryQuery Query, string? Cursor), Page<EventDelivery>> List { get; } = new();

    public Answer<long, DeliveryDetail> Get { get; } = new();

    public Answer<bool, DeliveryNames> Names { get; } = new();

    public Answer<OrderId, IReadOnlyList<EventTrace>> Trace { get; } = new();

    public Answer<OrderId, string> TraceMark { get; } = new();

    public Answer<bool, IReadOnlyList<DeadGroup>> Dead { get; } = new();

    public Answer<RedriveDeliveries, ResendOutcome> Redrive { get; } = new();

    public Answer<DiscardDeliveries, ResendOutcome> Discard { get; } = new();

    public Answer<string, DeliveryCounts> Progress { get; } = new();

    public Task<Result<Page<EventDelivery>>> ListAsync(DeliveryQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => List.AskAsync((query, cursor));

    public Task<Result<DeliveryDetail>> GetAsync(long id, Actor actor, CancellationToken cancellationToken) => Get.AskAsync(id);

    public Task<Result<DeliveryNames>> NamesAsync(Actor actor, CancellationToken cancellationToken) => Names.AskAsync(true);

    public Task<Result<IReadOnlyList<EventTrace>>> TraceOrderAsync(OrderId order, Actor actor, CancellationToken cancellationToken) => Trace.AskAsync(order);

    public Task<Result<string>> TraceMarkAsync(OrderId order, Actor actor, CancellationToken cancellationToken) => TraceMark.AskAsync(order);

    public Task<Result<IReadOnlyList<DeadGroup>>> DeadLettersAsync(Actor actor, CancellationToken cancellationToken) => Dead.AskAsync(true);

    public Task<Result<ResendOutcome>> RedriveAsync(RedriveDeliveries command, Actor actor, CancellationToken cancellationToken) => Redrive.AskAsync(command);

    public Task<Result<ResendOutcome>> DiscardAsync(DiscardDeliveries command, Actor actor, CancellationToken cancellationToken) => Discard.AskAsync(command);

    public Task<Result<DeliveryCounts>> ProgressAsync(string commandId, Actor actor, CancellationToken cancellationToken) => Progress.AskAsync(commandId);
}

public sealed class FakeReplays : IReplays
{
    public Answer<ReplayWindow, ReplayCount> Count { get; } = new();

    public Answer<ReplayEvents, ReplayJob> Start { get; } = new();

    public Answer<string, ReplayView> Get { get; } = new();

    public Answer<string, ReplayJob> Stop { get; } = new();

    public Answer<bool, IReadOnlyList<ReplayView>> Recent { get; } = new();

    /// <summary>Of the last count.</summary>
    public CancellationToken Counting { get; private set; }

    public Task<Result<ReplayCount>> CountAsync(ReplayWindow window, Actor actor, CancellationToken cancellationToken)
    {
        Counting = cancellationToken;
        return Count.AskAsync(window);
    }

    public Task<Result<ReplayJob>> StartAsync(ReplayEvents command, Actor actor, CancellationToken cancellationToken) => Start.AskAsync(command);

    public Task<Result<ReplayView>> GetAsync(string jobId, Actor actor, CancellationToken cancellationToken) => Get.AskAsync(jobId);

    public Task<Result<ReplayJob>> StopAsync(string jobId, Actor actor, CancellationToken cancellationToken) => Stop.AskAsync(jobId);

    public Task<Result<IReadOnlyList<ReplayView>>> RecentAsync(Actor actor, CancellationToken cancellationToken) => Recent.AskAsync(true);
}
