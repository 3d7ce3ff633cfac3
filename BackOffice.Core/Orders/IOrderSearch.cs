using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>A search as it was asked, with customers in clear: what <see cref="IOrders"/> masks and an export in clear does not.</summary>
public interface IOrderSearch
{
    /// <summary>At most 200 orders a page. Needs orders:read.</summary>
    Task<Result<Page<OrderHead>>> FindAsync(OrderQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);
}
