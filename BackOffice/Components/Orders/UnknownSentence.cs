using BackOffice.Core.Orders;
using BackOffice.Core.Payments;

namespace BackOffice.Components.Orders;

/// <summary>The sentence of an order of which nobody knows how a call ended.</summary>
internal static class UnknownSentence
{
    public static OrderSentence Of(OrderView view, DateTimeOffset now, Func<DateTimeOffset, string> clock)
    {
        var effect = view.Effects.FirstOrDefault(e => e.State is EffectState.Unknown);
        var at = effect?.NextLookupAt ?? view.Head.NextLookupAt;
        var look = at is null ? T("We look it up.") : at <= now ? T("We are looking it up now.") : T($"We look again at {clock(at.Value)}.");
        return new(OrderSentence.Join(What(effect), look), effect?.Kind is EffectKind.RefundPayment ? T("Do not refund again. Looking it up again does no harm.") : T("Do not repeat it by other means. Looking it up again does no harm."));
    }

    /// <summary>What is not known.</summary>
    public static string What(Effect? effect)
    {
        var amount = effect?.Amount is { } money ? Formats.Amount(money) : null;
        return effect?.Kind switch
        {
            EffectKind.Authorise when amount is not null => T($"We do not know yet whether {amount} are reserved on the card."),
            EffectKind.Authorise => T("We do not know yet whether the money is reserved on the card."),
            EffectKind.Capture when amount is not null => T($"We do not know yet whether {amount} were taken from the card."),
            EffectKind.Capture => T("We do not know yet whether the money was taken from the card."),
            EffectKind.IssueVoucher => T("We do not know yet whether a voucher was made at the merchant."),
            EffectKind.Notify => T("We do not know yet whether the message reached the customer."),
            EffectKind.VoidVoucher => T("We do not know yet whether the merchant made a voucher worthless."),
            EffectKind.RefundPayment when amount is not null => T($"We do not know yet whether {amount} went back to the card."),
            EffectKind.RefundPayment => T("We do not know yet whether the money went back to the card."),
            EffectKind.RedeemMiles when amount is not null => T($"We do not know yet whether {amount} were taken from the member's account."),
            EffectKind.RedeemMiles => T("We do not know yet whether the miles were taken."),
            EffectKind.RecreditMiles when amount is not null => T($"We do not know yet whether {amount} went back to the member's account."),
            EffectKind.RecreditMiles => T("We do not know yet whether the miles went back."),
            EffectKind.ReleaseAuthorisation when amount is not null => T($"We do not know yet whether the reservation of {amount} on the card was released."),
            EffectKind.ReleaseAuthorisation => T("We do not know yet whether the reservation on the card was released."),
            EffectKind.NotifyRefund => T("We do not know yet whether the message about the refund reached the customer."),
            EffectKind.FraudScan => T("We do not know yet what the fraud check said."),
            null => T("We do not know yet how one call ended."),
        };
    }

    /// <summary>What a person's wrong word about a call of the order's own processing would do.</summary>
    public static string Risk(EffectKind kind) => kind switch
    {
        EffectKind.Authorise => T("Ask the card processor first: a reservation that is called not made, wrongly, is made twice when somebody retries."),
        EffectKind.Capture => T("Ask the card processor first: money that is called not taken, wrongly, is taken twice when somebody retries; called taken, wrongly, the vouchers go out unpaid."),
        EffectKind.RedeemMiles => T("Ask the loyalty programme first: miles that are called not taken, wrongly, are taken twice when somebody retries."),
        EffectKind.IssueVoucher => T("Ask the merchant first: a code that is called registered, wrongly, is not taken there."),
        EffectKind.Notify => T("Ask the mail service first: a message that is called not sent, wrongly, may arrive twice."),
        EffectKind.FraudScan => T("A fraud check can only be called not made, because its verdict is the fraud service's to give. Another check does no harm."),
        EffectKind.VoidVoucher or EffectKind.RefundPayment or EffectKind.RecreditMiles or EffectKind.ReleaseAuthorisation or EffectKind.NotifyRefund =>
            throw new System.Diagnostics.UnreachableException(),
    };
}
