using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>Redemption by merchants' clients.</summary>
public interface IRedemptions
{
    /// <summary>
    /// Uses the voucher up, once. Needs vouchers:redeem and a merchant that the client is bound to. Every code that this client cannot redeem now gets the same
    /// <see cref="Rejected"/> <c>voucher.not-redeemable</c> after the same time: unknown, another merchant's, void, suspended, expired, mistyped.
    /// <see cref="Conflict"/> <c>voucher.already-redeemed</c> when this client redeemed it before, <c>voucher.key-reused</c> when the key redeemed another code;
    /// <see cref="Throttled"/> <c>voucher.too-many</c>.
    /// </summary>
    Task<Result<RedeemedVoucher>> RedeemAsync(RedeemVoucher command, Actor actor, CancellationToken cancellationToken);
}
