using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders;

/// <summary>What was bought, in one line.</summary>
internal static class LineWords
{
    public static string Of(OrderHead order) => order.Lines.Count > 1
        ? T($"{order.Lines[0].Title} and {order.Lines.Count - 1} more")
        : order.Lines[0].Quantity > 1 ? $"{order.Lines[0].Title} × {Formats.Number(order.Lines[0].Quantity)}" : order.Lines[0].Title;
}
