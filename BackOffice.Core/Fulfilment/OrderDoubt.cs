using BackOffice.Core.Common;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Fulfilment;

/// <summary>What nobody knows about the order's own calls, and so about its vouchers.</summary>
/// <param name="Message">The order's own message with the vouchers is out, and nobody knows whether it arrived: nothing is sent again before that is known.</param>
/// <param name="AnyCall">Some call of the order's processing has no answer, or may still arrive: nothing is voided or reissued before that is known.</param>
public sealed record OrderDoubt(bool Message, bool AnyCall)
{
    public static readonly OrderDoubt None = new(false, false);

    /// <summary>Why nothing is sent again.</summary>
    public static readonly Sentence NoResend = "We do not know yet whether the first message reached the customer. It can be sent again once that is known.";

    /// <summary>Why nothing is voided or reissued.</summary>
    public static readonly Sentence NoVoid = "A call about this order has no answer yet. It is looked up first; then void or reissue.";

    public static OrderDoubt Of(IEnumerable<Effect> effects)
    {
        var own = effects.Where(effect => effect.Key.Operation == EffectKey.Checkout).ToList();
        return new OrderDoubt(own.Exists(effect => effect is { Kind: EffectKind.Notify, IsOpen: true }), own.Exists(effect => effect.IsOpen || effect.MayArrive));
    }
}
