using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <param name="Order">The order.</param>
/// <param name="Vouchers">Ids, at most 20; empty for all that can still be used.</param>
/// <param name="CommandId">Made when the dialog opened; 1 to 64 characters.</param>
/// <param name="ExpectedVersion">The version of the order that the person saw.</param>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="AcceptAddress">The person has seen that the address is another than the one the vouchers went to.</param>
public sealed record ResendVouchers(OrderId Order, IReadOnlyList<string> Vouchers, string CommandId, long ExpectedVersion, string Reason, bool AcceptAddress = false);
