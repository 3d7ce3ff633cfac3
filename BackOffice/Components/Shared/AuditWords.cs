using System.Text.RegularExpressions;
using BackOffice.Core.Audit;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Shared;

/// <summary>Audit entries in words and icons.</summary>
public static partial class AuditWords
{
    private const string SystemPrefix = "system:";

    /// <summary>Who did what: <c>Ama Kestrel asked for a retry.</c></summary>
    public static string Title(StoredAudit stored) => T($"{Who(stored)} {Act(stored.Entry.Action)}.");

    /// <summary>The actor's name, or what is left of it when the detail was erased.</summary>
    public static string Who(StoredAudit stored) => stored.Detail?.ActorName is { Length: > 0 } name
        ? stored.Entry.ActorId.StartsWith(SystemPrefix, StringComparison.Ordinal) ? Program(stored.Entry.ActorId[SystemPrefix.Length..], name) : name
        : T("Somebody whose name was erased");

    /// <summary>A note as a list shows it: ids of machines are cut to their ends, the entry's own page has them whole.</summary>
    public static string? Brief(string? note) => note is null ? null : LongId().Replace(note, id => $"{id.Value[..4]}·{id.Value[^4..]}");

    /// <summary>A part of the program by what it does.</summary>
    private static string Program(string part, string name) => part switch
    {
        "refunds" => T("The refund runner"),
        "vouchers" => T("The voucher runner"),
        "fallback" => T("The fallback to batch"),
        "sweeper" => T("The sweeper"),
        "reconciler" => T("The reconciler"),
        "fraud-review" => T("The fraud check"),
        "payment-callbacks" => T("The payment gateway"),
        "money watch" => T("The money check"),
        "bulk retries" => T("The bulk retry"),
        "replays" => T("The replay of events"),
        "rule-publisher" => T("The publisher of rules"),
        "samples" => T("The sample orders"),
        _ when part.StartsWith("rule/", StringComparison.Ordinal) => T($"The rule {part["rule/".Length..]}"),
        _ => T($"The program ({name})"),
    };

    [GeneratedRegex("(?<![A-Za-z0-9_-])(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,}(?![A-Za-z0-9_-])")]
    private static partial Regex LongId();

