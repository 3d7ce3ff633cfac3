using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>The small, always current part of an order. Children (steps, effects, …) are rows of their own.</summary>
public sealed record OrderHead
{
    public required OrderId Id { get; init; }

    /// <summary>Rises by one with every commit.</summary>
    public required long Version { get; init; }

    public required OrderKind Kind { get; init; }

    /// <summary><c>gilt-city</c> or <c>smiles</c>.</summary>
    public required string Brand { get; init; }

    public string Channel { get; init; } = "web";

    /// <summary>BCP 47, of the customer's messages.</summary>
    public string Locale { get; init; } = "en-US";

    public required DateTimeOffset PlacedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When it came to be failed for the first time, whatever became of it later; null when it never was.</summary>
    public DateTimeOffset? FirstFailedAt { get; init; }

    public required Customer Customer { get; init; }

    /// <summary>1 to 20.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required IReadOnlyList<Tender> Tenders { get; init; }

    public IReadOnlyList<ExternalReference> ExternalRefs { get; init; } = [];

    public PaymentStatus Payment { get; init; }

    public MilesStatus Miles { get; init; }

    public FulfilmentStatus Fulfilment { get; init; }

    public FraudStatus Fraud { get; init; }

    public int? FraudScore { get; init; }

    public WorkflowStatus Workflow { get; init; }

    public AttentionStatus Attention { get; init; }

    /// <summary>Set by the sweeper alone: paid, and past the time it should have taken.</summary>
    public DateTimeOffset? StuckSince { get; init; }

    /// <summary>Effects in state Unknown; while it is above zero the headline is Unknown.</summary>
    public int UnknownEffects { get; init; }

    /// <summary>Derived by <see cref="Headlines.Of"/> in every commit, stored to be indexed.</summary>
    public Headline Headline { get; init; } = Headline.Queued;

    /// <summary>The step the order stands in, or stood in last.</summary>
    public CurrentStep? Step { get; init; }

    public required Route Route { get; init; }

    public VariantDecision? Variant { get; init; }

    /// <summary>When the reconciler looks again: an unknown effect, or a resume that is not confirmed yet.</summary>
    public DateTimeOffset? NextLookupAt { get; init; }

    /// <summary>Client token of a redrive or new run that was decided and that the engine has not confirmed by running; null otherwise.</summary>
    public string? Resume { get; init; }

    /// <summary>Vouchers registered so far.</summary>
    public int VouchersIssued { get; init; }

    /// <summary>When somebody must look at the order's vouchers again: an end to record, an act to finish. Derived from the vouchers in every commit that writes one.</summary>
    public DateTimeOffset? VoucherDueAt { get; init; }

    /// <summary>When the customer's message went out.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }

    /// <summary>Whose order this is at the API, and the digest of its body: what a repeated request is compared with.</summary>
    public required IntakeStamp Intake { get; init; }

    /// <summary>Until when the whole order should be done; past it the sweeper calls a paid order stuck.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How the order's refund cases stand; null while there is none. Derived whenever a case is written.</summary>
    public Payments.Refunds.RefundSummary? Refunds { get; init; }

    /// <summary>True for orders imported as history: nothing processes them.</summary>
    public bool History { get; init; }

    public AuditHead Audit { get; init; } = AuditHead.None;

    [JsonIgnore]
    public SubjectId Subject => Id.Subject;

    [JsonIgnore]
    public bool IsPaid => Payment is PaymentStatus.Authorised or PaymentStatus.PartlyCaptured or PaymentStatus.Captured or PaymentStatus.Overpaid;

    /// <summary>Nothing and nobody will move it any more by itself.</summary>
    [JsonIgnore]
    public bool IsFinal => Workflow is WorkflowStatus.Done or WorkflowStatus.Cancelled;

    /// <summary>What the card pays; the total of the lines of a DealVoucher order.</summary>
    [JsonIgnore]
    public Money Total => Lines.Aggregate(Money.Zero(Lines[0].UnitPrice.Unit), (sum, line) => sum + (line.UnitPrice * line.Quantity));

    /// <summary>What the lines cost in miles, beside <see cref="Total"/>; zero for most orders. The two never convert.</summary>
    [JsonIgnore]
    public Money MilesTotal => Lines.Aggregate(Money.Zero(Money.Miles), (sum, line) => line.UnitMiles is { } miles ? sum + (miles * line.Quantity) : sum);

    /// <summary>True when a part is paid with miles.</summary>
    [JsonIgnore]
    public bool TakesMiles => Tenders.Any(tender => tender.Kind is TenderKind.Miles);
}

/// <param name="ClientId">The API client, or <c>import</c>.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="BodySha256">Of the canonical body, hex.</param>
public sealed record IntakeStamp(string ClientId, string Key, string BodySha256);

