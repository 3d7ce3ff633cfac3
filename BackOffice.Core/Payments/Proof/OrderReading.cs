using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Proof;

/// <summary>An order as it was read for a check.</summary>
/// <param name="Draft">Null when there is no such order, or none that can be read.</param>
/// <param name="IsDamaged">It is there, and its rows are no order's.</param>
internal readonly record struct OrderReading(OrderDraft? Draft, bool IsDamaged);
