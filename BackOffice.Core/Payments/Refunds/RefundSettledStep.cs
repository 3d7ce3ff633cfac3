using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Waits until every leg that was sent has a definite outcome: the gateway's answer, a callback, a look-up or a person's evidence. It may take days.</summary>
public sealed class RefundSettledStep(OrderWriter orders) : IStep
{
    private static readonly Rejected s_unchanged = new("refund.unchanged", "Nothing to write.");

    public string Name => RefundStepNames.Settled;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        StepOutcome outcome = new StepWaits();
        var written = await orders.ChangeAsync(
            context.Order,
            draft =>
            {
                var (refund, failed) = RefundFlow.Of(draft, context);
                if (refund is null)
                {
                    outcome = failed ?? new StepFailed(ErrorCodes.OrderInvalid, "The order is gone.");
                    return s_unchanged;
                }

                if (!RefundFlow.Waits(refund))
                {
                    outcome = new StepDone(RefundFlow.OutputOf(refund));
                    return s_unchanged;
                }

                outcome = new StepWaits();
                if (refund.Token == context.Token)
                    return s_unchanged;
                draft.Put(refund with { Token = context.Token });
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        return written.IsSuccess || ReferenceEquals(written.Error, s_unchanged) ? outcome : new StepFailed(ErrorCodes.StoreUnavailable, written.Error.Message);
    }
}
