using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders;

/// <summary>Columns of the list that a person may leave out; status, order and menu are always there.</summary>
public enum OrderColumn
{
    Customer,
    Offer,
    Amount,
    Path,
    Step,
    Tries,
    Age,
    Changed,
    Error,
}

/// <summary>What a person chose to see.</summary>
internal static class OrderColumns
{
    public static readonly IReadOnlySet<OrderColumn> Usual = new HashSet<OrderColumn>
    {
        OrderColumn.Customer, OrderColumn.Offer, OrderColumn.Amount, OrderColumn.Path, OrderColumn.Step, OrderColumn.Tries, OrderColumn.Age,
    };

    public static string Word(OrderColumn column) => column switch
    {
        OrderColumn.Customer => T("Customer"),
        OrderColumn.Offer => T("City and offer"),
        OrderColumn.Amount => T("Amount"),
        OrderColumn.Path => T("Path"),
        OrderColumn.Step => T("Step"),
        OrderColumn.Tries => T("Tries"),
        OrderColumn.Age => T("Age"),
        OrderColumn.Changed => T("Changed"),
        OrderColumn.Error => T("Error"),
    };

    /// <summary>The order that the column's head asks for, given the one that is shown; null when the list cannot be sorted by it.</summary>
    public static OrderSort? SortBy(OrderColumn column, OrderSort shown) => column switch
    {
        OrderColumn.Age => shown is OrderSort.Placed ? OrderSort.Oldest : OrderSort.Placed,
        OrderColumn.Amount => OrderSort.Amount,
        OrderColumn.Changed => OrderSort.Changed,
        _ => null,
    };

    /// <summary>ARIA's word for how the column is sorted now; null for a column by which it is not.</summary>
    public static string? Sorted(OrderColumn column, OrderSort shown) => (column, shown) switch
    {
        (OrderColumn.Age, OrderSort.Placed) or (OrderColumn.Changed, OrderSort.Changed) => "ascending",
        (OrderColumn.Age, OrderSort.Oldest) or (OrderColumn.Amount, OrderSort.Amount) => "descending",
        _ => null,
    };

    public static IReadOnlySet<OrderColumn> Parse(string? text) => text is null
        ? Usual
        : text.Split(',').Select(word => Enum.TryParse<OrderColumn>(word, out var column) && Enum.IsDefined(column) ? column : (OrderColumn?)null).OfType<OrderColumn>().ToHashSet();

    public static string Text(IReadOnlySet<OrderColumn> columns) => string.Join(',', columns.Order());
}
