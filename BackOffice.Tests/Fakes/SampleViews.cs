using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Fakes;

/// <summary>Orders as their page gets them, in the situations of the visual language. People are invented.</summary>
internal static class SampleViews
{
    public const string Asl = """
        {"StartAt":"FraudScan","States":{
          "FraudScan":{"Type":"Task","Resource":"arn:aws:states:local:1:activity:fraud-scan","Next":"ScoreOverLimit"},
          "ScoreOverLimit":{"Type":"Choice","Choices":[{"Variable":"$.score","NumericGreaterThan":60,"Next":"HoldForReview"}],"Default":"AuthorisePayment"},
          "HoldForReview":{"Type":"Task","Resource":"${hold-for-review}","Next":"AuthorisePayment"},
          "AuthorisePayment":{"Type":"Task","Resource":"${authorise-payment}","Next":"IssueVouchers"},
          "IssueVouchers":{"Type":"Task","Resource":"${issue-vouchers}","Next":"CapturePayment"},
          "CapturePayment":{"Type":"Task","Resource":"${capture-payment}","Retry":[{"ErrorEquals":["Gateway.Busy","Gateway.Unavailable"],"MaxAttempts":4}],"Next":"NotifyCustomer"},
          "NotifyCustomer":{"Type":"Task","Resource":"${notify-customer}","Next":"Done"},
          "Done":{"Type":"Succeed"}}}
        """;

    public static readonly DateTimeOffset Placed = new(2026, 11, 23, 7, 41, 2, TimeSpan.Zero);

    public static readonly OrderId Id = new("GC-4417-0932");

    private static readonly string s_execution = Id + "-1";

    /// <summary>Two tries of the capture found the processor busy; the third is planned.</summary>
    public static OrderView Retrying()
    {
        var history = new HistoryWriter(Placed)
            .Begin().Done("FraudScan", 0.4).Choice("ScoreOverLimit").Done("AuthorisePayment", 1.1).Done("IssueVouchers", 0.3)
            .Enter("CapturePayment").Fail(0.9, ErrorCodes.GatewayBusy, "The processor was busy (409) and says it did nothing.").Wait(30)
            .Fail(1.0, ErrorCodes.GatewayBusy, "The processor was busy (409) and says it did nothing.");
        var head = Head() with
        {
            Headline = Headline.Retrying, Workflow = WorkflowStatus.Running, Payment = PaymentStatus.Authorised, Fulfilment = FulfilmentStatus.Partial,
            Fraud = FraudStatus.Passed, FraudScore = 12,
            Step = new CurrentStep(StepNames.CapturePayment, StepStatus.Retrying, 2, ErrorCodes.GatewayBusy, "The processor was busy.", history.Now, Placed.AddSeconds(154)),
        };
        return View(head, history, ExecutionStatus.Running) with
        {
            Effects = [Effect(StepNames.AuthorisePayment, EffectKind.Authorise, EffectState.Succeeded, 1.9, "auth_4Tq81c"), Effect(StepNames.CapturePayment, EffectKind.Capture, EffectState.Planned, 34.9) with { Sends = 2 }],
            Vouchers = [Voucher(1, "7KQ2", VoucherState.KeptBack), Voucher(2, "M4XD", VoucherState.KeptBack)],
            Ledger = [Entry("0001", LedgerType.Authorise, 1.9, "auth_4Tq81c")],
            Notes = [new Note { NoteId = "n1", At = Placed.AddSeconds(68), ActorId = "x|1", ActorName = "Ama Kestrel", Text = "Customer is on the line. Told her we try again before 02:45 and that nothing was charged.", Pinned = true }],
        };
    }

    /// <summary>As Core answers it.</summary>
    public static OrderView Masked(OrderView view) => view with { Head = CustomerMask.Of(view.Head) };

