using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Components.Orders;

/// <summary>Errors in words that a customer understands.</summary>
public static class FailureWords
{
    /// <summary>Why an order stopped, and what is open.</summary>
    public static OrderSentence Of(OrderView view)
    {
        var step = view.Head.Step;
        var (say, act) = step?.ErrorCode switch
        {
            ErrorCodes.CardDeclined => (T("The bank declined the card."), T("Ask the customer to talk to the bank, then retry, or let them order again with another card.")),
            ErrorCodes.CardInsufficientFunds => (T("The card does not have enough money for this order."), T("Ask the customer to pay in money or use another card, then retry.")),
            ErrorCodes.CardExpired => (T("The card has expired."), T("The customer orders again with another card.")),
            ErrorCodes.FraudRejected when view.Hold?.Decision is { Approved: false } => (T("The order was rejected after a check."), T("Nothing to do. The reason is in the timeline.")),
            ErrorCodes.FraudRejected => (T("The order did not pass the fraud check."), T("Nothing to do. Do not tell the customer the score.")),
            ErrorCodes.OrderCancelled => (T("The order was cancelled while it ran."), T("Nothing to do.")),
            null => (T("The order stopped."), T("A person has to look at it and retry.")),
            var code => (
                Formats.Capital(Cause(code, step.Name) is { } why ? T($"{StepTitles.Act(step.Name)} failed because {why}.") : T($"{StepTitles.Act(step.Name)} failed.")),
                ErrorCodes.Classify(code) is ErrorClass.Retryable ? T("Retry it when the cause has gone.") : T("A person has to look at the cause, then retry.")),
        };
        return new(OrderSentence.Join(say, MoneyWords.SoFar(view)), act);
    }

    /// <summary>False of an error that comes again whatever is tried, until the customer orders otherwise.</summary>
    public static bool RetryCanHelp(string? code) =>
        code is not (ErrorCodes.CardExpired or ErrorCodes.FraudRejected or ErrorCodes.OrderCancelled or ErrorCodes.OrderInvalid or ErrorCodes.AddressRefused);

    /// <summary>Stands behind "because": <c>the card processor was busy</c>; null for an error without words.</summary>
    public static string? Cause(string? code, string? step = null) => code switch
    {
        ErrorCodes.GatewayBusy => T($"{OtherSide(step)} was busy"),
        ErrorCodes.GatewayUnavailable => T($"{OtherSide(step)} did not answer"),
        ErrorCodes.StoreUnavailable => T("our own store did not answer"),
        ErrorCodes.HeartbeatTimeout => T("the program that did it was lost"),
        ErrorCodes.Timeout => T("it took too long"),
        ErrorCodes.CardDeclined => T("the bank declined the card"),
        ErrorCodes.CardInsufficientFunds => T("the card has not enough money"),
        ErrorCodes.CardExpired => T("the card has expired"),
        ErrorCodes.MilesInsufficient => T("the customer has not enough miles"),
        ErrorCodes.MilesRefused => T("the loyalty programme refused it"),
        ErrorCodes.ReleaseRefused => T("the card processor did not release the money"),
        ErrorCodes.VoucherRefused => T("the merchant refused the voucher"),
        ErrorCodes.AddressRefused => T("the e-mail address was refused"),
        ErrorCodes.FraudRejected => T("the fraud check rejected it"),
        ErrorCodes.OrderCancelled => T("the order was cancelled"),
        ErrorCodes.OrderInvalid => T("the order cannot be processed as it is"),
        ErrorCodes.AttestedNotDone => T("a person showed that it did not happen"),
        ErrorCodes.EffectUnknown => T("a call had no answer"),
        _ => null,
    };

    /// <summary>What an error means and whether repeating is safe; for the step panel.</summary>
    public static string Meaning(string code, string? step = null) => (ErrorCodes.Classify(code), Cause(code, step)) switch
    {
        (ErrorClass.Retryable, { } cause) => Formats.Capital(T($"{cause}. It did nothing, so trying again is safe.")),
        (ErrorClass.Retryable, null) => T("It did nothing, so trying again is safe."),
        (ErrorClass.Unknown, _) => T("A call had no usable answer, so nobody knows whether it took effect. We look it up; it is not repeated."),
        (ErrorClass.LeaseLost, _) => T("Somebody else took the order over meanwhile. What they did counts; this try is over."),
        (ErrorClass.Final, { } cause) => Formats.Capital(T($"{cause}. It is not tried again by itself.")),
        (ErrorClass.Final, null) => T("It is not tried again by itself; a person decides."),
    };

    private static string OtherSide(string? step) => step switch
    {
        StepNames.AuthorisePayment or StepNames.CapturePayment => T("the card processor"),
        StepNames.RedeemMiles => T("the loyalty programme"),
        StepNames.IssueVouchers => T("the merchant's system"),
        StepNames.FraudScan => T("the fraud service"),
        StepNames.NotifyCustomer => T("the mail service"),
        _ => T("the other side"),
    };
}
