using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments;

/// <summary>
/// Records what a callback says. They come at least once and in any order: one about what is settled changes nothing, but for a success that was undone. A
/// success of something that was called failed is looked up before it is believed.
/// </summary>
public sealed class PaymentCallbacks(OrderWriter orders, EffectLedger ledger, IPaymentGateway gateway, IMilesGateway miles, RefundRunner refunds, TimeProvider clock) : IPaymentCallbacks
{
    private static readonly Rejected s_known = new("callback.known", "Settled already, or not ours.");
    private static readonly Rejected s_contradicts = new("callback.contradicts", "It says other than what is on record.");
    private static readonly Actor s_actor = Actor.System("payment-callbacks");

    public async Task ReceiveAsync(PaymentCallback callback, CancellationToken cancellationToken)
    {
        // Settled, or not ours, is no error of the gateway's: it must not send it again for ever. A store that refuses is: it comes again.
        var written = await orders.ChangeAsync(callback.Key.Order, draft => Apply(draft, callback), cancellationToken).ConfigureAwait(false);
        if (ReferenceEquals(written.Error, s_contradicts))
            await ContradictedAsync(callback, cancellationToken).ConfigureAwait(false);
        else if (written.Error is Unavailable or Conflict)
            throw new IOException($"The callback of {callback.Key} could not be recorded: {written.Error.Message}");
        if (callback.Key.Operation != EffectKey.Checkout)
            await refunds.TellSettledAsync(callback.Key.Order, cancellationToken).ConfigureAwait(false);
    }

    private Error? Apply(OrderDraft draft, PaymentCallback callback)
    {
        var effect = draft.Effects().FirstOrDefault(known => known.Key == callback.Key);
        switch (effect?.State, callback.Answer)
        {
            case (EffectState.Sent or EffectState.Unknown or EffectState.Awaiting, not GatewayUnknown):
            case (EffectState.Succeeded, GatewayReversed):
                ledger.Settle(draft, effect, callback.Answer, effect.Owner);
                return null;
            // A look-up had not found it, so the same key may be on its way again: the answer is as good now.
            case (EffectState.Planned, GatewaySucceeded) when effect.Sends > 0:
                ledger.Settle(draft, effect, callback.Answer, effect.Owner);
                return null;
            case (EffectState.Failed, GatewaySucceeded):
                return s_contradicts;
            default:
                return s_known;
        }
    }

    /// <summary>The gateway's look-up is the truth of now: an old callback that was overtaken is passed over, a real contradiction is recorded and shown.</summary>
    private async Task ContradictedAsync(PaymentCallback callback, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(callback.Key.Order, cancellationToken).ConfigureAwait(false);
        var isMiles = draft?.Effects().FirstOrDefault(known => known.Key == callback.Key)?.Kind is EffectKind.RecreditMiles or EffectKind.RedeemMiles;
        var looked = isMiles ? await miles.LookUpAsync(callback.Key, cancellationToken).ConfigureAwait(false) : await gateway.LookUpAsync(callback.Key, cancellationToken).ConfigureAwait(false);
        if (looked is not LookupFound { Answer: GatewaySucceeded truth })
            return;
        await orders.ChangeAsync(
            callback.Key.Order,
            current =>
            {
                var effect = current.Effects().FirstOrDefault(known => known.Key == callback.Key);
                if (effect is not { State: EffectState.Failed })
                    return s_known;
                ledger.Settle(current, effect, truth, effect.Owner);
                current.Head = current.Head with { Attention = AttentionStatus.NeedsOps };
                current.Audit(s_actor, AuditActions.RefundContradicted, clock.GetUtcNow(), note: $"{effect.Key} was called failed ({effect.ErrorCode}); the gateway did it: {truth.ExternalId}.");
                return null;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
