using System.Threading.Channels;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Rollouts;
using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Fakes;

/// <summary>A question that a test answers now, later, or with an exception.</summary>
public sealed class Answer<TAsk, T>
{
    private readonly Queue<Func<TAsk, Task<Result<T>>>> _next = new();
    private Func<TAsk, Task<Result<T>>> _always = _ => throw new InvalidOperationException("The test has not said what to answer.");

    public List<TAsk> Asked { get; } = [];

    public void Always(Func<TAsk, Result<T>> answer) => _always = ask => Task.FromResult(answer(ask));

    public void Always(Result<T> answer) => Always(_ => answer);

    public void Throws(Exception failure) => _always = _ => throw failure;

    /// <summary>The next question waits until the source is completed.</summary>
    public TaskCompletionSource<Result<T>> Later()
    {
        var source = new TaskCompletionSource<Result<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _next.Enqueue(_ => source.Task);
        return source;
    }

    public Task<Result<T>> AskAsync(TAsk ask)
    {
        Asked.Add(ask);
        return _next.TryDequeue(out var next) ? next(ask) : _always(ask);
    }
}

public sealed class FakeOrders : IOrders, IOrderSearch
{
    Task<Result<Page<OrderHead>>> IOrderSearch.FindAsync(OrderQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) =>
        SearchAsync(query, cursor, limit, actor, cancellationToken);

    public Answer<(OrderQuery Query, string? Cursor, int Limit), Page<OrderHead>> Search { get; } = new();

    public Answer<OrderId, OrderView> Get { get; } = new();

    public Answer<bool, IReadOnlyDictionary<Headline, long>> Counts { get; } = new();

    public Task<Result<Page<OrderHead>>> SearchAsync(OrderQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) =>
        Search.AskAsync((query, cursor, limit));

    public Task<Result<OrderView>> GetAsync(OrderId order, Actor actor, CancellationToken cancellationToken) => Get.AskAsync(order);

    public Answer<int, OrderFigures> Figures { get; } = new();

    public Task<Result<OrderFigures>> FiguresAsync(int hours, Actor actor, CancellationToken cancellationToken) => Figures.AskAsync(hours);

    public Task<Result<IReadOnlyDictionary<Headline, long>>> CountsAsync(Actor actor, CancellationToken cancellationToken) => Counts.AskAsync(true);

    public Answer<bool, KnownValues> Values { get; } = new();

    public Task<Result<KnownValues>> ValuesAsync(Actor actor, CancellationToken cancellationToken) => Values.AskAsync(true);

    public Answer<(string Execution, string Cursor), Page<HistoryEvent>> Older { get; } = new();

    public Task<Result<Page<HistoryEvent>>> OlderEventsAsync(string execution, string cursor, Actor actor, CancellationToken cancellationToken) => Older.AskAsync((execution, cursor));

    public IReadOnlyDictionary<string, StepTimes> Usual { get; set; } = new Dictionary<string, StepTimes>();

    public Task<Result<IReadOnlyDictionary<string, StepTimes>>> UsualTimesAsync(Actor actor, CancellationToken cancellationToken) =>
        Task.FromResult<Result<IReadOnlyDictionary<string, StepTimes>>>(new Dictionary<string, StepTimes>(Usual));
}

public sealed class FakeRetryJobs : IRetryJobs
{
    public Answer<string, RetryPreview> Preview { get; } = new();

    public Task<Result<RetryPreview>> PreviewAsync(string query, TimeZoneInfo zone, Actor actor, CancellationToken cancellationToken) => Preview.AskAsync(query);

    public Answer<StartRetries, RetryJob> Start { get; } = new();

    public Answer<string, RetryJobView> Get { get; } = new();

    public Answer<string, RetryJob> Stop { get; } = new();

    public List<RetryJob> Recent { get; } = [];

    public Task<Result<RetryJob>> StartAsync(StartRetries command, Actor actor, CancellationToken cancellationToken) => Start.AskAsync(command);

    public Task<Result<RetryJobView>> GetAsync(string jobId, Actor actor, CancellationToken cancellationToken) => Get.AskAsync(jobId);

    public Dictionary<OrderId, Headline> Stand { get; } = [];

    public Task<Result<IReadOnlyDictionary<OrderId, Headline>>> StandAsync(string jobId, Actor actor, CancellationToken cancellationToken) =>
        Task.FromResult<Result<IReadOnlyDictionary<OrderId, Headline>>>(new Dictionary<OrderId, Headline>(Stand));

    public Task<Result<RetryJob>> StopAsync(string jobId, Actor actor, CancellationToken cancellationToken) => Stop.AskAsync(jobId);

    public Task<Result<IReadOnlyList<RetryJob>>> RecentAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult<Result<IReadOnlyList<RetryJob>>>(Recent.ToArray());
}

public sealed class FakeQueueDesk : IQueueDesk
{
    public Answer<bool, IReadOnlyList<QueueState>> States { get; } = new();

    public Answer<(string Queue, int Limit), IReadOnlyList<DeadLetter>> Letters { get; } = new();

    public Answer<RedriveDeadLetter, CommandOutcome> Redrive { get; } = new();

    public Task<Result<IReadOnlyList<QueueState>>> StatesAsync(Actor actor, CancellationToken cancellationToken) => States.AskAsync(true);

