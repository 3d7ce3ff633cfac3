using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Miles;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>
/// Has a case's leg follow its effect, and the ledger follow the leg, in the same commit: whether the call's own answer, a callback, a look-up or a person's
/// evidence settled it. A reservation is released by a proved failure, turned into a settlement by success, and kept by everything else.
/// </summary>
internal static class RefundLegs
{
    private static readonly Rejected s_known = new("refund.unchanged", "The leg has its outcome.");
    private static readonly Actor s_actor = Actor.System("refunds");

    public static void Follow(OrderDraft draft, Effect effect, DateTimeOffset now)
    {
        if (Find(draft, effect.Key) is not var (refund, leg))
            return;
        var state = StateOf(effect.State, leg);
        if (state == leg.State && effect.ErrorMessage == leg.ErrorMessage)
            return;
        var moved = leg with
        {
            State = state,
            Forfeited = state is LegState.Succeeded ? ForfeitedOf(draft, leg, effect, now) : leg.Forfeited,
            At = now,
            Reference = effect.ExternalId ?? leg.Reference,
            ExternalStatus = state is LegState.AwaitingExternal ? effect.ErrorMessage : null,
            ErrorCode = effect.ErrorCode,
            ErrorMessage = state is LegState.AwaitingExternal ? null : effect.ErrorMessage,
        };
        Post(draft, refund, leg, moved, effect, now);
        var after = refund.With(moved);
        if (state != leg.State)
            Unwinding.UnwindRules.Mark(draft, moved);
        if (state is LegState.Succeeded or LegState.Failed or LegState.Unknown or LegState.AwaitingExternal or LegState.Reversed && state != leg.State)
            Tell(draft, after, moved, now);
        draft.Put(Judge(after, now));
    }

    /// <summary>A voucher that may not even be asked for at the issuer: its leg failed, and nothing was sent.</summary>
    public static async Task RefuseAsync(OrderWriter orders, OrderId order, RefundLeg leg, string refundId, string code, string message, TimeProvider clock) =>
        await orders.ChangeAsync(
            order,
            draft =>
            {
                var refund = draft.Refunds().First(candidate => candidate.RefundId == refundId);
                var current = refund.Legs.First(candidate => candidate.LegId == leg.LegId);
                if (current.State is not LegState.Reserved || current.Attempt != leg.Attempt)
                    return s_known;
                var now = clock.GetUtcNow();
                var failed = current with { State = LegState.Failed, At = now, ErrorCode = code, ErrorMessage = message };
                var after = refund.With(failed);
                Tell(draft, after, failed, now);
                draft.Put(after);
                return null;
            },
            CancellationToken.None).ConfigureAwait(false);

    /// <summary>The case and leg of an effect key, or null when it is none of a refund, or of an attempt that the leg has left behind.</summary>
    public static (Refund Refund, RefundLeg Leg)? Find(OrderDraft draft, EffectKey key)
    {
        if (key.Operation == EffectKey.Checkout || draft.Refunds().FirstOrDefault(refund => refund.RefundId == key.Operation) is not { } refund)
            return null;
        var leg = refund.Legs.FirstOrDefault(candidate => candidate.Step == key.Step && candidate.Unit == key.Unit && candidate.Attempt == key.Attempt);
        return leg is null ? null : (refund, leg);
    }

    /// <summary>A case that nobody runs any more is as its legs are.</summary>
    public static Refund Judge(Refund refund, DateTimeOffset now) => refund.State switch
    {
        RefundState.Succeeded or RefundState.NeedsAttention when refund.Legs.All(leg => leg.State is LegState.Succeeded) =>
            refund with { State = RefundState.Succeeded, ClosedAt = refund.ClosedAt ?? now, Outcome = "Everything is done." },
        RefundState.Succeeded => refund with { State = RefundState.NeedsAttention, ClosedAt = null, Outcome = Trouble(refund) },
        RefundState.NeedsAttention => refund with { Outcome = Trouble(refund) },
        RefundState.Closed when refund.Legs.Any(leg => leg.State is LegState.Reversed) => refund with { State = RefundState.NeedsAttention, ClosedAt = null, Outcome = Trouble(refund) },
        RefundState.PendingApproval or RefundState.Approved or RefundState.Running or RefundState.Rejected or RefundState.Cancelled or RefundState.Expired or RefundState.Closed => refund,
    };

    /// <summary>What stands in the way of "done", in one sentence.</summary>
    public static string Trouble(Refund refund) => string.Join(" ", refund.Legs.Where(leg => leg.State is not LegState.Succeeded).Select(leg => leg.State switch
    {
        LegState.Failed => $"{Name(leg)} failed: {leg.ErrorMessage ?? "refused"}.",
        LegState.Reversed => $"{Name(leg)} came back: {leg.ErrorMessage ?? "the gateway reversed it"}.",
        LegState.Unknown => $"Nobody knows yet whether {Name(leg)} happened.",
        LegState.AwaitingExternal => $"{Name(leg)} is not finished at the gateway.",
        LegState.Planned or LegState.Reserved or LegState.Sent => $"{Name(leg)} is not done.",
        LegState.Succeeded => "",
    }));

    public static string Name(RefundLeg leg) => leg.Kind switch
    {
        LegKind.Deliverable => $"Voucher {leg.VoucherId}",
        LegKind.Release => string.Create(CultureInfo.InvariantCulture, $"The release of {leg.Amount} on tender {leg.TenderId}"),
        LegKind.Cash or LegKind.Miles => string.Create(CultureInfo.InvariantCulture, $"{leg.Amount} to tender {leg.TenderId}"),
        LegKind.Notify => "The customer's message",
    };

