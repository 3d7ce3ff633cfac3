using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>What a list is sorted by: a column of <c>heads</c>, and the row's id where it is equal.</summary>
internal sealed record SearchOrder(string Column, bool Ascending)
{
    public static SearchOrder Of(OrderSort sort) => sort switch
    {
        OrderSort.Placed => new("placed", false),
        OrderSort.Oldest => new("placed", true),
        OrderSort.Changed => new("changed", false),
        OrderSort.Amount => new("amount", false),
    };

    public bool IsByPlaced => Column == "placed";

    /// <summary>The index of heads that is in this order; see <see cref="Schema"/>.</summary>
    public string Index => "heads_by_" + Column;

    /// <summary>Before the first row of every list.</summary>
    public Keyset Start => Ascending ? new Keyset(0, long.MinValue, long.MinValue) : new Keyset(0, long.MaxValue, long.MaxValue);

    /// <summary>Rows after the place in ?1 and ?2.</summary>
    public string After(string rank, string id) => $"({rank}, {id}) {(Ascending ? ">" : "<")} (?1, ?2)";

    public string By(string rank, string id) => Ascending ? $" ORDER BY {rank}, {id}" : $" ORDER BY {rank} DESC, {id} DESC";
}
