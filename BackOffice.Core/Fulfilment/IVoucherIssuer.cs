using BackOffice.Core.Common;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Fulfilment;

/// <summary>Registers a voucher with the merchant's system. We make the code; the issuer makes it redeemable.</summary>
public interface IVoucherIssuer
{
    GatewayTerms Terms { get; }

    /// <summary>The answer's reference is the issuer's id of the voucher.</summary>
    Task<GatewayAnswer> IssueAsync(IssueRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the voucher worthless at the merchant. Refused with <see cref="Pipeline.ErrorCodes.VoucherRedeemed"/> when the merchant has redeemed it already. A
    /// voucher that is void stays void: another key for it is answered with success.
    /// </summary>
    Task<GatewayAnswer> VoidAsync(VoidVoucherRequest request, CancellationToken cancellationToken);

    Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken);
}

/// <param name="Key">Idempotency key; line and unit are in it.</param>
/// <param name="CodeHash">Keyed hash of the code: the issuer never sees the code itself.</param>
public sealed record IssueRequest(EffectKey Key, string OfferId, string UnitId, string CodeHash, Money PaidValue);
