using System.Threading.Channels;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Live;

/// <summary>One feed a process, from the store's commits; each page has a bounded channel of its own.</summary>
public interface IOrderFeed
{
    /// <summary>
    /// Changes from now on: of one order, or of all when <paramref name="order"/> is null. Subscribe first, then read the snapshot: a delta whose version is
    /// not newer than the snapshot's is dropped by the reader.
    /// </summary>
    OrderSubscription Subscribe(OrderId? order);
}

/// <summary>Dispose it with the page.</summary>
public sealed class OrderSubscription(ChannelReader<OrderDelta> deltas, Action dispose) : IDisposable
{
    public ChannelReader<OrderDelta> Deltas { get; } = deltas;

    public void Dispose() => dispose();
}

/// <summary>The order's new head, its customer masked; or, when <see cref="Resync"/>, nothing but the word that deltas were dropped and the page must read again.</summary>
public sealed record OrderDelta(OrderHead? Head, bool Resync = false)
{
    /// <summary>Deltas were dropped, or not shown: the page must read again.</summary>
    public static readonly OrderDelta ReadAgain = new(null, Resync: true);
}
