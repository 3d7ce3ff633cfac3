using System.Text.Json;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Pipeline.Steps;

/// <summary>Sends the vouchers, once the money is taken.</summary>
public sealed class NotifyCustomerStep(EffectLedger ledger, OrderWriter orders, INotifier notifier, VoucherVault vault) : IStep
{
    public string Name => StepNames.NotifyCustomer;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(context.Order, cancellationToken).ConfigureAwait(false);
        if (draft is null)
            return new StepFailed(ErrorCodes.OrderInvalid, $"There is no order {context.Order}.");
        var vouchers = draft.Vouchers().Where(voucher => voucher.IsLive).ToList();
        var outcome = await ledger.RunAsync(
            new EffectRun
            {
                Step = context,
                StepName = Name,
                Kind = EffectKind.Notify,
                Unit = "1",
                Terms = notifier.Terms,
                Prepare = () => VoucherMessages.Prepare(draft.Head, vault),
                Guard = current => current.Head.Payment is PaymentStatus.Captured or PaymentStatus.Overpaid
                    ? null
                    : new StepFailed(ErrorCodes.OrderInvalid, "The money is not taken, so the vouchers are kept back."),
                Send = (order, effect) => notifier.SendAsync(VoucherMessages.Of(order, vouchers, effect.Key, vault), CancellationToken.None),
            },
            cancellationToken).ConfigureAwait(false);
        return StepOutcomes.FailureOf(outcome) is { } failure
            ? failure
            : new StepDone(JsonSerializer.Serialize(new ReferenceOutput((outcome as EffectDone)?.Effect.ExternalId ?? ""), PipelineJson.Default.ReferenceOutput));
    }
}
