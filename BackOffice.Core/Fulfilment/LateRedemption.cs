namespace BackOffice.Core.Fulfilment;

/// <summary>
/// A redemption that was reported when the voucher could not be redeemed any more: the merchant gave the goods, and the money may be back with the
/// customer. It is never lost and never changes the voucher; a person settles it.
/// </summary>
/// <param name="RedemptionId">As <see cref="Redemption.RedemptionId"/>.</param>
/// <param name="By">The client that reported it; <c>issuer</c> when the issuer refused a void for it.</param>
/// <param name="At">When it was reported, UTC.</param>
/// <param name="HappenedAt">When the merchant says it happened; null when it does not say.</param>
/// <param name="Was">Where the voucher stood.</param>
/// <param name="Reference">The merchant's own receipt.</param>
public sealed record LateRedemption(
    string RedemptionId, string By, DateTimeOffset At, DateTimeOffset? HappenedAt, VoucherState Was, string? Reference = null)
{
    public DateTimeOffset? SettledAt { get; init; }

    public string? SettledBy { get; init; }

    /// <summary>What the person decided, in words.</summary>
    public string? Settlement { get; init; }
}
