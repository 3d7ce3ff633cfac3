using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders;

/// <summary>How an order is processed, in a word.</summary>
internal static class PathWords
{
    public static string Of(OrderPath path) => path switch { OrderPath.Instant => T("Instant"), OrderPath.Batch => T("Batch") };
}
