namespace BackOffice.Core.Fulfilment;

/// <summary>A merchant's client uses a voucher up.</summary>
/// <param name="Code">As the guest shows it.</param>
/// <param name="Key">The client's idempotency key, 1 to 100 characters; honoured for ever.</param>
/// <param name="Reference">The merchant's own receipt, at most 100 characters.</param>
/// <param name="HappenedAt">When it happened, for one that is reported later; null for one that happens now.</param>
public sealed record RedeemVoucher(string Code, string Key, string? Reference = null, DateTimeOffset? HappenedAt = null)
{
    /// <summary>Without the code, so that no log line ever holds one.</summary>
    public override string ToString() => "Redemption of a hidden code";
}
