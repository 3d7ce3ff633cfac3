using System.Globalization;
using System.Text;
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
                Guard = current => current.Head.Payment is PaymentStatus.Captured or PaymentStatus.Overpaid
                    ? null
                    : new StepFailed(ErrorCodes.OrderInvalid, "The money is not taken, so the vouchers are kept back."),
                Send = (order, effect) => notifier.SendAsync(MessageOf(order, vouchers, effect.Key), CancellationToken.None),
            },
            cancellationToken).ConfigureAwait(false);
        return StepOutcomes.FailureOf(outcome) is { } failure
            ? failure
            : new StepDone(JsonSerializer.Serialize(new ReferenceOutput((outcome as EffectDone)?.Effect.ExternalId ?? ""), PipelineJson.Default.ReferenceOutput));
    }

    private Message MessageOf(OrderHead order, IReadOnlyList<Voucher> vouchers, EffectKey key)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Dear {order.Customer.Name},\n\nyour order {order.Id} is paid: {order.Total}. Your vouchers:\n\n");
        foreach (var voucher in vouchers)
        {
            var line = order.Lines.First(candidate => candidate.LineId == voucher.LineId);
            text.Append(CultureInfo.InvariantCulture, $"{vault.Open(voucher.CodeCipher)}   {line.Title}, {line.City}\n");
        }

        text.Append("\nShow the code to the merchant. It is worth money: keep it to yourself.\n");
        return new Message(key, order.Customer.Email, $"Your vouchers for order {order.Id}", text.ToString(), order.Locale);
    }
}