    /// <summary>What was done, after a name.</summary>
    public static string Act(string action) => action switch
    {
        AuditActions.OrderPlaced => T("placed the order"),
        AuditActions.OrderImported => T("imported the order"),
        AuditActions.RetryRequested => T("asked for a retry"),
        AuditActions.RetryAccepted => T("had the retry accepted"),
        AuditActions.RetryRefused => T("had the retry refused"),
        AuditActions.RetriesBegun => T("began a bulk retry"),
        AuditActions.RetriesStopped => T("stopped a bulk retry"),
        AuditActions.RetriesFinished => T("finished a bulk retry"),
        AuditActions.HoldPlaced => T("held the order for review"),
        AuditActions.HoldApproved => T("approved the held order"),
        AuditActions.HoldRejected => T("rejected the held order"),
        AuditActions.EffectSettled => T("settled an unknown effect"),
        AuditActions.EffectAttested => T("settled a call with evidence"),
        AuditActions.FallbackExhausted => T("gave up trying"),
        AuditActions.OrderStuck => T("marked the order as stuck"),
        AuditActions.NoteAdded => T("added a note"),
        AuditActions.RolloutChanged => T("changed the rollout"),
        AuditActions.DeadLetterRedriven => T("put a dead letter back"),
        AuditActions.DeadLetterDiscarded => T("discarded a dead letter"),
        AuditActions.DeliveriesRedriven => T("had undelivered events tried again"),
        AuditActions.DeliveriesDiscarded => T("gave undelivered events up"),
        AuditActions.ReplayBegun => T("began a replay of events"),
        AuditActions.ReplayStopped => T("stopped a replay of events"),
        AuditActions.ReplayFinished => T("finished a replay of events"),
        AuditActions.BatchRunAsked => T("asked for a run of a batch job"),
        AuditActions.AuditExported => T("exported the audit log"),
        AuditActions.MoneyCheckAsked => T("asked for a check of the money"),
        AuditActions.MoneyCheckBegun => T("began a check of the money"),
        AuditActions.MoneyCheckStopped => T("stopped a check of the money"),
        AuditActions.MoneyCheckFinished => T("ended a check of the money"),
        AuditActions.MoneyBroken => T("found money that is not as it must be"),
        AuditActions.BackupBegun => T("began a backup"),
        AuditActions.BackupFinished => T("took a backup"),
        AuditActions.BackupFailed => T("had a backup fail"),
        AuditActions.CountersRepaired => T("set counters right"),
        AuditActions.SamplesStarted => T("started sample orders"),
        AuditActions.SamplesStopped => T("stopped the sample orders"),
        AuditActions.ViewSaved => T("saved a view"),
        AuditActions.ViewShared => T("changed who sees a view"),
        AuditActions.ViewDeleted => T("deleted a view"),
        AuditActions.ExportBegun => T("began an export"),
        AuditActions.ExportFinished => T("exported orders"),
        AuditActions.ExportStopped => T("stopped an export"),
        AuditActions.ExportFailed => T("had an export fail"),
        AuditActions.UnwindRequested => T("had the order undone"),
        AuditActions.UnwindClosed => T("closed the undoing of the order"),
        AuditActions.RefundRequested => T("asked for a refund"),
        AuditActions.RefundApproved => T("approved a refund"),
        AuditActions.RefundRejected => T("rejected a refund"),
        AuditActions.RefundCancelled => T("cancelled a refund"),
        AuditActions.RefundExpired => T("let a refund expire"),
        AuditActions.RefundStarted => T("started a refund"),
        AuditActions.RefundRetried => T("tried a refund again"),
        AuditActions.RefundLegSucceeded => T("finished a part of a refund"),
        AuditActions.RefundLegFailed => T("saw a part of a refund fail"),
        AuditActions.RefundLegUnknown => T("does not know how a part of a refund ended"),
        AuditActions.RefundLegAwaited => T("waits for the gateway to finish a part of a refund"),
        AuditActions.RefundLegReversed => T("saw a refund come back"),
        AuditActions.RefundLegAttested => T("settled a part of a refund with evidence"),
        AuditActions.RefundContradicted => T("found a refund that was called failed"),
        AuditActions.RefundClosed => T("closed a refund"),
        AuditActions.RefundStopped => T("stopped a refund"),
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
        AuditActions.RuleSaved => T("saved a rule"),
        AuditActions.RuleEnabled => T("enabled a rule"),
        AuditActions.RuleDisabled => T("disabled a rule"),
        AuditActions.RuleDeleted => T("deleted a rule"),
        AuditActions.RuleRolledBack => T("rolled a rule back"),
        AuditActions.RuleChangeRequested => T("asked for a change of a rule"),
        AuditActions.RuleChangeApproved => T("approved a change of a rule"),
        AuditActions.RuleChangeWithdrawn => T("withdrew a change of a rule"),
        AuditActions.RulePublished => T("put a rule in force"),
        AuditActions.RuleNotPublished => T("could not put a rule in force"),
        AuditActions.CustomerRevealed => T("looked at personal data"),
        AuditActions.RevealsMany => T("looked at personal data unusually often"),
        _ => action.Replace('.', ' ').Replace('-', ' '),
    };

    public static string IconOf(string action) => action switch
    {
        AuditActions.OrderPlaced or AuditActions.OrderImported => Icons.Flag,
        AuditActions.RetryRequested or AuditActions.RetryAccepted or AuditActions.RetriesBegun or AuditActions.RetriesFinished or AuditActions.RetriesStopped => Icons.Replay,
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
        AuditActions.DeadLetterRedriven or AuditActions.DeliveriesRedriven => Icons.Unarchive,
        AuditActions.DeadLetterDiscarded or AuditActions.DeliveriesDiscarded => Icons.DeleteForever,
        AuditActions.ReplayBegun or AuditActions.ReplayStopped or AuditActions.ReplayFinished => Icons.Replay,
        AuditActions.BatchRunAsked => Icons.PlayArrow,
        AuditActions.AuditExported => Icons.Download,
        AuditActions.ViewSaved or AuditActions.ViewShared or AuditActions.ViewDeleted => Icons.Bookmark,
        AuditActions.ExportBegun or AuditActions.ExportFinished or AuditActions.ExportStopped or AuditActions.ExportFailed => Icons.Download,
        AuditActions.BackupBegun or AuditActions.BackupFinished or AuditActions.BackupFailed => Icons.Backup,
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
