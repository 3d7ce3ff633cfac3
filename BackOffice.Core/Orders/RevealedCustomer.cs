using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>A customer's personal data in clear, for a minute.</summary>
/// <param name="Order">The order.</param>
/// <param name="Customer">In clear.</param>
/// <param name="Taken">Until when, and how many looks that makes today.</param>
public sealed record RevealedCustomer(OrderId Order, Customer Customer, RevealTaken Taken)
{
    /// <summary>Without the data, so that no log line ever holds it.</summary>
    public override string ToString() => $"Customer of {Order}, hidden";
}
