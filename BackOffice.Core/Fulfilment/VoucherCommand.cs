using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>An act on one voucher: void, reissue, suspend, release, take a redemption back, reveal the code.</summary>
/// <param name="Order">The order.</param>
/// <param name="Voucher">Its <see cref="Voucher.VoucherId"/>.</param>
/// <param name="CommandId">Made when the dialog opened; 1 to 64 characters.</param>
/// <param name="ExpectedVersion">The version of the order that the person saw.</param>
/// <param name="Reason">1 to 500 characters.</param>
public record VoucherCommand(OrderId Order, string Voucher, string CommandId, long ExpectedVersion, string Reason);