    /// <summary>A voucher's page: delivered once, sent again, suspended by a person, with a redemption that came too late.</summary>
    public static VoucherView VoucherPage(VoucherState state = VoucherState.Viewed, bool late = false)
    {
        var head = CustomerMask.Of(Done().Head);
        var voucher = Voucher(1, "7KQ2", state) with
        {
            VoucherId = "01.01-2", PredecessorId = "01.01", DeliveredAt = Placed.AddHours(2), ViewedAt = state is VoucherState.Delivered ? null : Placed.AddHours(5), IssuerReference = "vch_0000000041", Zone = "America/New_York",
            Deliveries = [new VoucherDelivery("resend-1", Placed.AddHours(2), "d", "d•••@e•••.com", "msg_0000000007")],
            Suspensions = state is VoucherState.Suspended ? [new VoucherSuspension("c-1", "The merchant says the code was shared in a chat.", Placed.AddHours(6))] : [],
            Redemptions = state is VoucherState.Redeemed ? [new Redemption("client:harbour|r-1", "client:harbour", Placed.AddHours(7), new Money(12_000, "USD"), "1881")] : [],
            Late = late ? [new LateRedemption("client:harbour|r-2", "client:harbour", Placed.AddHours(8), Placed.AddHours(4), VoucherState.Suspended, "1882")] : [],
        };
        return new VoucherView
        {
            Head = head, Voucher = voucher, Line = head.Lines[0], Issues = [Voucher(1, "A3XW", VoucherState.Reissued) with { SuccessorId = "01.01-2" }, voucher],
            Audit = [Audit(48_212, AuditActions.VoucherSuspended, "The merchant says the code was shared in a chat.", "Lena Marlow")],
        };
    }

    public static OrderView Done()
    {
        var history = new HistoryWriter(Placed).Begin().Done("FraudScan", 0.4).Choice("ScoreOverLimit").Done("AuthorisePayment", 1.1).Done("IssueVouchers", 0.3)
            .Done("CapturePayment", 0.9).Done("NotifyCustomer", 0.2).End("ExecutionSucceeded");
        var head = Head() with
        {
            Headline = Headline.Done, Workflow = WorkflowStatus.Done, Payment = PaymentStatus.Captured, Fulfilment = FulfilmentStatus.Done, Fraud = FraudStatus.Passed,
            FraudScore = 12, CompletedAt = Placed.AddSeconds(3), NotifiedAt = Placed.AddSeconds(2.9), ChangedAt = Placed.AddSeconds(3), Version = 14,
            Step = new CurrentStep(StepNames.NotifyCustomer, StepStatus.Done, 1, null, null, Placed.AddSeconds(3)),
            Tenders = [Card() with { Authorised = Usd(17_800), Captured = Usd(17_800) }],
        };
        return View(head, history, ExecutionStatus.Succeeded) with
        {
            Effects =
            [
                Effect(StepNames.FraudScan, EffectKind.FraudScan, EffectState.Succeeded, 0.4), Effect(StepNames.AuthorisePayment, EffectKind.Authorise, EffectState.Succeeded, 1.5, "auth_4Tq81c"),
                Effect(StepNames.CapturePayment, EffectKind.Capture, EffectState.Succeeded, 2.7, "cap_88"), Effect(StepNames.NotifyCustomer, EffectKind.Notify, EffectState.Succeeded, 2.9),
            ],
            Vouchers = [Voucher(1, "7KQ2", VoucherState.Delivered), Voucher(2, "M4XD", VoucherState.Delivered)],
            Ledger = [Entry("0001", LedgerType.Authorise, 1.5, "auth_4Tq81c"), Entry("0002", LedgerType.Capture, 2.7, "cap_88")],
        };
    }

    public static OrderView Declined()
    {
        var history = new HistoryWriter(Placed).Begin().Done("FraudScan", 0.4).Choice("ScoreOverLimit").Enter("AuthorisePayment")
            .Fail(0.8, ErrorCodes.CardDeclined, "The bank declined the card.").End("ExecutionFailed");
        var head = Head() with
        {
            Headline = Headline.Failed, Workflow = WorkflowStatus.Failed, Fraud = FraudStatus.Passed, FraudScore = 12, Attention = AttentionStatus.NeedsAgent, Tenders = [Card()],
            Step = new CurrentStep(StepNames.AuthorisePayment, StepStatus.Failed, 1, ErrorCodes.CardDeclined, "The bank declined the card.", history.Now),
        };
        return View(head, history, ExecutionStatus.Failed) with
        {
            Effects = [Effect(StepNames.AuthorisePayment, EffectKind.Authorise, EffectState.Failed, 1.3) with { ErrorCode = ErrorCodes.CardDeclined }],
        };
    }

