using System.Collections.Immutable;
using System.Security.Cryptography;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Pipeline.Steps;
using BackOffice.Core.Rollouts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.FeatureManagement;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Fakes;

/// <summary>The pipeline's parts on a store in memory, a fake engine and fake gateways; nothing runs unless the test says so.</summary>
internal sealed class PipelineLab
{
    private readonly IVariantFeatureManager _features;
    private readonly OrderCache _cache = new();
    private CallerLimits? _limits;

    public PipelineLab()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Policies).AddSingleton<IFeatureDefinitionProvider, RolloutDefinitionProvider>();
        services.AddFeatureManagement().AddFeatureFilter<RolloutFilter>();
        _features = services.BuildServiceProvider().GetRequiredService<IVariantFeatureManager>();
    }

    public static Actor Operator { get; } = Person("op|1", "Otis Fairweather", Role.Operations);

    public MemoryStore Store { get; } = new();

    public FakeWorkflows Workflows { get; } = new();

    public FakeGateways Gateways { get; } = new();

    public TestClock Clock { get; } = new();

    public PipelineOptions Options { get; } = new();

    public RolloutPolicies Policies { get; } = new();

    public OrderWriter Orders => new(Store, Clock, _cache);

    public EffectLedger Ledger => new(Orders, new EffectResults(Options), Options, Clock);

    public Resume Resume => new(Orders, Workflows, Options, Clock);

    public Reconciler Reconciler => new(
        Orders, Ledger, Resume, new HoldDecisions(Orders, Workflows, Options, Clock), RefundRunner, Gateways, Gateways, Gateways, Gateways, Gateways, Options, Clock, NullLogger<Reconciler>.Instance);

    public RefundPolicy RefundPolicy { get; set; } = new();

    public RefundBudgets Budgets => new(Store, RefundPolicy, Clock);

    public RefundRunner RefundRunner => new(Orders, Ledger, Workflows, Workflows, Budgets, RefundPolicy, Options, Clock);

    public IRefunds Refunds => new RefundDesk(
        Store, Orders, new RequestRefunds(Orders, Budgets, RefundRunner, RefundPolicy, Options, Clock),
        new DecideRefunds(Orders, Budgets, RefundRunner, RefundPolicy, Options, Clock), new SettleRefunds(Orders, Ledger, RefundRunner, Clock), RefundPolicy, Clock);

    public IPaymentCallbacks Callbacks => new PaymentCallbacks(Orders, Ledger, Gateways, Gateways, RefundRunner, Clock);

    public IUnwinds Unwinds => new UnwindDesk(Orders, new RequestRefunds(Orders, Budgets, RefundRunner, RefundPolicy, Options, Clock), RefundPolicy, Clock);

    public Projector Projector => new(Store, Orders, Workflows, Options, Clock, NullLogger<Projector>.Instance);

    public BatchJobs BatchJobs => new(Store, Orders, Steps, BatchRecords, new BatchWake(), Options, Clock, NullLogger<BatchJobs>.Instance);

    public BatchRecords BatchRecords => new(Store, Clock);

    public IOrderCommands Commands => new OrderCommands(
        new PlaceOrders(Store, Orders, _features, Policies, Options, Clock),
        new RetryOrders(Orders, Workflows, Resume, Reconciler, Clock),
        new HoldDecisions(Orders, Workflows, Options, Clock),
        new SettleCalls(Orders, Ledger, Acts, Reconciler, Clock),
        Orders,
        Clock);

    public VoucherVault Vault { get; } = new(s_key);

    public VoucherOptions VoucherOptions { get; set; } = new() { RefuseAfter = TimeSpan.Zero, Merchants = new Dictionary<string, string[]> { ["shop"] = ["*"] } };

    public VoucherActs Acts => new(Orders, Ledger, Gateways, Gateways, Vault, Options, Clock);

    public VoucherKeeper Keeper => new(Orders, Acts, Clock);

    public RevealBook Reveals => new(Store, Clock, NullLogger<RevealBook>.Instance);

    public VoucherCommands Vouchers => new(Orders, Acts, Vault, Reveals, VoucherOptions, Options, Clock);

    public CallerLimits Limits => _limits ??= new CallerLimits(VoucherOptions, Clock);

    public Redemptions Redemptions => new(Store, Orders, Vault, Limits, VoucherOptions, Clock);

    public static Actor Merchant(string name = "shop") => new("client:" + name, name, ActorKind.Client, [Permission.VouchersRedeem]);

    /// <summary>An order whose vouchers are with the customer.</summary>
    public async Task<OrderHead> DeliverAsync(int quantity = 1, Func<OrderHead, OrderHead>? change = null)
    {
        var head = await SampleOrders.PlaceClaimedAsync(Store, Clock, order => change?.Invoke(Of(order, quantity)) ?? Of(order, quantity));
        foreach (var step in new[] { StepNames.FraudScan, StepNames.AuthorisePayment, StepNames.IssueVouchers, StepNames.CapturePayment, StepNames.NotifyCustomer })
            Assert.IsType<StepDone>(await StepAsync(head, step, "hand-" + step));
        var done = await Orders.ChangeAsync(
            head.Id,
            draft =>
            {
                Fallback.Succeeded(draft, Clock.GetUtcNow());
                return null;
            },
            default);
        return done.Value;

        static OrderHead Of(OrderHead order, int quantity) => order with { Lines = [order.Lines[0] with { Quantity = quantity }], Tenders = SampleOrders.Head(order.PlacedAt, quantity).Tenders };
    }

    public async Task<Voucher> VoucherAsync(OrderId order, string id = "01.01") => (await DraftAsync(order)).Voucher(id) ?? throw new InvalidOperationException($"No voucher {id}.");

    public async Task<string> CodeAsync(OrderId order, string id = "01.01") => Vault.Open((await VoucherAsync(order, id)).CodeCipher);

    public async Task<VoucherCommand> CommandAsync(OrderId order, string id = "01.01", string command = "command-1") =>
        new(order, id, command, (await HeadAsync(order)).Version, "For a test.");

    public IReadOnlyList<IStep> Steps
    {
        get
        {
            var vault = Vault;
            return
            [
                new FraudScanStep(Ledger, Gateways, Options), new HoldForReviewStep(Orders, Options, Clock), new AuthorisePaymentStep(Ledger, Orders, Gateways), new RedeemMilesStep(Ledger, Orders, Gateways),
                new IssueVouchersStep(Ledger, Orders, Gateways, vault), new CapturePaymentStep(Ledger, Orders, Gateways), new NotifyCustomerStep(Ledger, Orders, Gateways, vault),
                new RefundDeliverablesStep(Ledger, Orders, Gateways, Clock), new RefundMoneyStep(Ledger, Orders, Gateways, Gateways), new RefundSettledStep(Orders),
                new RefundNotifyStep(Ledger, Orders, Gateways), new RefundCloseStep(Orders, Budgets, Clock),
            ];
        }
    }

    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(VoucherVault.KeyBytes);

    public static Actor Person(string id, string name, Role role) => new(id, name, ActorKind.Person, RolePermissions.Of(role).ToImmutableHashSet())
    {
        // Signed in this very moment, whatever the test does with the clock.
        AuthenticatedAt = DateTimeOffset.MaxValue,
    };

    public void Dial(int basisPoints) =>
        Policies.Replace(new RolloutPolicy { Flag = RolloutPolicy.CityOrdersInstantProcessing, Version = 1, Dial = basisPoints });

    public async Task<OrderHead> PlaceAsync(int quantity = 1, string key = "key-1", string body = "body-1")
    {
        var placed = await Commands.PlaceAsync(new PlaceOrder(Request(quantity), "test", key, body), Operator, default);
        Assert.True(placed.IsSuccess, placed.Error?.Message);
        return placed.Value.Head;
    }

    /// <summary>Delivers the order's notification once.</summary>
    public Task<Error?> DispatchAsync(OrderId order) =>
        new Dispatcher(new NoQueues(), Orders, Workflows, Options, Clock, NullLogger<Dispatcher>.Instance).DispatchOneAsync(
            new QueueMessage(1, order.Value, System.Text.Encoding.UTF8.GetBytes(Dispatcher.InputOf(order)), 1, "r-1"), default);

    /// <summary>Runs one step as the order's execution would.</summary>
    public Task<StepOutcome> StepAsync(OrderHead order, string step, string handOut) => Steps.First(one => one.Name == step).RunAsync(
        new StepContext(order.Id, EffectKey.Checkout, order.Route.Execution!, handOut, "token-" + handOut), default);

    public Task<long> ProjectAsync(long position = 0) => Projector.ProjectAsync(position, default);

    public async Task<OrderHead> HeadAsync(OrderId order) => (await Orders.ReadAsync(order, default))!.Head;

    public async Task<OrderDraft> DraftAsync(OrderId order) => (await Orders.ReadAsync(order, default))!;

    public static OrderRequest Request(int quantity = 1)
    {
        var head = SampleOrders.Head(DateTimeOffset.UnixEpoch, quantity);
        return new OrderRequest { Kind = head.Kind, Brand = head.Brand, Customer = head.Customer, Lines = head.Lines, Tenders = head.Tenders };
    }

    private sealed class NoQueues : IQueues
    {
        public Task<int> RelayAsync(string topic, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task WaitForOutboxAsync(string topic, TimeSpan atMost, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int limit, TimeSpan visibility, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<QueueMessage>>([]);

        public Task AcknowledgeAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ReleaseAsync(string queue, QueueMessage message, TimeSpan delay, int maxReceives, string reason, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task<IReadOnlyList<QueueState>> StatesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<QueueState>>([]);

        public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DeadLetter>>([]);

        public Task<bool> RedriveAsync(string queue, long id, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> DiscardAsync(string queue, long id, CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
