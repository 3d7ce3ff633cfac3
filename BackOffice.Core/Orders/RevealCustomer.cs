using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <param name="Order">Whose customer.</param>
/// <param name="CommandId">1 to 64 characters, made when the dialog opened.</param>
/// <param name="ReasonCode">Why.</param>
/// <param name="Reason">The rest of why, 1 to 500 characters.</param>
public sealed record RevealCustomer(OrderId Order, string CommandId, RevealReason ReasonCode, string Reason);
