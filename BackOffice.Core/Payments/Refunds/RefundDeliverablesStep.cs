using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Pipeline.Steps;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Makes the case's vouchers void, one after the other, each confirmed by the issuer. One that cannot be stopped stops the case before any money moves.</summary>
public sealed class RefundDeliverablesStep(EffectLedger ledger, OrderWriter orders, IVoucherIssuer issuer, TimeProvider clock) : IStep
{
    private static readonly Actor s_actor = Actor.System("refunds");

    public string Name => RefundStepNames.Deliverables;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false);
        if (RefundFlow.Of(draft, context) is not { Failed: null, Refund: { } known })
            return RefundFlow.Of(draft, context).Failed ?? new StepFailed(ErrorCodes.OrderInvalid, "The order is gone.");
        for (var turn = 0; turn <= known.Legs.Count; turn++)
        {
            draft = await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false);
            var (refund, failed) = RefundFlow.Of(draft, context);
            if (refund is null || draft is null)
                return failed ?? new StepFailed(ErrorCodes.OrderInvalid, "The order is gone.");
            var leg = refund.Legs.FirstOrDefault(candidate => candidate is { Kind: LegKind.Deliverable, State: LegState.Reserved });
            if (leg is null || RefundFlow.Waits(refund) || RefundFlow.Stopped(refund))
                return new StepDone(RefundFlow.OutputOf(refund));
            var outcome = await ledger.RunAsync(RunOf(context, draft, leg), cancellationToken).ConfigureAwait(false);
            switch (outcome)
            {
                case EffectDone or EffectNotKnown or EffectAwaiting:
                    break;
                case EffectRefused { Code: ErrorCodes.LeaseLost } lost:
                    return new StepFailed(lost.Code, lost.Message);
                case EffectRefused refused:
                    await RefundLegs.RefuseAsync(orders, context.Order, leg, context.Operation, refused.Code, refused.Message, clock).ConfigureAwait(false);
                    break;
                default:
                    return StepOutcomes.FailureOf(outcome) ?? throw new InvalidOperationException($"{outcome.GetType().Name} is no failure.");
            }

            if (outcome is EffectNotKnown)
            {
                var after = RefundFlow.Of(await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false), context);
                return after.Failed is { } gone ? gone : new StepDone(RefundFlow.OutputOf(after.Refund ?? refund));
            }
        }

        throw new InvalidOperationException($"{context.Order}: a voucher of refund {context.Operation} was done and its leg does not say so.");
    }

    private EffectRun RunOf(StepContext context, OrderDraft draft, RefundLeg leg)
    {
        var voucher = draft.Voucher(leg.VoucherId ?? "") ?? throw new InvalidDataException($"{context.Order} has no voucher {leg.VoucherId}.");
        return new EffectRun
        {
            Step = context,
            StepName = leg.Step,
            Kind = EffectKind.VoidVoucher,
            Unit = leg.Unit,
            Terms = issuer.Terms,
            Guard = current => Guard(current, context, leg.LegId),
            Send = (order, effect) => issuer.VoidAsync(
                new VoidVoucherRequest(effect.Key, voucher.CodeHash, voucher.IssuerReference, order.Lines.First(line => line.LineId == voucher.LineId).OfferId), CancellationToken.None),
        };
    }

    /// <summary>The first phase of the void is in the commit of the intent.</summary>
    private StepFailed? Guard(OrderDraft draft, StepContext context, string legId)
    {
        var (refund, failed) = RefundFlow.Of(draft, context);
        if (refund is null)
            return failed;
        var leg = refund.Legs.First(candidate => candidate.LegId == legId);
        if (leg.State is not LegState.Reserved)
            return new StepFailed(ErrorCodes.LeaseLost, $"{legId} is {leg.State} already.");
        if (Unwinding.UnwindRules.Foreign(draft, refund, leg) is { } foreign)
            return foreign;
        return VoucherChanges.BeginVoid(draft, leg.VoucherId ?? "", new VoucherCause(s_actor, refund.RefundId, $"Refund {refund.RefundId}", clock.GetUtcNow())) is { } refused
            ? new StepFailed(ErrorCodes.VoucherRefused, refused.Message)
            : null;
    }
}
