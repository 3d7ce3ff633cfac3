using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <param name="Order">The order.</param>
/// <param name="Voucher">Its id.</param>
/// <param name="CommandId">As in <see cref="VoucherCommand"/>.</param>
/// <param name="ExpectedVersion">As in <see cref="VoucherCommand"/>.</param>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="Value">Which end is moved.</param>
/// <param name="Until">The last day on which it counts, in the voucher's own zone.</param>
public sealed record ExtendVoucher(OrderId Order, string Voucher, string CommandId, long ExpectedVersion, string Reason, VoucherValue Value, DateOnly Until)
    : VoucherCommand(Order, Voucher, CommandId, ExpectedVersion, Reason);
