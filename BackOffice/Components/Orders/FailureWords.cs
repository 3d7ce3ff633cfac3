using BackOffice.Components.Orders.Run;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Components.Orders;

/// <summary>Errors in words that a customer understands.</summary>
public static class FailureWords
{
    /// <summary>Why an order stopped, and what is open.</summary>
    public static (string Say, string Do) Of(OrderView view)
    {
        var step = view.Head.Step;
        var money = MoneySoFar(view);
        return step?.ErrorCode switch
        {
            ErrorCodes.CardDeclined => ($"The bank declined the card. {money}", "Ask the customer to talk to the bank, then retry, or let them order again with another card."),
            ErrorCodes.CardInsufficientFunds => ($"The card does not have enough money for this order. {money}", "Ask the customer to pay in money or use another card, then retry."),
            ErrorCodes.CardExpired => ($"The card has expired. {money}", "The customer orders again with another card."),
            ErrorCodes.FraudRejected when view.Hold?.Decision is { Approved: false } => ($"The order was rejected after a check. {money}", "Nothing to do. The reason is in the timeline."),
            ErrorCodes.FraudRejected => ($"The order did not pass the fraud check. {money}", "Nothing to do. Do not tell the customer the score."),
            ErrorCodes.OrderCancelled => ($"The order was cancelled while it ran. {money}", "Nothing to do."),
            null => ($"The order stopped. {money}", "A person has to look at it and retry."),
            var code => (
                $"{Formats.Capital(StepTitles.Act(step.Name))} failed{Because(code, step.Name)}. {money}",
                ErrorCodes.Classify(code) is ErrorClass.Retryable ? "Retry it when the cause has gone." : "A person has to look at the cause, then retry."),
        };
    }

    /// <summary>Follows "failed": <c> because the gateway was busy</c>, or nothing for an error without words.</summary>
    public static string Because(string? code) => code switch
    {
        ErrorCodes.GatewayBusy => " because the other side was busy",
        ErrorCodes.GatewayUnavailable => " because the other side did not answer",
        ErrorCodes.StoreUnavailable => " because our own store did not answer",
        ErrorCodes.HeartbeatTimeout => " because the program that did it was lost",
        ErrorCodes.Timeout => " because it took too long",
        ErrorCodes.CardDeclined => " because the bank declined the card",
        ErrorCodes.CardInsufficientFunds => " because the card has not enough money",
        ErrorCodes.CardExpired => " because the card has expired",
        ErrorCodes.VoucherRefused => " because the merchant refused the voucher",
        ErrorCodes.AddressRefused => " because the e-mail address was refused",
        ErrorCodes.FraudRejected => " because the fraud check rejected it",
        ErrorCodes.OrderCancelled => " because the order was cancelled",
        ErrorCodes.OrderInvalid => " because the order cannot be processed as it is",
        ErrorCodes.EffectUnknown => " because a call had no answer",
        _ => "",
    };

    /// <summary>As <see cref="Because(string?)"/>, naming who was busy or away.</summary>
    public static string Because(string? code, string step) => Because(code).Replace("the other side", step switch
    {
        StepNames.AuthorisePayment or StepNames.CapturePayment => "the card processor",
        StepNames.IssueVouchers => "the merchant's system",
        StepNames.FraudScan => "the fraud service",
        StepNames.NotifyCustomer => "the mail service",
        _ => "the other side",
    }, StringComparison.Ordinal);

    /// <summary>What an error means and whether repeating is safe; for the step panel.</summary>
    public static string Meaning(string code, string step = "") => ErrorCodes.Classify(code) switch
    {
        ErrorClass.Retryable => $"{Formats.Capital(Because(code, step).Replace(" because ", "", StringComparison.Ordinal))}. It did nothing, so trying again is safe.",
        ErrorClass.Unknown => "A call had no usable answer, so nobody knows whether it took effect. We look it up; it is not repeated.",
        ErrorClass.LeaseLost => "Somebody else took the order over meanwhile. What they did counts; this try is over.",
        ErrorClass.Final when Because(code).Length > 0 => $"{Formats.Capital(Because(code).Replace(" because ", "", StringComparison.Ordinal))}. It is not tried again by itself.",
        ErrorClass.Final => "It is not tried again by itself; a person decides.",
    };

    /// <summary>What has happened to card and goods so far, as one sentence.</summary>
    public static string MoneySoFar(OrderView view)
    {
        var made = view.Vouchers.Count(voucher => voucher.State is not (VoucherState.Void or VoucherState.Reissued));
        var goods = view.Head.NotifiedAt is not null
            ? "vouchers were sent"
            : made > 0 ? $"{(made == 1 ? "the voucher is" : $"{Formats.Counted(made)} vouchers are")} made and not sent" : "nothing was sent";
        return view.Head.Payment switch
        {
            PaymentStatus.None => made == 0 ? "Nothing was charged and nothing was sent." : $"Nothing was charged; {goods}.",
            PaymentStatus.Authorised => $"The money is reserved on the card and not taken; {goods}.",
            PaymentStatus.PartlyCaptured => $"A part of the money was taken; {goods}.",
            PaymentStatus.Captured or PaymentStatus.Overpaid => $"The money was taken; {goods}.",
            PaymentStatus.PartlyRefunded => "A part of the money went back.",
            PaymentStatus.Refunded or PaymentStatus.ChargedBack => "The money went back.",
        };
    }
}
