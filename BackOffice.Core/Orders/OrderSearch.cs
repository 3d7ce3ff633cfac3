using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Core.Orders;

/// <inheritdoc cref="IOrderSearch"/>
public sealed class OrderSearch(IStore store, VoucherLookup vouchers, CustomerLookup customers) : IOrderSearch
{
    public async Task<Result<Page<OrderHead>>> FindAsync(OrderQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        var meant = await vouchers.ResolveAsync(await customers.ResolveAsync(query, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return meant.IsSuccess
            ? await store.SearchAsync(meant.Value with { Reader = actor.Id }, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false)
            : meant.Error;
    }
}
