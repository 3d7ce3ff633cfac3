using BackOffice.Core.Audit;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <summary>One voucher as its page shows it.</summary>
public sealed record VoucherView
{
    /// <summary>The customer is masked.</summary>
    public required OrderHead Head { get; init; }

    public required Voucher Voucher { get; init; }

    public required OrderLine Line { get; init; }

    /// <summary>All that its line and unit has had, oldest first; one is the usual number.</summary>
    public required IReadOnlyList<Voucher> Issues { get; init; }

    /// <summary>Its calls whose outcome nobody knows, oldest first; empty is the rule.</summary>
    public IReadOnlyList<OpenCall> OpenCalls { get; init; } = [];

    /// <summary>What nobody knows about the order's own calls.</summary>
    public OrderDoubt Doubt { get; init; } = OrderDoubt.None;

    /// <summary>Newest first, of this voucher alone; empty when the actor may not read the audit log.</summary>
    public required IReadOnlyList<StoredAudit> Audit { get; init; }
}
