using BackOffice.Core.Audit;

namespace BackOffice.Core.Fulfilment;

/// <summary>What a move is called: in the audit log, on the event bus and in the counters.</summary>
/// <param name="Action">See <see cref="AuditActions"/>.</param>
/// <param name="DetailType">EventBridge's <c>detail-type</c>; null for what is nobody's business outside.</param>
/// <param name="Counter">See <see cref="Orders.OrderCounters.Happened"/>.</param>
internal sealed record VoucherAct(string Action, string? DetailType, string Counter)
{
    public static readonly VoucherAct Suspended = new(AuditActions.VoucherSuspended, "Voucher Suspended", "voucher-suspended");
    public static readonly VoucherAct Released = new(AuditActions.VoucherReleased, "Voucher Released", "voucher-released");
    public static readonly VoucherAct VoidAsked = new(AuditActions.VoucherVoidAsked, null, "voucher-void-asked");
    public static readonly VoucherAct VoidRefused = new(AuditActions.VoucherVoidRefused, "Voucher Void Refused", "voucher-void-refused");
    public static readonly VoucherAct Voided = new(AuditActions.VoucherVoided, "Voucher Voided", "voucher-void");
    public static readonly VoucherAct ReissueAsked = new(AuditActions.VoucherReissueAsked, null, "voucher-reissue-asked");
    public static readonly VoucherAct ReissueRefused = new(AuditActions.VoucherReissueRefused, null, "voucher-reissue-refused");
    public static readonly VoucherAct Reissued = new(AuditActions.VoucherReissued, "Voucher Reissued", "voucher-reissued");
    public static readonly VoucherAct ResendAsked = new(AuditActions.VoucherResendAsked, null, "voucher-resend-asked");
    public static readonly VoucherAct ResendRefused = new(AuditActions.VoucherResendRefused, null, "voucher-resend-refused");
    public static readonly VoucherAct Resent = new(AuditActions.VoucherResent, "Voucher Resent", "voucher-resent");
    public static readonly VoucherAct Extended = new(AuditActions.VoucherExtended, "Voucher Extended", "voucher-extended");
    public static readonly VoucherAct PromotionEnded = new(AuditActions.VoucherExpired, "Voucher Promotion Ended", "voucher-promotion-ended");
    public static readonly VoucherAct Expired = new(AuditActions.VoucherExpired, "Voucher Expired", "voucher-expired");
    public static readonly VoucherAct Viewed = new(AuditActions.VoucherViewed, "Voucher Viewed", "voucher-viewed");
    public static readonly VoucherAct CodeRevealed = new(AuditActions.VoucherCodeRevealed, null, "voucher-code-revealed");
    public static readonly VoucherAct Redeemed = new(AuditActions.VoucherRedeemed, "Voucher Redeemed", "voucher-redeemed");
    public static readonly VoucherAct RedeemedLate = new(AuditActions.VoucherRedeemedLate, "Voucher Redeemed Late", "voucher-redeemed-late");
    public static readonly VoucherAct RedemptionReversed = new(AuditActions.VoucherRedemptionReversed, "Voucher Redemption Reversed", "voucher-redemption-reversed");
    public static readonly VoucherAct LateSettled = new(AuditActions.VoucherLateSettled, null, "voucher-late-settled");
}
