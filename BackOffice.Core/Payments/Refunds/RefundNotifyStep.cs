using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Pipeline.Steps;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Tells the customer, once all the money has gone back; nothing is said of what is not certain.</summary>
public sealed class RefundNotifyStep(EffectLedger ledger, OrderWriter orders, INotifier notifier) : IStep
{
    public string Name => RefundStepNames.Notify;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false);
        var (refund, failed) = RefundFlow.Of(draft, context);
        if (refund is null || draft is null)
            return failed ?? new StepFailed(ErrorCodes.OrderInvalid, "The order is gone.");
        var leg = refund.Legs.FirstOrDefault(candidate => candidate is { Kind: LegKind.Notify, State: LegState.Planned or LegState.Reserved });
        if (leg is null || !RefundFlow.AllMoneyBack(refund))
            return new StepDone(RefundFlow.OutputOf(refund));
        var outcome = await ledger.RunAsync(
            new EffectRun
            {
                Step = context,
                StepName = leg.Step,
                Kind = EffectKind.NotifyRefund,
                Unit = leg.Unit,
                Terms = notifier.Terms,
                Guard = current => RefundFlow.Of(current, context).Failed,
                Send = (order, effect) => notifier.SendAsync(MessageOf(order, draft, refund, effect.Key), CancellationToken.None),
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome is EffectRefused { Code: ErrorCodes.LeaseLost } or EffectNotExecuted or EffectNotWritten or EffectLeaseLost)
            return StepOutcomes.FailureOf(outcome) ?? throw new InvalidOperationException($"{outcome.GetType().Name} is no failure.");
        var after = RefundFlow.Of(await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false), context);
        return after.Failed is { } gone ? gone : new StepDone(RefundFlow.OutputOf(after.Refund ?? refund));
    }

    private static Message MessageOf(OrderHead order, OrderDraft draft, Refund refund, EffectKey key)
    {
        var dead = refund.Legs.Where(leg => leg.Kind is LegKind.Deliverable).Select(leg => leg.VoucherId ?? "").Order(StringComparer.Ordinal)
            .Select(id => draft.Voucher(id) ?? throw new InvalidDataException($"{order.Id} has no voucher {id}.")).ToList();
        var shares = refund.Legs.Where(leg => leg.IsValue).Select(ValueShare.Done).ToList();
        var message = refund.Ask.Kind is RefundKind.Unwind ? RefundMessages.Unwound(order, dead, shares) : RefundMessages.Of(order, refund.Lines, dead, shares);
        return new Message(key, message.To, message.Subject, message.Text, order.Locale);
    }
}