/// <summary>Personal data: masked in lists, searchable, erased with the order.</summary>
public sealed record Customer
{
    /// <summary>The brand's user id; the subject of the rollout flag. Null for a guest.</summary>
    public string? UserGuid { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public string? Phone { get; init; }
}

/// <summary>One offer bought.</summary>
public sealed record OrderLine
{
    /// <summary>1 to 20 within the order.</summary>
    public required int LineId { get; init; }

    public required string City { get; init; }

    public required string OfferId { get; init; }

    public required string UnitId { get; init; }

    public string? MerchantId { get; init; }

    public required string Title { get; init; }

    /// <summary>1 to 20; one voucher a unit.</summary>
    public required int Quantity { get; init; }

    /// <summary>What the customer pays a unit: the voucher's paid value.</summary>
    public required Money UnitPrice { get; init; }

    /// <summary>What the customer pays a unit in miles, beside the price; null for nothing.</summary>
    public Money? UnitMiles { get; init; }

    /// <summary>What the voucher is worth until <see cref="PromoExpiresAt"/>; null when there is no promotion.</summary>
    public Money? PromoValue { get; init; }

    public DateTimeOffset? PromoExpiresAt { get; init; }

    /// <summary>When what was paid ends too, by the offer's terms; null when it never does.</summary>
    public DateTimeOffset? PaidExpiresAt { get; init; }

    /// <summary>IANA zone in which the voucher's days end; null is UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>The last moment to which the merchant lets its vouchers be extended; null leaves the limit to configuration.</summary>
    public DateTimeOffset? ExtendableUntil { get; init; }
}

/// <param name="System">Where it means something: <c>cart</c>, <c>zendesk</c>, <c>legacy-batch</c>.</param>
/// <param name="Value">At most 100 characters.</param>
public sealed record ExternalReference(string System, string Value);

/// <summary>Who may move the order now. Owner and epoch change only in the conditional write that claims it; see <see cref="Pipeline.Lease"/>.</summary>
public sealed record Route
{
    public required OrderPath Path { get; init; }

    /// <summary>The execution <c>GC-…-1</c>, a batch run <c>batch:fraud:…</c>, or null when nobody has it.</summary>
    public string? Owner { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Rises with every claim; outcomes and intents are written only under the epoch they were claimed with.</summary>
    public long Epoch { get; init; }

    /// <summary>The newest execution, also after it ended.</summary>
    public string? Execution { get; init; }

    /// <summary>1 for <c>…-1</c>; a new run takes the next.</summary>
    public int Runs { get; init; }

    /// <summary>The redrive count of <see cref="Execution"/> that was projected last; -1 for a new run not seen running yet.</summary>
    public int Redrives { get; init; }

    /// <summary>How often the batch jobs took up what failed; bounded by configuration.</summary>
    public int FallbackCount { get; init; }

    public BatchStage? BatchStage { get; init; }

    public DateTimeOffset? NextBatchAt { get; init; }
}

/// <summary>The three batch jobs, in the order an order passes them.</summary>
public enum BatchStage
{
    Fraud,
    Payment,
    Fulfilment,
}

/// <summary>Decided once, when the order was placed; never decided again.</summary>
public sealed record VariantDecision
{
    public required string Flag { get; init; }

    /// <summary><c>on</c> (instant) or <c>off</c> (batch).</summary>
    public required string Variant { get; init; }

    /// <summary>Basis points, 0 to 9,999.99…: the customer's place on the dial, rounded down to 0.0001.</summary>
    public required decimal Bucket { get; init; }

    /// <summary>The dial in force, basis points.</summary>
    public required int Dial { get; init; }

    public required long PolicyVersion { get; init; }

    public required VariantReason Reason { get; init; }
}

public enum VariantReason
{
    /// <summary>The bucket is below the dial, or not.</summary>
    Dial,
    CityDial,
    AllowList,
    DenyList,
    Killed,
}

/// <summary>The step an order stands in.</summary>
/// <param name="Name">A name of <see cref="Pipeline.StepNames"/>.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Attempt">1 for the first try since the last claim.</param>
/// <param name="ErrorCode">Of the last try, null when it went well.</param>
/// <param name="ErrorMessage">In plain words, without personal data.</param>
/// <param name="At">When it changed last.</param>
/// <param name="NextTryAt">When the next try is planned.</param>
public sealed record CurrentStep(
    string Name, StepStatus Status, int Attempt, string? ErrorCode, string? ErrorMessage, DateTimeOffset At, DateTimeOffset? NextTryAt = null)
{
    /// <summary>Hand-outs of the step in all, before a person's retry and by whatever run; null of a step that is older than this.</summary>
    public int? HandOuts { get; init; }

    /// <summary>How often the step was tried in all, as the order's page counts it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Tries => Math.Max(HandOuts ?? 0, Attempt);
}
