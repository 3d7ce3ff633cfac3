using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Unwinding;

/// <summary>Which order may be unwound, whose effects those are, and what an unwinding means for the order.</summary>
internal static class UnwindRules
{
    /// <summary>Null when the order may be unwound as it stands, else why not. What has no known outcome is never undone: nobody knows what to undo.</summary>
    public static Rejected? Blocked(OrderDraft draft, string? own, DateTimeOffset now)
    {
        var head = draft.Head;
        if (head.History)
            return new Rejected("unwind.history", "The order is history: it was imported, and no gateway knows it from us.");
        if (draft.Refunds().Any(refund => refund is { Ask.Kind: RefundKind.Unwind, IsVoid: false } && refund.RefundId != own))
            return new Rejected("unwind.begun", "What this order did is being undone already, or was.");
        if (head.IsFinal)
            return new Rejected("unwind.done", head.Workflow is WorkflowStatus.Done ? "The order is done. Money goes back by a refund." : "The order is closed.");
        if (head.Workflow is not (WorkflowStatus.Failed or WorkflowStatus.FellBack))
            return new Rejected("unwind.running", "The order is still being worked on. Wait until it has failed.");
        if (draft.Refunds().Any(refund => !refund.IsVoid && refund.RefundId != own))
            return new Rejected("unwind.refunded", "The order has a refund. Go on with refunds, or call that one off first.");
        if (head.Tenders.Any(tender => TenderBalances.ChargedBackOf(tender).IsPositive))
            return new Rejected("unwind.charged-back", "The customer's bank took the money back already.");
        var open = draft.Effects().FirstOrDefault(effect => effect.IsOpen);
        if (open is not null)
            return new Rejected("unwind.unknown", $"{RetryChecks.Title(open.Key.Step)} was called and has no answer yet. It is looked up first; then undo.");
        var lost = draft.Effects().FirstOrDefault(effect => effect.MayArrive && effect.KeyValidUntil > now && IsUndoable(effect.Kind));
        return lost is null
            ? null
            : new Rejected(
                "unwind.unknown",
                $"{RetryChecks.Title(lost.Key.Step)} was called, and the gateway does not know it yet. It may still arrive until {lost.KeyValidUntil?.UtcDateTime:d MMM HH:mm} UTC; retry the order, or wait.");
    }

    /// <summary>What an order's processing did and that still stands, oldest first. A capture stands for its authorisation; a voucher that is dead is undone.</summary>
    public static IReadOnlyList<Effect> Standing(OrderDraft draft)
    {
        var captured = draft.Effects().Where(effect => effect is { Kind: EffectKind.Capture, State: EffectState.Succeeded, Key.Operation: EffectKey.Checkout })
            .Select(effect => effect.Key.Unit).ToHashSet();
#if DEBUG
        var leaves = SeededBugs.Is(SeededBugs.UnwindLeavesAuthorisation);
#else
        const bool leaves = false;
#endif
        return
        [
            .. draft.Effects()
                .Where(effect => effect is { State: EffectState.Succeeded, Key.Operation: EffectKey.Checkout } && IsUndoable(effect.Kind)
                    && !(effect.Kind is EffectKind.Authorise && (leaves || captured.Contains(effect.Key.Unit))))
                .OrderBy(effect => effect.SettledAt),
        ];
    }

    /// <summary>Those that did them, sorted.</summary>
    public static IReadOnlyList<string> ExecutionsOf(IEnumerable<Effect> effects) => [.. effects.Select(effect => effect.Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Null when the leg may be sent: what it undoes still stands, and one of the named executions did it. Asked in the commit of the intent.</summary>
    public static StepFailed? Foreign(OrderDraft draft, Refund refund, RefundLeg leg)
    {
        if (leg.Undoes is null)
            return null;
        var done = draft.Effects().FirstOrDefault(effect => effect.Key.ToString() == leg.Undoes);
        return done is { State: EffectState.Succeeded } && refund.Ask.Executions?.Contains(done.Owner, StringComparer.Ordinal) == true
            ? null
            : new StepFailed(ErrorCodes.LeaseLost, $"{leg.Undoes} is not what the named executions did, or does not stand any more.");
    }

    /// <summary>An effect that is undone is reversed; one whose undoing came back stands again.</summary>
    public static void Mark(OrderDraft draft, RefundLeg leg)
    {
        if (leg.Undoes is null || leg.State is not (LegState.Succeeded or LegState.Reversed) || draft.Effects().FirstOrDefault(effect => effect.Key.ToString() == leg.Undoes) is not { } undone)
            return;
        draft.Put(undone with { State = leg.State is LegState.Succeeded ? EffectState.Reversed : EffectState.Succeeded });
    }

    /// <summary>The order as its unwinding begins: no batch takes it up any more.</summary>
    public static OrderHead Stopped(OrderHead order) => order with
    {
        Workflow = WorkflowStatus.Failed, Route = order.Route with { BatchStage = null, NextBatchAt = null },
    };

    /// <summary>The order when a run of its unwinding ends: closed when everything is undone, else a person's.</summary>
    public static OrderHead Closed(OrderHead order, bool done, DateTimeOffset now) => done
        ? order with
        {
            Workflow = WorkflowStatus.Cancelled, CompletedAt = now, StuckSince = null,
            Attention = order.UnknownEffects > 0 ? order.Attention : AttentionStatus.None,
        }
        : order with { Attention = order.Attention is AttentionStatus.None ? AttentionStatus.NeedsAgent : order.Attention };

    /// <summary>The order once a person closed its stopped unwinding: it calls for somebody only for what is none of the unwinding's.</summary>
    public static void Close(OrderDraft draft, DateTimeOffset now)
    {
        draft.Head = draft.Head with { Workflow = WorkflowStatus.Cancelled, CompletedAt = draft.Head.CompletedAt ?? now, StuckSince = null };
        draft.Head = draft.Head with { Attention = Attentions.Of(draft) };
    }

    private static bool IsUndoable(EffectKind kind) => kind is EffectKind.Authorise or EffectKind.Capture or EffectKind.RedeemMiles or EffectKind.IssueVoucher;
}
