namespace BackOffice.Core.Payments.Refunds;

/// <summary>The steps of a refund case: names of activities and of effects.</summary>
public static class RefundStepNames
{
    public const string Deliverables = "refund-deliverables";
    public const string Money = "refund-money";
    /// <summary>No activity: the effect of an authorisation that is released.</summary>
    public const string Release = "release-authorisation";

    public const string Settled = "refund-settled";
    public const string Notify = "refund-notify";
    public const string Close = "refund-close";
}
