using System.Text;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Components.Orders.Run;

/// <summary>Steps and states in the words of the console.</summary>
public static class StepTitles
{
    /// <summary>Short, for graph, list and panel: <c>Capture</c>.</summary>
    public static string Of(string step) => step switch
    {
        StepNames.FraudScan => T("Fraud scan"),
        StepNames.HoldForReview => T("Hold for review"),
        StepNames.AuthorisePayment => T("Authorise"),
        StepNames.RedeemMiles => T("Redeem miles"),
        StepNames.IssueVouchers => T("Issue vouchers"),
        StepNames.CapturePayment => T("Capture"),
        StepNames.NotifyCustomer => T("Notify"),
        StepNames.VoidVoucher or RefundStepNames.Deliverables => T("Void vouchers"),
        RefundStepNames.Money => T("Give back"),
        RefundStepNames.Release => T("Release the card"),
        RefundStepNames.Settled => T("Wait for answers"),
        RefundStepNames.Notify => T("Tell the customer"),
        RefundStepNames.Close => T("Close"),
        _ => Humanise(step),
    };

    /// <summary>What is going on, a sentence: <c>The card is being authorised now.</c></summary>
    public static string Doing(string step) => step switch
    {
        StepNames.FraudScan => T("The fraud check is running now."),
        StepNames.HoldForReview => T("A person is checking it now."),
        StepNames.AuthorisePayment => T("The card is being authorised now."),
        StepNames.RedeemMiles => T("The miles are being taken now."),
        StepNames.IssueVouchers => T("The vouchers are being made now."),
        StepNames.CapturePayment => T("The money is being taken now."),
        StepNames.NotifyCustomer => T("The customer is being told now."),
        _ => T($"{Humanise(step)} is running now."),
    };

    /// <summary>As the subject of a failure: <c>taking the money</c>.</summary>
    public static string Act(string step) => step switch
    {
        StepNames.FraudScan => T("the fraud check"),
        StepNames.HoldForReview => T("the review"),
        StepNames.AuthorisePayment => T("authorising the card"),
        StepNames.RedeemMiles => T("taking the miles"),
        StepNames.IssueVouchers => T("making the vouchers"),
        StepNames.CapturePayment => T("taking the money"),
        StepNames.NotifyCustomer => T("telling the customer"),
        _ => Humanise(step),
    };

    /// <summary><c>ScoreOverLimit</c>, <c>score-over-limit</c>: "Score over limit".</summary>
    public static string Humanise(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];
            if (letter is '-' or '_')
                text.Append(' ');
            else if (i > 0 && char.IsUpper(letter) && char.IsLower(name[i - 1]))
                text.Append(' ').Append(char.ToLowerInvariant(letter));
            else
                text.Append(i == 0 ? char.ToUpperInvariant(letter) : letter);
        }

        return text.ToString();
    }
}
