using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Microsoft.Extensions.Hosting;

namespace BackOffice.Core.Live;

/// <summary>Follows the store's commits once, reads each order's head once, and hands it to the pages that watch it.</summary>
public sealed class OrderFeed(ICommitFeed commits) : BackgroundService, IOrderFeed
{
    /// <summary>A page that falls behind by more than this reads again.</summary>
    private const int Capacity = 256;

    private ImmutableList<Watcher> _watchers = [];

    public OrderSubscription Subscribe(OrderId? order)
    {
        var watcher = new Watcher(order, Channel.CreateBounded<OrderDelta>(new BoundedChannelOptions(Capacity) { SingleReader = true }));
        ImmutableInterlocked.Update(ref _watchers, all => all.Add(watcher));
        return new OrderSubscription(watcher.Channel.Reader, () =>
        {
            ImmutableInterlocked.Update(ref _watchers, all => all.Remove(watcher));
            watcher.Channel.Writer.TryComplete();
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = commits.Subscribe(8192);
        var dropped = 0L;
        await foreach (var change in subscription.Changes.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            if (subscription.Dropped != dropped)
            {
                dropped = subscription.Dropped;
                foreach (var watcher in _watchers)
                    watcher.MustResync = true;
            }

            if (change.Subject.Kind == "order")
                Offer(change);
        }
    }

    private void Offer(CommittedChange change)
    {
        OrderDelta? delta = null;
        foreach (var watcher in _watchers)
        {
            if (watcher.Order is { } order && order.Subject != change.Subject)
                continue;
            delta ??= new OrderDelta(JsonSerializer.Deserialize(change.HeadJson.Span, StoreJson.Default.OrderHead) is { } head ? CustomerMask.Of(head) : null);
            watcher.Offer(delta);
        }
    }

    private sealed class Watcher(OrderId? order, Channel<OrderDelta> channel)
    {
        public OrderId? Order { get; } = order;

        public Channel<OrderDelta> Channel { get; } = channel;

        public bool MustResync { get; set; }

        public void Offer(OrderDelta delta)
        {
            if (MustResync && Channel.Writer.TryWrite(new OrderDelta(null, Resync: true)))
                MustResync = false;
            if (!MustResync && !Channel.Writer.TryWrite(delta))
                MustResync = true;
        }
    }
}
