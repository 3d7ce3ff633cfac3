using System.Collections.Concurrent;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Interaction;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Live;

public sealed class FeedReaderTests
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 23, 7, 42, 58, TimeSpan.Zero));
    private readonly FakeOrderFeed _feed = new();
    private readonly ConcurrentQueue<(DateTimeOffset At, IReadOnlyList<OrderDelta> Batch)> _batches = new();

    [Fact]
    public async Task Storm_OfChanges_IsShownAtMostOnceEach100MsACircuit()
    {
        var presence = new ViewerPresence(_clock);
        await using var page = Follow(presence);
        await using var rail = Follow(presence);

        var began = _clock.GetUtcNow();
        // A thousand changes in one second, for two parts of one page.
        for (var i = 0; i < 1_000; i++)
        {
            _feed.Push(SampleViews.Head());
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            if (i % 20 == 0)
                await Task.Yield();
        }

        await UntilAsync(() => _batches.Sum(batch => batch.Batch.Count) == 2_000);
        var turns = (_clock.GetUtcNow() - began) / ViewerPresence.Pace;
        Assert.InRange(_batches.Count, 2, (int)turns + 1);
        Assert.All(_batches, batch => Assert.True(batch.Batch.Count <= 500));
    }

    [Fact]
    public async Task Change_AfterAQuietWhile_IsShownAtOnce()
    {
        await using var page = Follow(new ViewerPresence(_clock));

        _feed.Push(SampleViews.Head());

        await Eventually.TrueAsync(() => _batches.Count == 1);
        Assert.Equal(_clock.GetUtcNow(), _batches.Single().At);
    }

    [Fact]
    public async Task HiddenPage_IsShownNothing_AndReadsOnceWhenItComesBack()
    {
        var presence = new ViewerPresence(_clock);
        await using var page = Follow(presence);
        presence.Set(hidden: true);
        for (var i = 0; i < 50; i++)
        {
            _feed.Push(SampleViews.Head());
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Eventually.TrueAsync(() => presence.Waiting == 1);
        Assert.Empty(_batches);
        presence.Set(hidden: false);

        await UntilAsync(() => !_batches.IsEmpty);
        Assert.True(Assert.Single(Assert.Single(_batches).Batch).Resync);
        _feed.Push(SampleViews.Head());
        await UntilAsync(() => _batches.Count == 2);
        Assert.False(_batches.Last().Batch[0].Resync);
    }

    [Fact]
    public async Task HiddenPage_ThatMissedNothing_ReadsNothingWhenItComesBack()
    {
        var presence = new ViewerPresence(_clock);
        var shown = 0;
        presence.Shown += () => shown++;
        await using var page = Follow(presence);

        presence.Set(hidden: true);
        presence.Set(hidden: true);
        presence.Set(hidden: false);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(1, shown);
        Assert.Empty(_batches);
    }

    [Fact]
    public async Task Beat_WhenOneConsoleThrows_IsStillHeardByTheOthers()
    {
        await using var beat = new OrderBeat(_feed, _clock, NullLogger<OrderBeat>.Instance);
        var heard = 0;
        using var poisoned = beat.Listen(() => throw new InvalidOperationException("poisoned"));
        using var healthy = beat.Listen(() => Interlocked.Increment(ref heard));

        _feed.Push(SampleViews.Head());
        await UntilAsync(() => Volatile.Read(ref heard) == 1);
        _feed.Push(SampleViews.Head());

        await UntilAsync(() => Volatile.Read(ref heard) == 2);
        Assert.Equal(1, _feed.Open);
    }

    [Fact]
    public async Task Beat_OfAThousandConsoles_IsOneSubscription()
    {
        await using var beat = new OrderBeat(_feed, _clock, NullLogger<OrderBeat>.Instance);
        var heard = 0;
        var consoles = Enumerable.Range(0, 1_000).Select(_ => new OrderPulse(beat, new ViewerPresence(_clock)).Listen(() => Interlocked.Increment(ref heard))).ToList();

        _feed.Push(SampleViews.Head());

        await UntilAsync(() => Volatile.Read(ref heard) == 1_000);
        Assert.Equal(1, _feed.Open);
        consoles.ForEach(console => console.Dispose());
    }

    [Fact]
    public async Task Pulse_WhileHidden_IsHeardOnceAfterwards()
    {
        await using var beat = new OrderBeat(_feed, _clock, NullLogger<OrderBeat>.Instance);
        var (presence, heard, seen) = (new ViewerPresence(_clock), 0, 0);
        using var hidden = new OrderPulse(beat, presence).Listen(() => Interlocked.Increment(ref heard));
        using var visible = new OrderPulse(beat, new ViewerPresence(_clock)).Listen(() => Interlocked.Increment(ref seen));
        presence.Set(hidden: true);

        for (var beats = 1; beats <= 3; beats++)
        {
            _feed.Push(SampleViews.Head());
            await UntilAsync(() => Volatile.Read(ref seen) == beats);
        }

        Assert.Equal(0, heard);
        presence.Set(hidden: false);
        Assert.Equal(1, heard);
    }

    [Fact]
    public void Ticker_WhileHidden_StandsStill_AndTicksOnceWhenShown()
    {
        var presence = new ViewerPresence(_clock);
        using var ticker = new Ticker(_clock, presence);
        var ticks = 0;
        using var listening = ticker.Listen(() => ticks++);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, ticks);

        presence.Set(hidden: true);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, ticks);

        presence.Set(hidden: false);
        Assert.Equal(4, ticks);
    }

    private FeedReader Follow(ViewerPresence presence) => new(
        _feed.Subscribe(null),
        batch =>
        {
            _batches.Enqueue((_clock.GetUtcNow(), batch));
            return Task.CompletedTask;
        },
        failure => throw failure,
        presence);

    private Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        return condition();
    });
}
