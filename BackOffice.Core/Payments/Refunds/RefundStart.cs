using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>
/// The one write before anything is sent: the order belongs to the case's execution, its vouchers are suspended, its amounts are reserved on condition that
/// they are there, and the key of every money leg is stored. Whoever comes second finds less to give back.
/// </summary>
internal static class RefundStart
{
    private static readonly Actor s_actor = Actor.System("refunds");

    /// <summary>How long after its start the program first looks after a case that runs: as long as it waits for an answer that is lost.</summary>
    public static TimeSpan FirstLook(PipelineOptions options) => options.LookUpAfter[0];

    /// <summary>Adds the start to the draft, or says why the case cannot start; then nothing was added.</summary>
    public static Error? Begin(OrderDraft draft, Refund refund, RefundPolicy policy, PipelineOptions options, DateTimeOffset now)
    {
        if (RefundRules.Busy(draft.Head) is { } busy)
            return new Conflict("refund.busy", busy);
        var plan = RefundPlanner.Plan(draft, refund.Ask, policy, refund.RefundId, now);
        if (!plan.IsSuccess)
            return plan.Error;
        if (plan.Value.Preview.Hash != refund.PreviewHash)
            return new Rejected("refund.preview-changed", "What it would do is not what was approved any more.");
        var legs = refund.Legs.Select(leg => leg.Kind is LegKind.Notify ? leg : leg with { State = LegState.Reserved, At = now });
        return Run(draft, refund, refund with { Legs = [.. legs], StartedAt = now }, AuditActions.RefundStarted, "Started", options, now);
    }

    /// <summary>Goes on with the legs that definitely failed or came back, each as a new attempt under a new key; the others stay as they are.</summary>
    public static Error? Again(OrderDraft draft, Refund refund, PipelineOptions options, DateTimeOffset now)
    {
        if (RefundRules.Busy(draft.Head) is { } busy)
            return new Conflict("refund.busy", busy);
        if (refund.Legs.Any(leg => leg.IsOpen))
            return new Rejected("refund.open-legs", "One of its calls has no known outcome. That is settled first; a new attempt could pay twice.");
        var legs = refund.Legs.Select(leg => leg.State switch
        {
            LegState.Failed or LegState.Reversed or LegState.Planned when IsDead(draft, leg) => leg with
            {
                State = LegState.Succeeded, At = now, ErrorCode = null, ErrorMessage = null,
            },
            LegState.Failed or LegState.Reversed => leg with
            {
                State = leg.Kind is LegKind.Notify ? LegState.Planned : LegState.Reserved, Attempt = leg.Attempt + 1, At = now, Reference = null, ErrorCode = null, ErrorMessage = null,
                Evidence = null, Forfeited = null,
            },
            LegState.Planned when leg.Kind is not LegKind.Notify => leg with { State = LegState.Reserved, At = now },
            LegState.Planned or LegState.Reserved or LegState.Sent or LegState.Succeeded or LegState.Unknown or LegState.AwaitingExternal => leg,
        }).ToList();
        if (Run(draft, refund, refund with { Legs = legs, ClosedAt = null, Outcome = null }, AuditActions.RefundRetried, "Retried", options, now) is { } refused)
            return refused;
        foreach (var dead in legs.Where((leg, index) => leg.State is LegState.Succeeded && refund.Legs[index].State is not LegState.Succeeded))
            Unwinding.UnwindRules.Mark(draft, dead);
        return null;
    }

    /// <summary>Somebody else made the leg's voucher void meanwhile. One whose code lives on in a successor, or that was redeemed, is not done.</summary>
    private static bool IsDead(OrderDraft draft, RefundLeg leg) =>
        leg.Kind is LegKind.Deliverable && draft.Voucher(leg.VoucherId ?? "") is { State: VoucherState.Void };

