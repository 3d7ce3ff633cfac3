using BackOffice.Core.Common;

namespace BackOffice.Core.Payments;

public enum EffectState
{
    /// <summary>Not sent, or sent and proved not executed.</summary>
    Planned,

    /// <summary>The intent is on disk; the call may have happened.</summary>
    Sent,
    Succeeded,

    /// <summary>The gateway's own definite refusal.</summary>
    Failed,

    /// <summary>Nobody knows. Settled by looking up, by re-sending the same key inside its lifetime, or by a person with evidence.</summary>
    Unknown,

    /// <summary>The gateway took it and has not finished: pending, or it needs something of somebody else. A callback or a look-up settles it.</summary>
    Awaiting,

    /// <summary>It had taken effect, and the gateway undid it later.</summary>
    Reversed,
}

public enum EffectKind
{
    FraudScan,
    Authorise,
    Capture,
    IssueVoucher,
    VoidVoucher,
    Notify,

    /// <summary>Money back to a card.</summary>
    RefundPayment,

    /// <summary>Miles taken of a member's account.</summary>
    RedeemMiles,

    /// <summary>Miles given back to it.</summary>
    RecreditMiles,

    /// <summary>An authorisation that nobody captured is let go: the undoing of an order.</summary>
    ReleaseAuthorisation,

    /// <summary>The message about a refund.</summary>
    NotifyRefund,
}

/// <summary>One side effect outside, at most once.</summary>
public sealed record Effect
{
    public required EffectKey Key { get; init; }

    public required EffectKind Kind { get; init; }

    public required EffectState State { get; init; }

    public Money? Amount { get; init; }

    /// <summary>SHA-256 of what was sent, hex: the same key with another request is a bug.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The execution or batch run that sent it; a compensation undoes only what its own execution recorded.</summary>
    public required string Owner { get; init; }

    public required long Epoch { get; init; }

    public DateTimeOffset? FirstSentAt { get; init; }

    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>After this the key must never be sent again, only looked up.</summary>
    public DateTimeOffset? KeyValidUntil { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The gateway's reference.</summary>
    public string? ExternalId { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>A person let a refused effect be tried again: the next run makes a new attempt, with a new key.</summary>
    public bool TryAgain { get; init; }

    /// <summary>How often it was sent, all with the same key.</summary>
    public int Sends { get; init; }

    public int Lookups { get; init; }

    /// <summary>Look-ups at which the gateway did not know the key; each permits sending it once more, a bounded number of times.</summary>
    public int NotFounds { get; init; }

    public DateTimeOffset? LastLookupAt { get; init; }

    public DateTimeOffset? NextLookupAt { get; init; }

    /// <summary>What was made ready with the intent and must be the same when sent again (a voucher's hash and cipher), JSON text.</summary>
    public string? PreparedJson { get; init; }

    /// <summary>The gateway's answer as the step needs it again, JSON text.</summary>
    public string? ResultJson { get; init; }

    /// <summary>Its outcome is open: it was sent, or awaits an answer or a look-up.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen => State is EffectState.Sent or EffectState.Unknown or EffectState.Awaiting;

    /// <summary>It was sent, and the gateway did not know it when asked. It may be on its way still, so the same key may be sent again, and it is never taken for undone.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayArrive => State is EffectState.Planned && NotFounds > 0;
}

/// <summary>
/// Names a side effect for ever and everywhere: in our store, at the gateway, in the gateway's own ledger. The same on the instant path, in a
/// batch job and after a retry; the attempt rises only after the gateway's own definite refusal.
/// </summary>
/// <param name="Order">The order.</param>
/// <param name="Operation"><c>checkout</c>, or the id of the refund, reissue or resend.</param>
/// <param name="Step">A name of <see cref="Pipeline.StepNames"/>.</param>
/// <param name="Unit">The tender, or line and unit: <c>1</c>, <c>2.3</c>.</param>
/// <param name="Attempt">1, 2, 3 …</param>
public sealed record EffectKey(OrderId Order, string Operation, string Step, string Unit, int Attempt)
{
    /// <summary>The operation of an order's first processing.</summary>
    public const string Checkout = "checkout";

    /// <summary>What the gateway gets, and the child's key in the store.</summary>
    public override string ToString() => $"{Order}/{Operation}/{Step}/{Unit}/{Attempt}";

    /// <summary>All attempts of this effect start so.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Family => $"{Order}/{Operation}/{Step}/{Unit}/";
}
