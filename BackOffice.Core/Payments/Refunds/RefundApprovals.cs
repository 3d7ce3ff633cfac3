namespace BackOffice.Core.Payments.Refunds;

/// <summary>Maker and checkers.</summary>
internal static class RefundApprovals
{
    public static int Needed(RefundApprovalLevel level) => level switch
    {
        RefundApprovalLevel.None => 0,
        RefundApprovalLevel.Lead => 1,
        RefundApprovalLevel.TwoPeople => 2,
    };

    /// <summary>As many different people as the level asks for, none of them the maker.</summary>
    public static bool AreEnough(Refund refund) =>
        refund.Approvals.Select(approval => approval.By.Id).Distinct(StringComparer.Ordinal).Count(id => id != refund.RequestedBy.Id) >= Needed(refund.Level);
}
