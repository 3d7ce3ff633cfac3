using BackOffice.Core.Payments;

namespace BackOffice.Core.Fulfilment;

/// <param name="Key">Idempotency key: the refund's or command's operation, with line and unit.</param>
/// <param name="CodeHash">Of the code that dies.</param>
/// <param name="IssuerReference">The issuer's id of the voucher.</param>
/// <param name="OfferId">What it is for.</param>
public sealed record VoidVoucherRequest(EffectKey Key, string CodeHash, string? IssuerReference, string OfferId);
