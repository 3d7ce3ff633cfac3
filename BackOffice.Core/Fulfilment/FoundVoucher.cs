using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <param name="Order">Its order.</param>
/// <param name="Voucher">As it stands.</param>
/// <param name="Line">What it is for.</param>
/// <param name="Customer">Masked.</param>
public sealed record FoundVoucher(OrderId Order, Voucher Voucher, OrderLine Line, Customer Customer);
