using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Live;

public sealed class OrderFeedTests : IAsyncLifetime
{
    private readonly CommitFeed _commits = new();
    private readonly OrderFeed _feed;

    public OrderFeedTests() => _feed = new OrderFeed(_commits, NullLogger<OrderFeed>.Instance);

    [Fact]
    public async Task Commit_OfAWatchedOrder_ReachesItsPageAndTheListAlone()
    {
        using var page = _feed.Subscribe(new OrderId("GC-AAAA-0001"));
        using var other = _feed.Subscribe(new OrderId("GC-AAAA-0002"));
        using var list = _feed.Subscribe(null);

        Commit("GC-AAAA-0001", 7);

        Assert.Equal(7, (await NextAsync(page)).Head?.Version);
        Assert.Equal(7, (await NextAsync(list)).Head?.Version);
        Assert.False(other.Deltas.TryRead(out _));
    }

    [Fact]
    public async Task Page_ThatDoesNotRead_IsBoundedAndToldToReadAgain()
    {
        using var slow = _feed.Subscribe(null);
        using var quick = _feed.Subscribe(null);
        const int many = OrderWatcher.Capacity * 3;

        for (var version = 1; version <= many; version++)
        {
            Commit("GC-AAAA-0001", version);
            await NextAsync(quick);
        }

        var kept = new List<OrderDelta>();
        while (slow.Deltas.TryRead(out var delta))
            kept.Add(delta);
        Assert.True(kept.Count <= OrderWatcher.Capacity, $"{kept.Count} were kept");
        Assert.True(kept[0].Resync);
        Assert.Equal(many, kept[^1].Head?.Version ?? many);
    }

    [Fact]
    public async Task Page_ThatMissedTheLastCommitOfItsOrder_IsToldWithoutAnother()
    {
        // One more than fits, and nothing after it: the page must not show the old state for ever.
        using var slow = _feed.Subscribe(new OrderId("GC-AAAA-0001"));
        using var witness = _feed.Subscribe(null);
        for (var version = 1; version <= OrderWatcher.Capacity + 1; version++)
        {
            Commit("GC-AAAA-0001", version);
            await NextAsync(witness);
        }

        Assert.True((await NextAsync(slow)).Resync);
    }

    [Fact]
    public async Task Head_ThatCannotBeRead_IsAWordToReadAgainAndHurtsNobodyElse()
    {
        using var poisoned = _feed.Subscribe(new OrderId("GC-AAAA-0001"));
        using var healthy = _feed.Subscribe(new OrderId("GC-AAAA-0002"));

        _commits.Publish(new CommittedChange(new SubjectId("order/GC-AAAA-0001"), 2, Encoding.UTF8.GetBytes("{ not json")));
        Commit("GC-AAAA-0002", 2);

        Assert.True((await NextAsync(poisoned)).Resync);
        Assert.Equal(2, (await NextAsync(healthy)).Head?.Version);
    }

    [Fact]
    public void Page_ThatLeft_IsForgotten()
    {
        var page = _feed.Subscribe(null);
        Assert.Equal(1, _feed.Watching);

        page.Dispose();

        Assert.Equal(0, _feed.Watching);
    }

    public async Task InitializeAsync()
    {
        await _feed.StartAsync(default);
        await Eventually.TrueAsync(() => _commits.HasReaders);
    }

    public async Task DisposeAsync()
    {
        await _feed.StopAsync(default);
        _feed.Dispose();
    }

    private void Commit(string order, long version) => _commits.Publish(new CommittedChange(
        new OrderId(order).Subject, version, JsonSerializer.SerializeToUtf8Bytes(SampleViews.Head() with { Version = version }, StoreJson.Default.OrderHead)));

    private static async Task<OrderDelta> NextAsync(OrderSubscription subscription)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await subscription.Deltas.ReadAsync(patience.Token);
    }
}
