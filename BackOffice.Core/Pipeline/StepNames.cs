using BackOffice.Core.Orders;

namespace BackOffice.Core.Pipeline;

/// <summary>The steps of a DealVoucher order: names of activities, of effects and of step rows.</summary>
public static class StepNames
{
    public const string FraudScan = "fraud-scan";
    public const string HoldForReview = "hold-for-review";
    public const string AuthorisePayment = "authorise-payment";

    /// <summary>Only of orders that are paid partly with miles.</summary>
    public const string RedeemMiles = "redeem-miles";
    public const string IssueVouchers = "issue-vouchers";
    public const string CapturePayment = "capture-payment";
    public const string NotifyCustomer = "notify-customer";

    /// <summary>No step of a workflow: the effect of a void at the issuer, of a refund or a command.</summary>
    public const string VoidVoucher = "void-voucher";

    /// <summary>In the order an order without miles passes them.</summary>
    public static readonly IReadOnlyList<string> All =
        [FraudScan, HoldForReview, AuthorisePayment, IssueVouchers, CapturePayment, NotifyCustomer];

    /// <summary>In the order an order with miles passes them: every step there is.</summary>
    public static readonly IReadOnlyList<string> WithMiles =
        [FraudScan, HoldForReview, AuthorisePayment, RedeemMiles, IssueVouchers, CapturePayment, NotifyCustomer];

    /// <summary>Those that this order passes, in order.</summary>
    public static IReadOnlyList<string> Of(OrderHead order) => order.TakesMiles ? WithMiles : All;
}
