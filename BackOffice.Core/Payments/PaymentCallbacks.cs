using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments;

/// <summary>Records what a callback says of an effect that is not settled; a repeated or late one changes nothing.</summary>
public sealed class PaymentCallbacks(OrderWriter orders, EffectLedger ledger) : IPaymentCallbacks
{
    private static readonly Rejected s_known = new("callback.known", "Settled already, or not ours.");

    public async Task ReceiveAsync(PaymentCallback callback, CancellationToken cancellationToken)
    {
        // Settled, or not ours, is no error of the gateway's: it must not send it again for ever.
        await orders.ChangeAsync(
            callback.Key.Order,
            draft =>
            {
                var effect = draft.Effects().FirstOrDefault(known => known.Key == callback.Key);
                if (effect is not { State: EffectState.Sent or EffectState.Unknown })
                    return s_known;
                ledger.Settle(draft, effect, callback.Answer, effect.Owner);
                return null;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
