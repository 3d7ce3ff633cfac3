using System.Globalization;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Router;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Replays;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;
using BackOffice.Tests.Contracts.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Fakes;

/// <summary>The embedded router on a file of its own and an order store in memory; nothing runs unless the test says so. It can be restarted.</summary>
internal sealed class RouterLab : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bo-router-").FullName;
    private readonly RoutingOptions _options;
    private DataFolder _folder;

    public RouterLab(RoutingOptions options, TimeProvider? clock = null)
    {
        _options = options with { AllowLoopback = true };
        Clock = clock ?? TimeProvider.System;
        _folder = DataFolder.Open(Path.Combine(_root, "data"), TimeProvider.System);
        File = RouterFile.Open(_folder);
        Router = NewRouter();
    }

    public static RoutingOptions Fast { get; } = new() { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(4), LookEvery = TimeSpan.FromMilliseconds(20) };

    public static IReadOnlyDictionary<string, string> Secrets { get; } = new Dictionary<string, string> { ["ZENDESK_TOKEN"] = "zendesk-secret", ["PARTNER_KEY"] = "partner-secret" };

    public MemoryStore Store { get; } = new();

    public TimeProvider Clock { get; }

    public RouterFile File { get; private set; }

    public EventRouter Router { get; private set; }

    public FakeOrderNotes Notes { get; } = new();

    public FakeWorkflows Workflows { get; } = new();

    public RuleShelf Shelf => new(Store);

    public EmbeddedRuleStore Live => new(File);

    public EmbeddedRecord Record => new(File);

    public EmbeddedDeliveries Deliveries => new(File, _options, Clock);

    public RulePublisher Publisher => new(Live, Shelf, Clock);

    public IRules Rules => new RuleDesk(Shelf, new RuleChecks(_options), Publisher, Record, _options, Clock);

    public IRouting Routing => new RoutingDesk(Shelf, Record, Deliveries, Tracer, _options, Clock);

    public IDeliveryDesk Desk => new DeliveryDesk(Shelf, Store, Deliveries, Tracer, Clock);

    public IReplays Replays => new ReplayDesk(Shelf, Store, Record, Deliveries, _options, Clock);

    public ReplayRunner Replayer => new(Shelf, Store, Record, Deliveries, _options, Clock, NullLogger<ReplayRunner>.Instance);

    private EventTracer Tracer => new(Shelf, Record, Deliveries);

    /// <summary>A rule that lives, without the desk's second person.</summary>
    public async Task RuleAsync(string name, string pattern, params RuleTarget[] targets)
    {
        Assert.True((await Live.PutRuleAsync(new LiveRule(name, pattern, Enabled: true), default)).IsSuccess);
        Assert.Empty((await Live.PutTargetsAsync(name, targets, default)).Value);
    }

    public static RuleTarget To(string destination, int retries = 20, string id = "t1") => new()
    {
        Id = id, Destination = destination, Retry = new RetryPolicy(retries, 3_600),
    };

    /// <summary>An order that failed, as the pipeline tells it.</summary>
    public static OutboxEvent Failed(int order, string step, string error, DateTimeOffset at) =>
        OrderEvents.Failed(Sample.Order(order) with { Step = new CurrentStep(step, StepStatus.Failed, 1, error, null, at) }, at, error);

    public async Task PublishAsync(params IEnumerable<OutboxEvent> events)
    {
        var committed = await Store.CommitAsync(new ChangeSet
        {
            Subject = new SubjectId("test/" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)), ExpectedVersion = 0, Head = "{}"u8.ToArray(), Events = [.. events],
        }, default);
        Assert.True(committed.IsSuccess, committed.Error?.Message);
    }

    /// <summary>Takes what is in the outbox, and sends once what is due; how many deliveries that were.</summary>
    public async Task<int> StepAsync()
    {
        while (await Router.TakeAsync(default) > 0)
        {
        }

        var sent = 0;
        foreach (var lane in Router.Lanes)
            sent += await lane.SendDueAsync(default);
        return sent;
    }

    /// <summary>Until nothing is pending any more.</summary>
    public async Task SettleAsync(int seconds = 20)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            if (await StepAsync() == 0)
                await Task.Yield();
        }
        while ((await PendingAsync()) > 0);
    }

    public async Task<int> PendingAsync() => (await DeliveriesAsync(DeliveryState.Pending)).Count;

    public async Task<IReadOnlyList<EventDelivery>> DeliveriesAsync(DeliveryState? state = null) =>
        (await Deliveries.ListAsync(new DeliveryQuery { State = state }, null, 100_000, default)).Value.Items;

    /// <summary>As the process would: closed and opened again. What was on its way in memory is gone.</summary>
    public async Task RestartAsync()
    {
        await File.DisposeAsync();
        _folder.Dispose();
        _folder = DataFolder.Open(Path.Combine(_root, "data"), TimeProvider.System);
        File = RouterFile.Open(_folder);
        Router = NewRouter();
    }

    public async ValueTask DisposeAsync()
    {
        await File.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private EventRouter NewRouter() => new(
        Store, File,
        new DestinationSenders(_options, new OutboundHttp(_options, Clock), new FixedSecrets(), new EmbeddedCauses(File), Store, new IdleQueues(), Workflows, Notes, Clock),
        _options, Clock, NullLogger<EventRouter>.Instance);

    private sealed class FixedSecrets : ISecrets
    {
        public string? Find(string name) => Secrets.GetValueOrDefault(name);
    }

    private sealed class IdleQueues : IQueues
    {
        public Task<int> RelayAsync(string topic, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task WaitForOutboxAsync(string topic, TimeSpan atMost, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int limit, TimeSpan visibility, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<QueueMessage>>([]);

        public Task AcknowledgeAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ReleaseAsync(string queue, QueueMessage message, TimeSpan delay, int maxReceives, string reason, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<QueueState>> StatesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<QueueState>>([]);

        public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeadLetter>>([]);

        public Task<bool> RedriveAsync(string queue, long id, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> DiscardAsync(string queue, long id, CancellationToken cancellationToken) => Task.FromResult(false);
    }
}

/// <summary>Takes notes and nothing else.</summary>
internal sealed class FakeOrderNotes : IOrderCommands
{
    public List<AddNote> Added { get; } = [];

    public Task<Result<CommandOutcome>> AddNoteAsync(AddNote command, Actor actor, CancellationToken cancellationToken)
    {
        var repeated = Added.Any(note => note.CommandId == command.CommandId);
        if (!repeated)
            Added.Add(command);
        return Task.FromResult<Result<CommandOutcome>>(new CommandOutcome(command.Order, 1, "The note is added.", repeated));
    }

    public Task<Result<PlacedOrder>> PlaceAsync(PlaceOrder command, Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<RetryCheck>> CheckRetryAsync(OrderId order, Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<CommandOutcome>> RetryAsync(RetryOrder command, Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<CommandOutcome>> DecideHoldAsync(DecideHold command, Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<CommandOutcome>> SettleCallAsync(SettleCall command, Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException();
}
