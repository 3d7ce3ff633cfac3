using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>A refund case: a child of its order, replaced whole in each commit that moves it. The ledger, not this, says where money is.</summary>
public sealed record Refund
{
    /// <summary>Made by the client when the dialog opened; unique for ever. It is the operation of the case's effect keys.</summary>
    public required string RefundId { get; init; }

    /// <summary>1, 2, 3 … within the order.</summary>
    public required int Number { get; init; }

    public required RefundAsk Ask { get; init; }

    public required RefundPerson RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required RefundState State { get; init; }

    /// <summary>Empty for Overpayment and Goodwill.</summary>
    public required IReadOnlyList<RefundLine> Lines { get; init; }

    /// <summary>Cash; the sum of the legs that refund or release it. Zero only where an unwinding has no cash to undo.</summary>
    public required Money Total { get; init; }

    /// <summary>The sum of the miles legs; null without miles.</summary>
    public Money? Miles { get; init; }

    public required IReadOnlyList<RefundLeg> Legs { get; init; }

    /// <summary>Of the preview that was asked for and approved; another preview voids the case.</summary>
    public required string PreviewHash { get; init; }

    public required string PolicyVersion { get; init; }

    public required RefundApprovalLevel Level { get; init; }

    /// <summary>Why that level, in one sentence.</summary>
    public required string LevelWhy { get; init; }

    public IReadOnlyList<RefundApproval> Approvals { get; init; } = [];

    /// <summary>A case that is not running by then expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The day (UTC, <c>yyyyMMdd</c>) whose budget of the requester it is in; null when others approved it.</summary>
    public string? BudgetDay { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What became of it, in one sentence for people; null while it is open.</summary>
    public string? Outcome { get; init; }

    /// <summary>The newest execution of <c>refund-order</c>.</summary>
    public string? Execution { get; init; }

    public int Runs { get; init; }

    /// <summary>How often the program set <see cref="Execution"/> going again by itself.</summary>
    public int Redrives { get; init; }

    /// <summary>The workflow task that waits for the legs to be settled. A secret; never shown.</summary>
    public string? Token { get; init; }

    /// <summary>When the program looks after it again.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>Both amounts in words, for the audit log and for people; units never add up.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Amounts => Miles is { IsPositive: true } miles ? $"{Total} and {miles}" : Total.ToString();

    /// <summary>Rejected, cancelled or expired cases never moved anything, and hold nothing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsVoid => State is RefundState.Rejected or RefundState.Cancelled or RefundState.Expired;

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsWaiting => State is RefundState.PendingApproval or RefundState.Approved;

    public Refund With(RefundLeg leg) => this with { Legs = [.. Legs.Select(old => old.LegId == leg.LegId ? leg : old)] };
}

/// <param name="Id">The actor's id.</param>
/// <param name="Name">For people.</param>
public sealed record RefundPerson(string Id, string Name);

/// <param name="By">Never the maker, nor anybody twice.</param>
/// <param name="At">UTC.</param>
/// <param name="Reason">What the approver wrote.</param>
public sealed record RefundApproval(RefundPerson By, DateTimeOffset At, string Reason);

/// <summary>Units of one line that are given back.</summary>
/// <param name="LineId">The order's line.</param>
/// <param name="Quantity">1 or more.</param>
/// <param name="Price">Unit price × quantity.</param>
/// <param name="Fee">What is kept of it by policy; price − fee is what goes back.</param>
/// <param name="Vouchers">The vouchers that die; fewer than the quantity when some were never issued, are void already, or stay redeemed.</param>
/// <param name="Redeemed">Units that are given back by override although their voucher was redeemed.</param>
/// <param name="Miles">Miles of a unit × quantity; null without miles.</param>
/// <param name="MilesFee">What is kept of them by policy; null without miles.</param>
public sealed record RefundLine(
    int LineId, int Quantity, Money Price, Money Fee, IReadOnlyList<string> Vouchers, int Redeemed = 0, Money? Miles = null, Money? MilesFee = null);

/// <summary>One leg of a case.</summary>
public sealed record RefundLeg
{
    /// <summary><c>voucher-01.02</c>, <c>cash-1</c>, <c>miles-2</c>, <c>release-1</c>, <c>notify</c>.</summary>
    public required string LegId { get; init; }

    public required LegKind Kind { get; init; }

    public required LegState State { get; init; }

    /// <summary>Cash or miles; null for others.</summary>
    public Money? Amount { get; init; }

    /// <summary>Of <see cref="Amount"/>, the miles that had expired and did not go back, as the programme said; null before it has.</summary>
    public Money? Forfeited { get; init; }

    /// <summary>In an unwinding, the effect key of what this leg undoes; null in a refund.</summary>
    public string? Undoes { get; init; }

    public int? TenderId { get; init; }

    public string? VoucherId { get; init; }

    /// <summary>Rises only after a proved failure; part of the effect key.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The effect key's step: <see cref="RefundStepNames"/>, or <see cref="Pipeline.StepNames.VoidVoucher"/>.</summary>
    public required string Step { get; init; }

    /// <summary>The effect key's unit.</summary>
    public required string Unit { get; init; }

    /// <summary>When <see cref="State"/> changed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The gateway's reference.</summary>
    public string? Reference { get; init; }

    /// <summary>The gateway's word while it is awaited: <c>pending</c>, <c>requires_action</c>.</summary>
    public string? ExternalStatus { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>What a person showed who settled it by hand.</summary>
    public string? Evidence { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsMoney => Kind is LegKind.Cash or LegKind.Miles;

    /// <summary>Its call is made in the step for value: money, miles, or an authorisation that is released.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsValue => Kind is LegKind.Cash or LegKind.Miles or LegKind.Release;

    /// <summary>An amount of it is reserved now.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Holds => IsMoney && State is (LegState.Reserved or LegState.Sent or LegState.Unknown or LegState.AwaitingExternal);

    /// <summary>Only time, the gateway or a person with evidence moves it on.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen => State is LegState.Sent or LegState.Unknown or LegState.AwaitingExternal;

    public EffectKey KeyOf(OrderId order, string refundId) => new(order, refundId, Step, Unit, Attempt);
}
