using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <param name="Order">The order.</param>
/// <param name="Voucher">Its id.</param>
/// <param name="RedemptionId">Of the <see cref="LateRedemption"/>.</param>
/// <param name="CommandId">As in <see cref="VoucherCommand"/>.</param>
/// <param name="ExpectedVersion">As in <see cref="VoucherCommand"/>.</param>
/// <param name="Reason">What was decided about goods and money, 1 to 500 characters.</param>
public sealed record SettleLateRedemption(OrderId Order, string Voucher, string RedemptionId, string CommandId, long ExpectedVersion, string Reason)
    : VoucherCommand(Order, Voucher, CommandId, ExpectedVersion, Reason);