    public static OrderView Held()
    {
        var history = new HistoryWriter(Placed).Begin().Done("FraudScan", 0.4).Choice("ScoreOverLimit").Enter("HoldForReview").Schedule();
        var head = Head() with
        {
            Headline = Headline.Held, Workflow = WorkflowStatus.Waiting, Fraud = FraudStatus.Held, FraudScore = 81, Attention = AttentionStatus.NeedsAgent, Tenders = [Card()],
            Step = new CurrentStep(StepNames.HoldForReview, StepStatus.Held, 1, null, null, history.Now),
        };
        return View(head, history, ExecutionStatus.Running) with
        {
            Hold = new Hold { HoldId = "h1", Token = "", Execution = s_execution, PlacedAt = history.Now, DecideBy = Placed.AddMinutes(25), Score = 81, Reasons = ["new card", "amount above the usual"] },
        };
    }

    public static OrderView Unknown()
    {
        var history = new HistoryWriter(Placed).Begin().Done("FraudScan", 0.4).Choice("ScoreOverLimit").Done("AuthorisePayment", 1.1).Done("IssueVouchers", 0.3)
            .Enter("CapturePayment").Fail(10, ErrorCodes.EffectUnknown, "The processor did not answer within 10 s.").End("ExecutionFailed");
        var head = Head() with
        {
            Headline = Headline.Unknown, Workflow = WorkflowStatus.Failed, Payment = PaymentStatus.Authorised, Fraud = FraudStatus.Passed, FraudScore = 12, UnknownEffects = 1,
            Attention = AttentionStatus.Unknown,
            Step = new CurrentStep(StepNames.CapturePayment, StepStatus.Unknown, 1, ErrorCodes.EffectUnknown, "No answer.", history.Now),
        };
        return View(head, history, ExecutionStatus.Failed) with
        {
            Effects = [Effect(StepNames.CapturePayment, EffectKind.Capture, EffectState.Unknown, 12) with { SettledAt = null, LastSentAt = Placed.AddSeconds(12), NextLookupAt = Placed.AddMinutes(10), Sends = 1 }],
            Vouchers = [Voucher(1, "7KQ2", VoucherState.KeptBack)],
            Ledger = [Entry("0001", LedgerType.Authorise, 1.5, "auth_4Tq81c")],
        };
    }

    public static OrderView Queued() => View(
        Head() with
        {
            Headline = Headline.Queued, Workflow = WorkflowStatus.Queued, Route = new Route { Path = OrderPath.Batch, BatchStage = BatchStage.Fraud, NextBatchAt = Placed.AddMinutes(4) },
            Variant = Variant() with { Variant = "off", Bucket = 8123.4m },
        },
        null, ExecutionStatus.Running);

    public static OrderHead Head(string id = "GC-4417-0932") => new()
    {
        Id = new OrderId(id), Version = 8, Kind = OrderKind.DealVoucher, Brand = "gilt-city", PlacedAt = Placed, ChangedAt = Placed.AddSeconds(36),
        Customer = new Customer { Name = "Dora Whitfield", Email = "dora.whitfield@example.com", UserGuid = "00000000-0000-0000-0000-000000000001" },
        Lines = [new OrderLine { LineId = 1, City = "Boston", OfferId = "o-1", UnitId = "u-1", Title = "Harbour Sail for Two", Quantity = 2, UnitPrice = Usd(8_900), PromoValue = Usd(12_000), PromoExpiresAt = Placed.AddDays(97) }],
        Tenders = [Card() with { Authorised = Usd(17_800), AuthorisationId = "auth_4Tq81c", AuthorisedUntil = Placed.AddDays(7) }],
        Route = new Route { Path = OrderPath.Instant, Owner = s_execution, Execution = s_execution, Epoch = 1, Runs = 1 },
        Variant = Variant(), DueAt = Placed.AddMinutes(5), Intake = new IntakeStamp("trial-api", "k1", new string('a', 64)), Headline = Headline.Running,
        Workflow = WorkflowStatus.Running,
    };

    /// <summary>A list with every headline once.</summary>
    public static IReadOnlyList<OrderHead> List() =>
    [
        .. Enum.GetValues<Headline>().Select((headline, index) => Head($"GC-4417-09{index:00}") with
        {
            Headline = headline, PlacedAt = Placed.AddMinutes(-index * 7), Customer = new Customer { Name = s_names[index % s_names.Length], Email = $"person{index}@example.com" },
            Route = Head().Route with { Path = index % 3 == 0 ? OrderPath.Batch : OrderPath.Instant, NextBatchAt = headline is Headline.Queued ? Placed.AddMinutes(4) : null },
            StuckSince = headline is Headline.Stuck ? Placed.AddMinutes(-14) : null,
            Step = new CurrentStep(StepNames.All[index % 6], headline is Headline.Failed ? StepStatus.Failed : StepStatus.Running, (index % 3) + 1, null, null, Placed),
        }),
    ];

