using System.Text;
using BackOffice.Core.Pipeline;

namespace BackOffice.Components.Orders.Run;

/// <summary>Steps and states in the words of the console.</summary>
public static class StepTitles
{
    /// <summary>Short, for graph, list and panel: <c>Capture</c>.</summary>
    public static string Of(string step) => step switch
    {
        StepNames.FraudScan => "Fraud scan",
        StepNames.HoldForReview => "Hold for review",
        StepNames.AuthorisePayment => "Authorise",
        StepNames.IssueVouchers => "Issue vouchers",
        StepNames.CapturePayment => "Capture",
        StepNames.NotifyCustomer => "Notify",
        _ => Humanise(step),
    };

    /// <summary>What is going on, for a sentence: <c>the card is being authorised</c>.</summary>
    public static string Doing(string step) => step switch
    {
        StepNames.FraudScan => "the fraud check is running",
        StepNames.HoldForReview => "a person is checking it",
        StepNames.AuthorisePayment => "the card is being authorised",
        StepNames.IssueVouchers => "the vouchers are being made",
        StepNames.CapturePayment => "the money is being taken",
        StepNames.NotifyCustomer => "the customer is being told",
        _ => $"{Humanise(step)} is running",
    };

    /// <summary>As the subject of a failure: <c>taking the money</c>.</summary>
    public static string Act(string step) => step switch
    {
        StepNames.FraudScan => "the fraud check",
        StepNames.HoldForReview => "the review",
        StepNames.AuthorisePayment => "authorising the card",
        StepNames.IssueVouchers => "making the vouchers",
        StepNames.CapturePayment => "taking the money",
        StepNames.NotifyCustomer => "telling the customer",
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
