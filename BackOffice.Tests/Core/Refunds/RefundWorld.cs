using System.Globalization;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>
/// An order that is paid and delivered, on a store in memory, with an engine that runs the shipped definition, a bank with books of its own, and a process that can
/// die anywhere. Nothing moves unless the test says so.
/// </summary>
internal sealed partial class RefundWorld
{
    public static readonly Actor Agent = PipelineLab.Person("idp|ana", "Ana Fairweather", Role.SupportAgent);
    public static readonly Actor OtherAgent = PipelineLab.Person("idp|ben", "Ben Kestrel", Role.SupportAgent);
    public static readonly Actor Lead = PipelineLab.Person("idp|cleo", "Cleo Marsh", Role.SupportLead);
    public static readonly Actor OtherLead = PipelineLab.Person("idp|dov", "Dov Linden", Role.SupportLead);
    public static readonly Actor Operations = PipelineLab.Person("idp|otis", "Otis Quill", Role.Operations);
    private readonly MemoryStore _memory = new();
    private int _next;

    public RefundWorld()
    {
        Store = new CrashingStore(_memory, Crash);
        Bank = new Bank(Crash, Clock);
        Engine = new RefundEngine(Crash);
        Bank.CallBack = callback => Callbacks.ReceiveAsync(callback, default);
    }

    public CrashPlan Crash { get; } = new();

    public CrashingStore Store { get; }

    public Bank Bank { get; }

    public RefundEngine Engine { get; }

    public TestClock Clock { get; } = new();

    public PipelineOptions Options { get; } = new();

    public RefundPolicy Policy { get; set; } = new();

    public OrderWriter Orders => new(Store, Clock);

    public EffectLedger Ledger => new(Orders, new EffectResults(Options), Options, Clock);

    public RefundBudgets Budgets => new(Store, Policy, Clock);

    public RefundRunner Runner => new(Orders, Ledger, Engine, Engine, Budgets, Policy, Options, Clock);

    public IRefunds Refunds => new RefundDesk(
        Store, Orders, new RequestRefunds(Orders, Budgets, Runner, Policy, Options, Clock), new DecideRefunds(Orders, Budgets, Runner, Policy, Options, Clock),
        new SettleRefunds(Orders, Ledger, Runner, Clock), Policy, Clock);

    public IPaymentCallbacks Callbacks => new PaymentCallbacks(Orders, Ledger, Bank, Bank, Runner, Clock);

    public IUnwinds Unwinds => new UnwindDesk(Orders, new RequestRefunds(Orders, Budgets, Runner, Policy, Options, Clock), Policy, Clock);

    public Reconciler Reconciler => new(
        Orders, Ledger, new Resume(Orders, Engine, Options, Clock), new HoldDecisions(Orders, Engine, Options, Clock), Runner, Bank, Bank, Bank, Bank, Bank, Options, Clock,
        NullLogger<Reconciler>.Instance);

    private IReadOnlyList<IStep> Steps =>
    [
        new RefundDeliverablesStep(Ledger, Orders, Bank, Clock), new RefundMoneyStep(Ledger, Orders, Bank, Bank), new RefundSettledStep(Orders),
        new RefundNotifyStep(Ledger, Orders, Bank), new RefundCloseStep(Orders, Budgets, Clock),
    ];

    public static RefundAsk Units(int quantity, int line = 1, string reason = "customer-request") => new()
    {
        Kind = RefundKind.OrderReduction, ReasonCode = reason, Reason = "Asked by phone.", Lines = [new RefundLineAsk(line, quantity)],
    };

    public static RefundAsk Goodwill(long minor) => new()
    {
        Kind = RefundKind.Goodwill, ReasonCode = "service-failure", Reason = "Waited for an hour.", Amount = new Money(minor, "USD"),
    };