    /// <summary>The effect that does a leg.</summary>
    public static EffectKind EffectOf(LegKind kind) => kind switch
    {
        LegKind.Cash => EffectKind.RefundPayment,
        LegKind.Miles => EffectKind.RecreditMiles,
        LegKind.Release => EffectKind.ReleaseAuthorisation,
        LegKind.Deliverable => EffectKind.VoidVoucher,
        LegKind.Notify => EffectKind.NotifyRefund,
    };

    private static LegState StateOf(EffectState effect, RefundLeg leg) => effect switch
    {
        EffectState.Planned => LegState.Reserved,
        EffectState.Sent => LegState.Sent,
        EffectState.Succeeded => LegState.Succeeded,
        EffectState.Failed => LegState.Failed,
        // Found sent by somebody who did not live to record the answer, or looked up in vain: the same.
        EffectState.Unknown => LegState.Unknown,
        EffectState.Awaiting => LegState.AwaitingExternal,
        EffectState.Reversed => leg.State is LegState.Succeeded or LegState.Reversed ? LegState.Reversed : LegState.Failed,
    };

    /// <summary>Of a miles leg that is done: what the programme said had expired, or, where a person's evidence stands for its answer, what had by now.</summary>
    private static Money? ForfeitedOf(OrderDraft draft, RefundLeg leg, Effect effect, DateTimeOffset now)
    {
        if (leg is not { Kind: LegKind.Miles, Amount: { } amount })
            return null;
        if (MilesAnswer.Of(effect) is { } said)
            return new Money(said.Expired, amount.Unit);
        var tender = draft.Head.Tenders.First(candidate => candidate.TenderId == leg.TenderId);
        var others = leg.Holds ? tender with { Reserved = tender.Reserved - amount } : tender;
        return MilesSplit.Of(others, amount, DateOnly.FromDateTime(now.UtcDateTime)).Expired;
    }

    private static void Post(OrderDraft draft, Refund refund, RefundLeg leg, RefundLeg after, Effect effect, DateTimeOffset now)
    {
        var state = after.State;
        if (leg is { Kind: LegKind.Release, Amount: { } released, TenderId: { } card } && state is LegState.Succeeded && leg.State is not LegState.Succeeded)
            draft.Append(card, LedgerType.AuthoriseVoid, released, effect.Key, refund.Execution ?? "refunds", now, effect.ExternalId, refund.RequestedBy.Id);
        if (!leg.IsMoney || leg.Amount is not { } amount || leg.TenderId is not { } tender || leg.State == state)
            return;
        var holds = (leg with { State = state }).Holds;
        if (leg.Holds && holds)
            return;
        if (!leg.Holds && (holds || state is LegState.Succeeded && leg.State is not LegState.Succeeded))
        {
            // It was called failed, and the gateway says otherwise: what it did is what happened.
            Append(LedgerType.RefundReserve);
            if (state is not LegState.Succeeded)
                return;
        }

#if DEBUG
        if (SeededBugs.Is(SeededBugs.RefundReservedAfterCall) && leg.Holds)
            Append(LedgerType.RefundReserve);
#endif
        switch (state)
        {
            case LegState.Succeeded:
                Append(SettlementOf(refund, leg), amount - Expired());
                Append(LedgerType.MilesForfeit, Expired());
                break;
            case LegState.Failed when leg.Holds:
                Append(LedgerType.RefundRelease);
                break;
            case LegState.Reversed:
                Append(LedgerType.RefundReverse, amount - Expired());
                Append(LedgerType.ForfeitReverse, Expired());
                break;
            case LegState.Failed or LegState.Planned or LegState.Reserved or LegState.Sent or LegState.Unknown or LegState.AwaitingExternal:
                break;
        }

        Money Expired() => after.Forfeited ?? Money.Zero(amount.Unit);

        void Append(LedgerType type, Money? part = null)
        {
            if ((part ?? amount).IsPositive)
                draft.Append(tender, type, part ?? amount, effect.Key, refund.Execution ?? "refunds", now, effect.ExternalId, refund.RequestedBy.Id);
        }
    }

    public static LedgerType SettlementOf(Refund refund, RefundLeg leg) =>
        leg.Kind is LegKind.Miles ? LedgerType.MilesRecredit : refund.Ask.Kind is RefundKind.Goodwill ? LedgerType.Goodwill : LedgerType.RefundSettle;

    private static void Tell(OrderDraft draft, Refund refund, RefundLeg leg, DateTimeOffset now)
    {
        var (action, word) = leg.State switch
        {
            LegState.Succeeded => (AuditActions.RefundLegSucceeded, "Succeeded"),
            LegState.Failed => (AuditActions.RefundLegFailed, "Failed"),
            LegState.Unknown => (AuditActions.RefundLegUnknown, "Unknown"),
            LegState.AwaitingExternal => (AuditActions.RefundLegAwaited, "Awaited"),
            LegState.Reversed => (AuditActions.RefundLegReversed, "Reversed"),
            LegState.Planned or LegState.Reserved or LegState.Sent => throw new InvalidOperationException($"{leg.State} is no outcome."),
        };
        draft.Audit(
            s_actor, action, now, note: string.Create(
                CultureInfo.InvariantCulture, $"Refund {refund.RefundId}, {leg.LegId}, attempt {leg.Attempt}: {leg.State}.{(leg.Reference is null ? "" : $" Reference {leg.Reference}.")} {leg.ErrorMessage}").Trim());
        draft.Publish(RefundEvents.Leg(draft.Head, refund, leg, word, now));
    }
}
