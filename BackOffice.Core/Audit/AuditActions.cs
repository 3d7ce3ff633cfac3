namespace BackOffice.Core.Audit;

/// <summary>Every act that the audit log knows.</summary>
public static class AuditActions
{
    public const string OrderPlaced = "order.placed";
    public const string OrderImported = "order.imported";
    public const string RetryRequested = "retry.requested";
    public const string RetryAccepted = "retry.accepted";
    public const string RetryRefused = "retry.refused";
    public const string HoldPlaced = "hold.placed";
    public const string HoldApproved = "hold.approved";
    public const string HoldRejected = "hold.rejected";
    public const string EffectSettled = "effect.settled";
    public const string FallbackExhausted = "fallback.exhausted";
    public const string OrderStuck = "order.stuck";
    public const string NoteAdded = "note.added";
    public const string VoucherSuspended = "voucher.suspended";
    public const string VoucherReleased = "voucher.released";
    public const string VoucherVoidAsked = "voucher.void-asked";
    public const string VoucherVoidRefused = "voucher.void-refused";
    public const string VoucherVoided = "voucher.voided";
    public const string VoucherReissueAsked = "voucher.reissue-asked";
    public const string VoucherReissueRefused = "voucher.reissue-refused";
    public const string VoucherReissued = "voucher.reissued";
    public const string VoucherResendAsked = "voucher.resend-asked";
    public const string VoucherResent = "voucher.resent";
    public const string VoucherResendRefused = "voucher.resend-refused";
    public const string VoucherExtended = "voucher.extended";
    public const string VoucherExpired = "voucher.expired";
    public const string VoucherViewed = "voucher.viewed";
    public const string VoucherCodeRevealed = "voucher.code-revealed";
    public const string VoucherRedeemed = "voucher.redeemed";
    public const string VoucherRedeemedLate = "voucher.redeemed-late";
    public const string VoucherRedemptionReversed = "voucher.redemption-reversed";
    public const string VoucherLateSettled = "voucher.late-settled";
    public const string CustomerRevealed = "customer.revealed";
    public const string RevealsMany = "customer.reveals-many";
    public const string RolloutChanged = "rollout.changed";
    public const string ViewSaved = "view.saved";
    public const string ViewShared = "view.shared";
    public const string ViewDeleted = "view.deleted";
    public const string ExportBegun = "export.begun";
    public const string ExportFinished = "export.finished";
    public const string ExportStopped = "export.stopped";
    public const string ExportFailed = "export.failed";
    public const string DeadLetterRedriven = "dead-letter.redriven";
    public const string CountersRepaired = "counters.repaired";
}
