using System.Text.Json;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Ends a run of the case: everything is done, or a person is needed, or it stopped before anything happened. The order is nobody's again.</summary>
public sealed class RefundCloseStep(OrderWriter orders, RefundBudgets budgets, TimeProvider clock) : IStep
{
    private static readonly Rejected s_unchanged = new("refund.unchanged", "Nothing to write.");
    private static readonly Actor s_actor = Actor.System("refunds");

    public string Name => RefundStepNames.Close;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        StepOutcome outcome = new StepDone("{}");
        Refund? closed = null;
        var written = await orders.ChangeAsync(
            context.Order,
            draft =>
            {
                outcome = new StepDone("{}");
                closed = draft.Refunds().FirstOrDefault(refund => refund.RefundId == context.Operation);
                // Handed out again after it was done.
                if (closed is { State: not RefundState.Running } && closed.Execution == context.Owner)
                    return s_unchanged;
                var (refund, failed) = RefundFlow.Of(draft, context);
                if (refund is null || RefundFlow.Waits(refund))
                {
                    outcome = failed ?? new StepFailed(ErrorCodes.EffectUnknown, "A call of the case has no known outcome.");
                    closed = null;
                    return s_unchanged;
                }

                closed = Close(draft, refund);
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        if (!written.IsSuccess && !ReferenceEquals(written.Error, s_unchanged))
            return new StepFailed(ErrorCodes.StoreUnavailable, written.Error.Message);
        if (closed is { State: RefundState.Cancelled, BudgetDay: { } day })
            await budgets.GiveBackAsync(closed.RequestedBy.Id, day, closed.RefundId, CancellationToken.None).ConfigureAwait(false);
        return outcome;
    }

    private Refund Close(OrderDraft draft, Refund refund)
    {
        var now = clock.GetUtcNow();
        var stopped = RefundFlow.Stopped(refund);
        var reason = RefundLegs.Trouble(refund);
        if (stopped)
            refund = LetGo(draft, refund, now);
        var nothing = stopped && refund.Legs.All(leg => leg.State is not LegState.Succeeded);
        var done = refund.Legs.All(leg => leg.State is LegState.Succeeded);
        var closed = refund with
        {
            State = done ? RefundState.Succeeded : nothing ? RefundState.Cancelled : RefundState.NeedsAttention,
            ClosedAt = done || nothing ? now : null,
            Outcome = done ? "Everything is done." : nothing ? $"It stopped, and no money moved. {reason}" : reason,
            Token = null,
            LookAt = null,
        };
        var head = Lease.Release(draft.Head);
        draft.Head = head with
        {
            Attention = done && head is { Attention: AttentionStatus.NeedsOps, UnknownEffects: 0, IsFinal: true } && !LateRedemptions.AnyOpen(draft) ? AttentionStatus.None : head.Attention,
            // Paid back whole and not delivered: nothing will come of it any more.
            Workflow = head is { Workflow: WorkflowStatus.Failed, Payment: PaymentStatus.Refunded } ? WorkflowStatus.Cancelled : head.Workflow,
            CompletedAt = head.CompletedAt ?? (head.Payment is PaymentStatus.Refunded ? now : null),
        };
        if (refund.Ask.Kind is RefundKind.Unwind)
            draft.Head = Unwinding.UnwindRules.Closed(draft.Head, done, now);
        draft.Put(closed);
        draft.Audit(s_actor, nothing ? AuditActions.RefundStopped : AuditActions.RefundClosed, now, note: $"Refund {refund.RefundId}: {closed.State}. {closed.Outcome}");
        draft.Publish(RefundEvents.Of(draft.Head, closed, done ? "Succeeded" : nothing ? "Stopped" : "Needs Attention", now));
        return closed;
    }

    /// <summary>A voucher could not be stopped: what is only suspended counts again, and what is only reserved is free.</summary>
    private static Refund LetGo(OrderDraft draft, Refund refund, DateTimeOffset now)
    {
        var cause = new VoucherCause(s_actor, refund.RefundId, $"Refund {refund.RefundId} stopped", now);
        foreach (var leg in refund.Legs.Where(leg => leg is { Kind: LegKind.Deliverable, State: not LegState.Succeeded }))
        {
            if (VoucherChanges.Release(draft, leg.VoucherId ?? "", cause) is { } refused)
                throw new InvalidOperationException($"{draft.Head.Id}: {refused.Message}");
        }

        foreach (var leg in refund.Legs.Where(leg => leg.Holds))
        {
            draft.Append(
                leg.TenderId ?? 0, LedgerType.RefundRelease, leg.Amount ?? throw new InvalidDataException($"{leg.LegId} has no amount."),
                leg.KeyOf(draft.Head.Id, refund.RefundId), refund.Execution ?? "refunds", now, null, refund.RequestedBy.Id);
        }

        return refund with
        {
            Legs = [.. refund.Legs.Select(leg => leg.State is LegState.Reserved ? leg with { State = LegState.Planned, At = now } : leg)],
        };
    }
}
