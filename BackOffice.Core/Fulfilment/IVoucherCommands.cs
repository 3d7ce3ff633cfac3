using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <summary>
/// What people and programs do with vouchers, on the one path of commands: permission, expected version, intent and audit in one commit, one call outside under a
/// key of the command's id, outcome and audit in another. The same command id again gets the first result.
/// </summary>
public interface IVoucherCommands
{
    /// <summary>What a resend would do; changes nothing. Needs vouchers:resend.</summary>
    Task<Result<ResendCheck>> CheckResendAsync(OrderId order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Sends vouchers to the order's address again. <c>voucher.address-changed</c> unless that was accepted; <c>voucher.resend-often</c>. Needs vouchers:resend.</summary>
    Task<Result<CommandOutcome>> ResendAsync(ResendVouchers command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Suspends it, asks the issuer, and kills it on the issuer's word. Needs vouchers:manage.</summary>
    Task<Result<CommandOutcome>> VoidAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Registers a new code, voids the old one at the issuer, and exchanges them in one commit; then the new one is sent. Needs vouchers:manage.</summary>
    Task<Result<CommandOutcome>> ReissueAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Needs vouchers:manage.</summary>
    Task<Result<CommandOutcome>> ExtendAsync(ExtendVoucher command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Needs vouchers:manage.</summary>
    Task<Result<CommandOutcome>> SuspendAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes away what people suspended; what a refund suspended, the refund alone releases. Needs vouchers:manage.</summary>
    Task<Result<CommandOutcome>> ReleaseAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes the redemption that stands back. Needs vouchers:manage.</summary>
    Task<Result<CommandOutcome>> ReverseRedemptionAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Records what was decided about a redemption that came too late. Needs vouchers:manage.</summary>
    Task<Result<CommandOutcome>> SettleLateAsync(SettleLateRedemption command, Actor actor, CancellationToken cancellationToken);

    /// <summary>The code for a minute, for a person who says why: audited and counted, and the voucher stays as it is. Needs vouchers:reveal.</summary>
    Task<Result<RevealedCode>> RevealAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken);

    /// <summary>The code for the customer, on the brand's own page: the voucher is viewed. Needs vouchers:view; the command's version and reason are not looked at.</summary>
    Task<Result<RevealedCode>> ViewAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken);
}
