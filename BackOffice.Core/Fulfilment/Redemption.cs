using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>One use of a voucher at the merchant.</summary>
/// <param name="RedemptionId">The idempotency key of the merchant's client, with the client's id before it: the same again is the same redemption.</param>
/// <param name="By">The client that reported it.</param>
/// <param name="At">When we took it, UTC.</param>
/// <param name="Value">What it bought.</param>
/// <param name="Reference">The merchant's own receipt, when it gave one.</param>
public sealed record Redemption(string RedemptionId, string By, DateTimeOffset At, Money Value, string? Reference = null)
{
    /// <summary>When the merchant says it happened, for one that was reported later.</summary>
    public DateTimeOffset? HappenedAt { get; init; }

    public DateTimeOffset? ReversedAt { get; init; }

    /// <summary>The command that reversed it.</summary>
    public string? ReversedBy { get; init; }

    public string? ReversedReason { get; init; }
}