    public static StoredAudit Audit(long sequence, string action = AuditActions.OrderPlaced, string? reason = null, string who = "trial-api", params AuditChange[] changes)
    {
        var (record, _) = AuditChain.Append(AuditHead.None, Id.Subject, 1, new Actor("client:" + who, who, ActorKind.Client, []), action, Placed, "cmd-1", reason, changes);
        return new StoredAudit(sequence, record.Entry, record.Detail);
    }

    private static readonly string[] s_names =
        ["Otis Fairweather", "Marisol Pennyroyal", "Ignatius Plum", "Wren Applegarth", "Beatrix Lanternfield", "Dora Whitfield", "Teodora Quill", "Alaric Stonebridge", "Magnus Thistledown", "Solène Brightwater", "Percival Nightjar"];

    private static OrderView View(OrderHead head, HistoryWriter? history, ExecutionStatus status) => new()
    {
        Head = head, Steps = [], Effects = [], Ledger = [], Vouchers = [], Notes = [], Commands = [], Audit = [Audit(48_211)],
        Execution = history is null ? null : new ExecutionDescription
        {
            Name = s_execution, Definition = "instant-voucher", Revision = 9, Status = status, StartedAt = Placed, StoppedAt = status is ExecutionStatus.Running ? null : history.Now,
            Input = "{}", EventCount = history.Events.Count, RedriveStatus = status is ExecutionStatus.Failed ? RedriveStatus.Redrivable : RedriveStatus.NotRedrivable,
        },
        Definition = history is null ? null : new DefinitionRevision("instant-voucher", 9, Asl, Placed.AddDays(-3)),
        History = history?.Events ?? [],
    };

    private static VariantDecision Variant() => new()
    {
        Flag = "city_orders_instant_processing", Variant = "on", Bucket = 2307.31m, Dial = 4000, PolicyVersion = 17, Reason = VariantReason.Dial,
    };

    private static Money Usd(long cents) => new(cents, "USD");

    private static Tender Card() => new()
    {
        TenderId = 1, Kind = TenderKind.Card, Amount = Usd(17_800), Token = "tok_visa_4242", Brand = "Visa", Last4 = "4242", Authorised = Usd(0), Captured = Usd(0), Refunded = Usd(0), Reserved = Usd(0),
    };

    private static Effect Effect(string step, EffectKind kind, EffectState state, double at, string? reference = null) => new()
    {
        Key = new EffectKey(Id, EffectKey.Checkout, step, "1", 1), Kind = kind, State = state, Amount = kind is EffectKind.Authorise or EffectKind.Capture ? Usd(17_800) : null,
        RequestHash = new string('0', 64), Owner = s_execution, Epoch = 1, FirstSentAt = Placed.AddSeconds(at - 0.3), LastSentAt = Placed.AddSeconds(at - 0.3),
        SettledAt = state is EffectState.Succeeded or EffectState.Failed ? Placed.AddSeconds(at) : null, ExternalId = reference, Sends = 1,
    };

    private static Voucher Voucher(int unit, string last4, VoucherState state) => new()
    {
        VoucherId = "01.0" + unit.ToString(CultureInfo.InvariantCulture), LineId = 1, Unit = unit, CodeHash = "h", CodeLast4 = last4, CodeCipher = "c", State = state, PaidValue = Usd(8_900),
        PromoValue = Usd(12_000), PromoExpiresAt = Placed.AddDays(97), IssuedAt = Placed.AddSeconds(1.9), IssuedBy = s_execution,
    };

    private static LedgerEntry Entry(string id, LedgerType type, double at, string reference) => new()
    {
        EntryId = id, TenderId = 1, Type = type, Amount = Usd(17_800), EffectKey = "k", Owner = s_execution, At = Placed.AddSeconds(at), GatewayReference = reference,
    };

    public static List<QueueState> Queues() => [new("order-notifications", 12, 3, 2, Placed.AddSeconds(-4)), new("partner-events", 0, 0, 0, null)];

    public static List<DeadLetter> Letters() =>
    [
        new(8, "GC-4417-0932", """{"orderId":"GC-4417-0932","placedAt":"2026-11-20T02:41:04Z"}"""u8.ToArray(), 5, "The order's head cannot be read.", Placed.AddMinutes(-9)),
        new(7, "GC-4417-0901", "{}"u8.ToArray(), 5, "The store did not answer.", Placed.AddHours(-3)),
    ];
}
