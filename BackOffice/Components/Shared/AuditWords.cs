using BackOffice.Core.Audit;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Shared;

/// <summary>Audit entries in words and icons.</summary>
public static class AuditWords
{
    /// <summary>Who did what: <c>Ama Kestrel asked for a retry.</c></summary>
    public static string Title(StoredAudit stored) => $"{Who(stored)} {Act(stored.Entry.Action)}.";

    /// <summary>The actor's name, or what is left of it when the detail was erased.</summary>
    public static string Who(StoredAudit stored) => stored.Detail?.ActorName is { Length: > 0 } name
        ? stored.Entry.ActorId.StartsWith("system:", StringComparison.Ordinal) ? $"The {name}" : name
        : "Somebody whose name was erased";

    /// <summary>What was done, after a name.</summary>
    public static string Act(string action) => action switch
    {
        AuditActions.OrderPlaced => "placed the order",
        AuditActions.OrderImported => "imported the order",
        AuditActions.RetryRequested => "asked for a retry",
        AuditActions.RetryAccepted => "had the retry accepted",
        AuditActions.RetryRefused => "had the retry refused",
        AuditActions.HoldPlaced => "held the order for review",
        AuditActions.HoldApproved => "approved the held order",
        AuditActions.HoldRejected => "rejected the held order",
        AuditActions.EffectSettled => "settled an unknown effect",
        AuditActions.FallbackExhausted => "gave up trying",
        AuditActions.OrderStuck => "marked the order as stuck",
        AuditActions.NoteAdded => "added a note",
        AuditActions.VoucherSuspended => T("suspended a voucher"),
        AuditActions.VoucherReleased => T("released a voucher"),
        AuditActions.VoucherVoidAsked => T("asked the merchant to void a voucher"),
        AuditActions.VoucherVoidRefused => T("had a void refused by the merchant"),
        AuditActions.VoucherVoided => T("had a voucher voided"),
        AuditActions.VoucherReissueAsked => T("asked for a reissue of a voucher"),
        AuditActions.VoucherReissueRefused => T("had a reissue refused by the merchant"),
        AuditActions.VoucherReissued => T("had a voucher reissued"),
        AuditActions.VoucherResendAsked => T("asked to send vouchers again"),
        AuditActions.VoucherResent => T("had a voucher sent again"),
        AuditActions.VoucherResendRefused => T("had a message with vouchers refused"),
        AuditActions.VoucherExtended => T("extended a voucher"),
        AuditActions.VoucherExpired => T("recorded the end of a voucher's value"),
        AuditActions.VoucherViewed => T("showed the customer a voucher's code"),
        AuditActions.VoucherCodeRevealed => T("looked at a voucher's code"),
        AuditActions.VoucherRedeemed => T("redeemed a voucher"),
        AuditActions.VoucherRedeemedLate => T("reported a redemption too late"),
        AuditActions.VoucherRedemptionReversed => T("took a redemption back"),
        AuditActions.VoucherLateSettled => T("settled a late redemption"),
        AuditActions.CustomerRevealed => T("looked at personal data"),
        AuditActions.RevealsMany => T("looked at personal data unusually often"),
        AuditActions.RolloutChanged => "changed the rollout",
        AuditActions.DeadLetterRedriven => "put a dead letter back",
        AuditActions.CountersRepaired => "set counters right",
        AuditActions.ViewSaved => "saved a view",
        AuditActions.ViewShared => "changed who sees a view",
        AuditActions.ViewDeleted => "deleted a view",
        AuditActions.ExportBegun => "began an export",
        AuditActions.ExportFinished => "exported orders",
        AuditActions.ExportStopped => "stopped an export",
        AuditActions.ExportFailed => "had an export fail",
        _ => action.Replace('.', ' ').Replace('-', ' '),
    };

    public static string IconOf(string action) => action switch
    {
        AuditActions.OrderPlaced or AuditActions.OrderImported => Icons.Flag,
        AuditActions.RetryRequested or AuditActions.RetryAccepted => Icons.Replay,
        AuditActions.RetryRefused or AuditActions.HoldRejected => Icons.Block,
        AuditActions.HoldPlaced => Icons.PauseCircle,
        AuditActions.HoldApproved or AuditActions.EffectSettled => Icons.CheckCircle,
        AuditActions.FallbackExhausted => Icons.Error,
        AuditActions.OrderStuck => Icons.HourglassBottom,
        AuditActions.NoteAdded => Icons.StickyNote2,
        AuditActions.VoucherSuspended => Icons.PanTool,
        AuditActions.VoucherVoided or AuditActions.VoucherVoidAsked => Icons.DoNotDisturbOn,
        AuditActions.VoucherReissued or AuditActions.VoucherReissueAsked => Icons.SwapHoriz,
        AuditActions.VoucherRedeemed => Icons.TaskAlt,
        AuditActions.VoucherRedeemedLate or AuditActions.RevealsMany => Icons.Report,
        AuditActions.VoucherResent or AuditActions.VoucherResendAsked => Icons.Send,
        AuditActions.VoucherCodeRevealed or AuditActions.CustomerRevealed or AuditActions.VoucherViewed => Icons.Visibility,
        AuditActions.RolloutChanged => Icons.Tune,
        AuditActions.DeadLetterRedriven => Icons.Unarchive,
        AuditActions.ViewSaved or AuditActions.ViewShared or AuditActions.ViewDeleted => Icons.Bookmark,
        AuditActions.ExportBegun or AuditActions.ExportFinished or AuditActions.ExportStopped or AuditActions.ExportFailed => Icons.Download,
        _ => Icons.Fingerprint,
    };

    public static StatusRole RoleOf(string action) => action switch
    {
        AuditActions.RetryAccepted or AuditActions.HoldApproved or AuditActions.EffectSettled => StatusRole.Ok,
        AuditActions.RetryRefused or AuditActions.HoldRejected or AuditActions.FallbackExhausted or AuditActions.ExportFailed => StatusRole.Fail,
        AuditActions.OrderStuck => StatusRole.Late,
        AuditActions.HoldPlaced => StatusRole.Wait,
        _ => StatusRole.Quiet,
    };
}