    /// <summary>A finished order: each line has a price in minor units and a quantity; each tender an amount captured.</summary>
    public async Task<OrderId> PaidAsync(IReadOnlyList<(long Price, int Quantity)> lines, IReadOnlyList<long>? tenders = null, bool vouchers = true, WorkflowStatus workflow = WorkflowStatus.Done,
        long unitMiles = 0, IReadOnlyList<MilesLot>? lots = null)
    {
        var now = Clock.GetUtcNow();
        _next++;
        var id = new OrderId(string.Create(CultureInfo.InvariantCulture, $"GC-TEST-{_next:D4}"));
        var total = lines.Sum(line => line.Price * line.Quantity);
        var head = SampleOrders.Head(now) with
        {
            Id = id,
            Lines = [.. lines.Select((line, index) => new OrderLine
            {
                LineId = index + 1, City = "Boston", OfferId = "HARBOUR-2", UnitId = "u-1", Title = $"Offer {index + 1}", Quantity = line.Quantity, UnitPrice = new Money(line.Price, "USD"), UnitMiles = unitMiles == 0 ? null : new Money(unitMiles, Money.Miles),
            })],
            Tenders = [.. (tenders ?? [total]).Select((amount, index) => SampleOrders.Head(now).Tenders[0] with { TenderId = index + 1, Amount = new Money(amount, "USD"), CaptureId = $"{id}-cap-{index + 1}" })],
            Workflow = workflow,
            Fraud = FraudStatus.Passed,
            Fulfilment = vouchers ? FulfilmentStatus.Done : FulfilmentStatus.NotStarted,
            NotifiedAt = vouchers ? now : null,
            CompletedAt = workflow is WorkflowStatus.Done ? now : null,
            Intake = new IntakeStamp("test", id.Value, new string('a', 64)),
        };
        var draft = OrderDraft.New(head);
        foreach (var tender in head.Tenders)
        {
            var key = new EffectKey(id, EffectKey.Checkout, StepNames.CapturePayment, tender.TenderId.ToString(CultureInfo.InvariantCulture), 1);
            draft.Append(tender.TenderId, LedgerType.Authorise, tender.Amount, key with { Step = StepNames.AuthorisePayment }, id + "-1", now, "auth-1");
            draft.Append(tender.TenderId, LedgerType.Capture, tender.Amount, key, id + "-1", now, tender.CaptureId);
            Bank.Captured(tender.CaptureId!, tender.Amount.Minor);
        }

        if (unitMiles > 0)
            Redeem(draft, id, lots, now);
        foreach (var line in head.Lines.Where(_ => vouchers))
        {
            foreach (var unit in Enumerable.Range(1, line.Quantity))
            {
                draft.Put(new Voucher
                {
                    VoucherId = VoucherIds.Of(line.LineId, unit), LineId = line.LineId, Unit = unit, CodeHash = $"{id}-{line.LineId}-{unit}", CodeLast4 = $"{line.LineId}{unit:D3}",
                    CodeCipher = "x", State = VoucherState.Issued, PaidValue = line.UnitPrice, IssuedAt = now, IssuedBy = id + "-1", IssuerReference = "vch",
                });
            }
        }

        Assert.True((await _memory.CommitAsync(draft.Build(now), default)).IsSuccess);
        return id;
    }

    /// <summary>The order has a miles tender, whose redemption the programme knows.</summary>
    private void Redeem(OrderDraft draft, OrderId id, IReadOnlyList<MilesLot>? lots, DateTimeOffset now)
    {
        var total = draft.Head.MilesTotal;
        var (tenderId, zero) = (draft.Head.Tenders.Count + 1, Money.Zero(Money.Miles));
        draft.Head = draft.Head with
        {
            Tenders =
            [
                .. draft.Head.Tenders,
                new Tender
                {
                    TenderId = tenderId, Kind = TenderKind.Miles, Amount = total, Token = "mem_ok", Authorised = zero, Captured = zero, Refunded = zero, Reserved = zero,
                    RedemptionId = $"{id}-mil", Lots = lots ?? [new MilesLot(total.Minor, DateOnly.FromDateTime(now.UtcDateTime).AddDays(90))],
                },
            ],
        };
        var key = new EffectKey(id, EffectKey.Checkout, StepNames.RedeemMiles, tenderId.ToString(CultureInfo.InvariantCulture), 1);
        draft.Append(tenderId, LedgerType.MilesRedeem, total, key, id + "-1", now, $"{id}-mil");
        Bank.Redeemed($"{id}-mil", draft.Head.Tenders[^1].Lots ?? []);
    }

    public async Task<OrderDraft> DraftAsync(OrderId order) => OrderDraft.Of((await _memory.GetWithChildrenAsync(order.Subject, default))!);

    public async Task<OrderHead> HeadAsync(OrderId order) => (await DraftAsync(order)).Head;

    public async Task<Refund> CaseAsync(OrderId order, string refundId = "r-1") => (await DraftAsync(order)).Refunds().Single(refund => refund.RefundId == refundId);

