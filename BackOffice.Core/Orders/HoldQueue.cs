using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <inheritdoc cref="IHoldQueue"/>
public sealed class HoldQueue(IStore store, OrderWriter orders) : IHoldQueue
{
    private const int ReadsAtOnce = 8;

    public async Task<Result<Page<HeldOrder>>> ListAsync(string? cursor, int limit, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        var query = new OrderQuery { Headlines = [Headline.Held], Sort = OrderSort.Oldest, Reader = actor.Id };
        var found = await store.SearchAsync(query, cursor, Math.Clamp(limit, 1, 100), cancellationToken).ConfigureAwait(false);
        if (!found.IsSuccess)
            return found.Error;
        var held = new HeldOrder?[found.Value.Items.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, held.Length),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, token) => held[i] = await ReadAsync(found.Value.Items[i].Id, token).ConfigureAwait(false)).ConfigureAwait(false);
        return new Page<HeldOrder>([.. held.OfType<HeldOrder>().OrderBy(order => order.Hold.DecideBy)], found.Value.Next);
    }

    /// <summary>Null for an order that was decided since the list was read, or that history holds.</summary>
    private async Task<HeldOrder?> ReadAsync(OrderId order, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        return draft?.Head.Fraud is FraudStatus.Held && draft.Holds().Where(hold => hold.Decision is null).MaxBy(hold => hold.PlacedAt) is { } waiting
            ? new HeldOrder(CustomerMask.Of(draft.Head), waiting with { Token = "" }, FraudBands.Of(waiting.Score))
            : null;
    }
}
