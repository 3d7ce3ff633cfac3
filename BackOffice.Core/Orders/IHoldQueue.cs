using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>The orders that wait for a person's decision.</summary>
public interface IHoldQueue
{
    /// <summary>
    /// At most <paramref name="limit"/> (1 to 100), the oldest order first; those of one page by the moment until which they are to be decided. Needs orders:read.
    /// It reads the list of held orders, and each order's hold by its key.
    /// </summary>
    Task<Result<Page<HeldOrder>>> ListAsync(string? cursor, int limit, Actor actor, CancellationToken cancellationToken);
}

/// <param name="Head">The order as it is.</param>
/// <param name="Hold">The hold that waits; without its token.</param>
/// <param name="Band">What its score amounts to.</param>
public sealed record HeldOrder(OrderHead Head, Hold Hold, FraudBand Band);
