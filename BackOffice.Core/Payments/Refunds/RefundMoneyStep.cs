using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Pipeline.Steps;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Sends the case's legs of value: miles, then cash, then what is only released. They are independent: one without an answer does not keep the others; but none goes before every voucher is void.</summary>
public sealed class RefundMoneyStep(EffectLedger ledger, OrderWriter orders, IPaymentGateway gateway, IMilesGateway programme) : IStep
{
    public string Name => RefundStepNames.Money;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false);
        var (refund, failed) = RefundFlow.Of(draft, context);
        if (refund is null)
            return failed ?? new StepFailed(ErrorCodes.OrderInvalid, "The order is gone.");
        StepFailed? again = null;
        foreach (var leg in refund.Legs.Where(leg => leg is { IsValue: true, State: LegState.Reserved }))
        {
            var outcome = await ledger.RunAsync(RunOf(context, leg), cancellationToken).ConfigureAwait(false);
            switch (outcome)
            {
                case EffectDone or EffectNotKnown or EffectAwaiting:
                    break;
                case EffectRefused { Code: ErrorCodes.LeaseLost } lost:
                    return new StepFailed(lost.Code, lost.Message);
                case EffectRefused:
                    break;
                case EffectNotExecuted not:
                    again = new StepFailed(not.Code, not.Message);
                    break;
                default:
                    return StepOutcomes.FailureOf(outcome) ?? throw new InvalidOperationException($"{outcome.GetType().Name} is no failure.");
            }
        }

        if (again is not null)
            return again;
        var after = RefundFlow.Of(await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false), context);
        return after.Failed is { } gone ? gone : new StepDone(RefundFlow.OutputOf(after.Refund ?? refund));
    }

    private EffectRun RunOf(StepContext context, RefundLeg leg)
    {
        var amount = leg.Amount ?? throw new InvalidDataException($"{context.Operation}: {leg.LegId} has no amount.");
        return new EffectRun
        {
            Step = context,
            StepName = leg.Step,
            Kind = RefundLegs.EffectOf(leg.Kind),
            Unit = leg.Unit,
            Amount = amount,
            Terms = leg.Kind is LegKind.Miles ? programme.Terms : gateway.Terms,
            Guard = draft => Guard(draft, context, leg.LegId),
            Send = (order, effect) => SendAsync(order, effect, leg.Kind, order.Tenders.First(candidate => candidate.TenderId == leg.TenderId), amount),
        };
    }

    private Task<GatewayAnswer> SendAsync(OrderHead order, Effect effect, LegKind kind, Tender tender, Money amount)
    {
        return kind switch
        {
            LegKind.Cash => gateway.RefundAsync(new RefundPaymentRequest(effect.Key, Reference(tender.CaptureId, "capture"), tender.Token, amount), CancellationToken.None),
            LegKind.Miles => programme.RecreditAsync(new RecreditMilesRequest(effect.Key, Reference(tender.RedemptionId, "redemption"), tender.Token, amount), CancellationToken.None),
            LegKind.Release => gateway.ReleaseAsync(new ReleaseRequest(effect.Key, Reference(tender.AuthorisationId, "authorisation"), tender.Token, amount), CancellationToken.None),
            LegKind.Deliverable or LegKind.Notify => throw new InvalidOperationException($"{order.Id}: {kind} is no leg of value."),
        };

        string Reference(string? reference, string what) => reference ?? throw new InvalidDataException($"{order.Id}: tender {tender.TenderId} has no {what}.");
    }

    /// <summary>Asked in the commit of the intent: the order is ours, the amount is reserved, the goods are dead, and everybody who must has approved.</summary>
    private static StepFailed? Guard(OrderDraft draft, StepContext context, string legId)
    {
        var (refund, failed) = RefundFlow.Of(draft, context);
        if (refund is null)
            return failed;
        var leg = refund.Legs.First(candidate => candidate.LegId == legId);
        if (leg.State is not LegState.Reserved)
            return new StepFailed(ErrorCodes.LeaseLost, $"{legId} is {leg.State} already.");
        if (refund.Legs.Any(other => other is { Kind: LegKind.Deliverable, State: not LegState.Succeeded }))
            return new StepFailed(ErrorCodes.LeaseLost, "A voucher is not dead yet, so no money moves.");
        if (Unwinding.UnwindRules.Foreign(draft, refund, leg) is { } foreign)
            return foreign;
        return RefundApprovals.AreEnough(refund) ? null : new StepFailed(ErrorCodes.LeaseLost, "It is not approved.");
    }
}