    public Task<Result<IReadOnlyList<DeadLetter>>> DeadLettersAsync(string queue, int limit, Actor actor, CancellationToken cancellationToken) => Letters.AskAsync((queue, limit));

    public Task<Result<CommandOutcome>> RedriveAsync(RedriveDeadLetter command, Actor actor, CancellationToken cancellationToken) => Redrive.AskAsync(command);

    public Answer<DiscardDeadLetter, CommandOutcome> Discard { get; } = new();

    public Task<Result<CommandOutcome>> DiscardAsync(DiscardDeadLetter command, Actor actor, CancellationToken cancellationToken) => Discard.AskAsync(command);
}

public sealed class FakeOrderCommands : IOrderCommands
{
    public Answer<OrderId, RetryCheck> Check { get; } = new();

    public Answer<RetryOrder, CommandOutcome> Retry { get; } = new();

    public Answer<DecideHold, CommandOutcome> Decide { get; } = new();

    public Answer<AddNote, CommandOutcome> Note { get; } = new();

    public Answer<SettleCall, CommandOutcome> SettleCall { get; } = new();

    public Task<Result<CommandOutcome>> SettleCallAsync(SettleCall command, Actor actor, CancellationToken cancellationToken) => SettleCall.AskAsync(command);

    public Task<Result<PlacedOrder>> PlaceAsync(PlaceOrder command, Actor actor, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The console places no orders.");

    public Task<Result<RetryCheck>> CheckRetryAsync(OrderId order, Actor actor, CancellationToken cancellationToken) => Check.AskAsync(order);

    public Task<Result<CommandOutcome>> RetryAsync(RetryOrder command, Actor actor, CancellationToken cancellationToken) => Retry.AskAsync(command);

    public Task<Result<CommandOutcome>> DecideHoldAsync(DecideHold command, Actor actor, CancellationToken cancellationToken) => Decide.AskAsync(command);

    public Task<Result<CommandOutcome>> AddNoteAsync(AddNote command, Actor actor, CancellationToken cancellationToken) => Note.AskAsync(command);
}

/// <summary>A feed into which a test pushes deltas.</summary>
public sealed class FakeOrderFeed : IOrderFeed
{
    private readonly Lock _gate = new();
    private readonly List<(OrderId? Order, Channel<OrderDelta> Channel)> _open = [];

    public int Open
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    public OrderSubscription Subscribe(OrderId? order)
    {
        var entry = (order, Channel.CreateUnbounded<OrderDelta>());
        lock (_gate)
            _open.Add(entry);
        return new OrderSubscription(entry.Item2.Reader, () =>
        {
            lock (_gate)
                _open.Remove(entry);
        });
    }

    public void Push(OrderHead head) => Send(new OrderDelta(head));

    public void Resync() => Send(new OrderDelta(null, Resync: true));

    private void Send(OrderDelta delta)
    {
        lock (_gate)
        {
            foreach (var (order, channel) in _open)
            {
                if (order is null || delta.Head is null || delta.Head.Id == order)
                    channel.Writer.TryWrite(delta);
            }
        }
    }
}

public sealed class FakeRollouts : IRollouts
{
    public Answer<string, RolloutPolicy> Policy { get; } = new();

    public Answer<string?, Page<RolloutChange>> History { get; } = new();

    public Answer<SetRollout, RolloutPolicy> Set { get; } = new();

    public Task<Result<RolloutPolicy>> GetAsync(string flag, Actor actor, CancellationToken cancellationToken) => Policy.AskAsync(flag);

    public Task<Result<Page<RolloutChange>>> HistoryAsync(string flag, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => History.AskAsync(cursor);

    public Answer<string, RolloutWindow> Recent { get; } = new();

    public Answer<long, RolloutPolicy> At { get; } = new();

    public Task<Result<RolloutWindow>> RecentAsync(string flag, Actor actor, CancellationToken cancellationToken) => Recent.AskAsync(flag);

    public Task<Result<RolloutPolicy>> AtAsync(string flag, long version, Actor actor, CancellationToken cancellationToken) => At.AskAsync(version);

    public Task<Result<RolloutPolicy>> SetAsync(SetRollout command, Actor actor, CancellationToken cancellationToken) => Set.AskAsync(command);
}

public sealed class FakeAuditLog : IAuditLog
{
    public Answer<(AuditQuery Query, string? Cursor), Page<StoredAudit>> List { get; } = new();

    public Answer<IProgress<long>?, AuditReport> Verify { get; } = new();

    public Task<Result<Page<StoredAudit>>> ListAsync(AuditQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => List.AskAsync((query, cursor));

    public List<AuditFilter> Filters { get; } = [];

    public Answer<(string Subject, long Number), AuditEntryView> Get { get; } = new();

    public Task<Result<Page<StoredAudit>>> SearchAsync(AuditQuery query, AuditFilter filter, string? cursor, int limit, Actor actor, CancellationToken cancellationToken)
    {
        Filters.Add(filter);
        return List.AskAsync((query, cursor));
    }

    public Task<Result<AuditEntryView>> GetAsync(string subject, long number, Actor actor, CancellationToken cancellationToken) => Get.AskAsync((subject, number));

    public Task<Result<AuditReport>> VerifyAsync(Actor actor, IProgress<long>? progress, CancellationToken cancellationToken) => Verify.AskAsync(progress);
}