    private static Error? Run(OrderDraft draft, Refund before, Refund refund, string action, string word, PipelineOptions options, DateTimeOffset now)
    {
        var fresh = refund.Legs.Where((leg, index) => leg != before.Legs[index] && leg.State is not LegState.Succeeded).ToList();
        foreach (var leg in fresh.Where(leg => leg.IsMoney))
        {
            var tender = draft.Head.Tenders.First(candidate => candidate.TenderId == leg.TenderId);
            if (leg.Amount is not { } amount || !amount.IsPositive || TenderBalances.Refundable(tender) < amount)
                return new Rejected("refund.too-much", $"{leg.Amount} is more than the {TenderBalances.Refundable(tender)} that may still go back to tender {leg.TenderId}.");
        }

        foreach (var leg in fresh.Where(leg => leg.Kind is LegKind.Release))
        {
            var tender = draft.Head.Tenders.First(candidate => candidate.TenderId == leg.TenderId);
            if (tender.Captured.IsPositive || leg.Amount != tender.Authorised)
                return new Rejected("refund.captured", $"Tender {leg.TenderId} is not as it was: {tender.Authorised} reserved, {tender.Captured} taken.");
        }

        var cause = new VoucherCause(s_actor, refund.RefundId, $"Refund {refund.RefundId}", now);
        // More do not fit the write; those are suspended when their turn comes, before anything of value moves.
        foreach (var leg in fresh.Where(leg => leg.Kind is LegKind.Deliverable).Take(RefundPolicy.MostUnits))
        {
            if (VoucherChanges.Suspend(draft, leg.VoucherId ?? "", cause) is { } refused)
                return refused;
        }

        var run = refund.Runs + 1;
        var execution = string.Create(CultureInfo.InvariantCulture, $"{draft.Head.Id}-{(refund.Ask.Kind is RefundKind.Unwind ? 'U' : 'R')}{refund.Number}{(run == 1 ? "" : $"_{run}")}");
        var started = refund with { State = RefundState.Running, Execution = execution, Runs = run, Redrives = 0, Token = null, LookAt = now + FirstLook(options) };
        draft.Head = Lease.Claim(draft.Head, execution, now, options.Lease);
        if (refund.Ask.Kind is RefundKind.Unwind)
            draft.Head = Unwinding.UnwindRules.Stopped(draft.Head);
        draft.AddKey(KeyClasses.Execution, execution);
        foreach (var leg in fresh)
        {
            var key = leg.KeyOf(draft.Head.Id, refund.RefundId);
#if DEBUG
            if (SeededBugs.Is(SeededBugs.RefundReservedAfterCall))
            {
                draft.Put(Planned(draft, leg, key, execution));
                continue;
            }
#endif
            if (leg.IsMoney && leg.Amount is { } amount && leg.TenderId is { } tender)
                draft.Append(tender, LedgerType.RefundReserve, amount, key, execution, now, null, refund.RequestedBy.Id);
            // A voucher's first key follows from the case; twenty rows more would not fit the write.
            if (leg.Kind is not LegKind.Deliverable || leg.Attempt > 1)
                draft.Put(Planned(draft, leg, key, execution));
        }

        draft.Put(started);
        draft.Audit(
            s_actor, action, now, note: string.Create(
                CultureInfo.InvariantCulture, $"Refund {refund.RefundId} of {refund.Amounts} runs as {execution}; {fresh.Count(leg => leg.IsMoney)} amounts reserved, {Math.Min(RefundPolicy.MostUnits, fresh.Count(leg => leg.Kind is LegKind.Deliverable))} vouchers suspended."));
        draft.Publish(RefundEvents.Of(draft.Head, started, word, now));
        return null;
    }

    private static Effect Planned(OrderDraft draft, RefundLeg leg, EffectKey key, string execution)
    {
        var kind = RefundLegs.EffectOf(leg.Kind);
        return new Effect
        {
            Key = key, Kind = kind, State = EffectState.Planned, Amount = leg.Amount, RequestHash = EffectLedger.HashOf(kind, leg.Unit, leg.Amount, null),
            Owner = execution, Epoch = draft.Head.Route.Epoch,
        };
    }
}
