using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>Reads, changes and commits one order; a version conflict reads again, so that an act is decided on what is true when it is written.</summary>
/// <param name="store">Where orders are.</param>
/// <param name="clock">Of the commits.</param>
/// <param name="cache">Only where this process alone writes the store; null elsewhere.</param>
public sealed class OrderWriter(IStore store, TimeProvider clock, OrderCache? cache = null)
{
    /// <summary>Enough for every writer an order can have at once; more is a bug that must surface.</summary>
    private const int MaxTries = 50;

    public async Task<OrderDraft?> ReadAsync(OrderId order, CancellationToken cancellationToken)
    {
        if (cache?.Find(order) is { } known)
            return known;
        var stored = await store.GetWithChildrenAsync(order.Subject, cancellationToken).ConfigureAwait(false);
        return stored is null ? null : OrderDraft.Of(stored);
    }

    /// <summary>
    /// Commits what <paramref name="change"/> makes of the order as it is now. It returns null to go on, or an error to stop without writing; it may be
    /// called again with a newer draft. NotFound <c>order.not-found</c>.
    /// </summary>
    public async Task<Result<OrderHead>> ChangeAsync(
        OrderId order, Func<OrderDraft, Error?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var draft = await ReadAsync(order, cancellationToken).ConfigureAwait(false);
            if (draft is null)
                return new NotFound("order.not-found", $"There is no order {order}.");
            if (change(draft) is { } error)
                return error;
            var committed = await CommitAsync(draft, cancellationToken).ConfigureAwait(false);
            if (committed.IsSuccess)
                return draft.Head;
            if (committed.Error is not Conflict { Code: "store.version" } || attempt == MaxTries)
                return committed.Error;
        }
    }

    /// <summary>Commits a draft once; the new version.</summary>
    public async Task<Result<long>> CommitAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        if (cache is null)
            return await store.CommitAsync(draft.Build(clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        OrderDraft? written = null;
        cache.Begin(draft.Head.Id);
        try
        {
            var committed = await store.CommitAsync(draft.Build(clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            written = committed.IsSuccess ? draft.Committed() : null;
            return committed;
        }
        finally
        {
            cache.End(draft.Head.Id, written);
        }
    }
}
