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
    public const string RuleSaved = "rule.saved";
    public const string RuleEnabled = "rule.enabled";
    public const string RuleDisabled = "rule.disabled";
    public const string RuleDeleted = "rule.deleted";
    public const string RuleRolledBack = "rule.rolled-back";
    public const string RuleChangeRequested = "rule.change-requested";
    public const string RuleChangeApproved = "rule.change-approved";
    public const string RuleChangeWithdrawn = "rule.change-withdrawn";
    public const string RulePublished = "rule.published";
    public const string RuleNotPublished = "rule.not-published";
    public const string EventsReplayed = "rule.events-replayed";
    public const string DeliveriesRedriven = "rule.deliveries-redriven";
}