    public async Task<string> HashAsync(OrderId order, RefundAsk ask, Actor? actor = null)
    {
        var preview = await Refunds.PreviewAsync(order, ask, actor ?? Agent, default);
        Assert.True(preview.IsSuccess, preview.Error?.Message);
        return preview.Value.Hash;
    }

    public async Task<Result<RefundOutcome>> RequestAsync(OrderId order, RefundAsk ask, string refundId = "r-1", Actor? actor = null) =>
        await Refunds.RequestAsync(new RequestRefund(order, refundId, ask, await HashAsync(order, ask, actor)), actor ?? Agent, default);

    public async Task<DecideRefund> DecisionAsync(OrderId order, string refundId = "r-1", string? command = null) => new(
        order, refundId, command ?? $"c-{++_next}", (await HeadAsync(order)).Version, (await CaseAsync(order, refundId)).PreviewHash, "Checked.");

    public async Task<Result<RefundOutcome>> ApproveAsync(OrderId order, Actor actor, string refundId = "r-1") =>
        await Refunds.ApproveAsync(await DecisionAsync(order, refundId), actor, default);

    /// <summary>Lets engine, workers and caretaker do what they can now, without time passing.</summary>
    public async Task WorkAsync()
    {
        for (var turn = 0; turn < 200; turn++)
        {
            if (!await Engine.StepAsync(Steps))
                return;
        }

        Assert.Fail("The engine does not come to rest.");
    }

    /// <summary>What the caretaker does of what is due.</summary>
    public async Task LookAsync()
    {
        foreach (var due in await Store.DueAsync(DueKinds.Reconcile, Clock.GetUtcNow(), 100, default))
            await Reconciler.LookAsync(new OrderId(due.Subject.Name), now: false, default);
        foreach (var due in await Store.DueAsync(DueKinds.Refund, Clock.GetUtcNow(), 100, default))
            await Runner.LookAsync(new OrderId(due.Subject.Name), default);
    }

    /// <summary>A new process over the same store, engine and bank.</summary>
    public void Restart()
    {
        Crash.Restart();
        Engine.HandOutAgain();
    }

    /// <summary>Time passes and everything that can happen by itself happens; a process that dies is started again.</summary>
    public async Task SettleAsync(TimeSpan? within = null)
    {
        var until = Clock.GetUtcNow() + (within ?? TimeSpan.FromMinutes(20));
        while (Clock.GetUtcNow() < until)
        {
            try
            {
                if (Crash.Dead)
                    Restart();
                await WorkAsync();
                await LookAsync();
                await WorkAsync();
            }
            catch (ProcessDied)
            {
                continue;
            }

            Clock.Advance(TimeSpan.FromSeconds(31));
        }
    }

    /// <summary>Every invariant of the order holds, and the bank's books say the same as ours.</summary>
    public async Task CheckAsync(OrderId order, bool quiet = true)
    {
        var draft = await DraftAsync(order);
        Assert.Empty(MoneyInvariants.Of(draft));
        var captures = draft.Head.Tenders.Where(tender => tender.Captured.IsPositive).ToDictionary(tender => tender.CaptureId ?? tender.RedemptionId ?? "");
        var ours = Bank.Paid.Where(row => captures.ContainsKey(row.Capture)).ToList();
        // I2 and I3: one payout a key, and never more than was captured.
        Assert.All(ours.GroupBy(row => row.Key), group => Assert.Single(group));
        Assert.All(Bank.Released.Where(row => row.Key.StartsWith(order.Value + "/", StringComparison.Ordinal)).GroupBy(row => row.Authorisation), group => Assert.Single(group));
        foreach (var (capture, tender) in captures)
        {
            var out_ = ours.Where(row => row.Capture == capture && !row.Back).Sum(row => row.Minor);
            Assert.True(out_ <= tender.Captured.Minor, $"{capture}: {out_} of {tender.Captured} left the bank.");
            var forfeited = TenderBalances.ForfeitedOf(tender).Minor;
            Assert.True(out_ <= tender.Refunded.Minor + forfeited + tender.Reserved.Minor, $"{capture}: {out_} left the bank; we know of {tender.Refunded} and {tender.Reserved}.");
            if (quiet && tender.Reserved.IsZero)
                Assert.Equal(out_, tender.Refunded.Minor + forfeited);
        }
    }
}
