using System.Collections.Immutable;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Live;

/// <summary>
/// Follows the store's commits once, reads each order's head once, and hands it to the pages that watch it. It runs no code of a page and waits for none: a
/// page that is slow, hidden or broken costs the others nothing.
/// </summary>
public sealed partial class OrderFeed(ICommitFeed commits, ILogger<OrderFeed> log) : BackgroundService, IOrderFeed
{
    private ImmutableArray<OrderWatcher> _watchers = [];

    /// <summary>How many pages watch now.</summary>
    public int Watching => _watchers.Length;

    public OrderSubscription Subscribe(OrderId? order)
    {
        var watcher = new OrderWatcher(order?.Subject);
        ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Add(one), watcher);
        return new OrderSubscription(watcher.Deltas, () =>
        {
            ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Remove(one), watcher);
            watcher.Complete();
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
                    watcher.Offer(OrderDelta.ReadAgain);
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
            if (watcher.Watches(change.Subject))
                watcher.Offer(delta ??= Read(change));
        }
    }

    /// <summary>A head that cannot be read is the business of whoever reads the order, who shows why; the feed goes on.</summary>
    private OrderDelta Read(CommittedChange change)
    {
        try
        {
            return new OrderDelta(JsonSerializer.Deserialize(change.HeadJson.Span, StoreJson.Default.OrderHead) is { } head ? CustomerMask.Of(head) : null);
        }
        catch (JsonException failure)
        {
            LogUnreadable(log, failure, change.Subject.Name);
            return OrderDelta.ReadAgain;
        }
    }

    [LoggerMessage(1100, LogLevel.Error, "The head of order {Order} was committed and cannot be read")]
    private static partial void LogUnreadable(ILogger logger, Exception failure, string order);
}
