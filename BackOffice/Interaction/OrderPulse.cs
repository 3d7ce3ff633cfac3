using BackOffice.Core.Live;

namespace BackOffice.Interaction;

/// <summary>
/// Tells every open console, at most once a second, that some order changed: one subscription for the whole process, so that counts in the
/// navigation do not cost a stream of deltas for each person.
/// </summary>
public sealed class OrderPulse(IOrderFeed feed, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Action? _listeners;
    private FeedReader? _reader;

    /// <summary>Calls back on a pool thread, in the listener's language, until the answer is disposed.</summary>
    public IDisposable Listen(Action onBeat)
    {
        onBeat = Language.Keep(onBeat);
        lock (_gate)
        {
            _listeners += onBeat;
            _reader ??= new FeedReader(feed.Subscribe(null), BeatAsync, _ => Task.CompletedTask, clock, s_pause);
        }

        return new Listener(this, onBeat);
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
            await _reader.DisposeAsync();
    }

    private Task BeatAsync(IReadOnlyList<OrderDelta> deltas)
    {
        Volatile.Read(ref _listeners)?.Invoke();
        return Task.CompletedTask;
    }

    private sealed class Listener(OrderPulse pulse, Action onBeat) : IDisposable
    {
        public void Dispose()
        {
            lock (pulse._gate)
                pulse._listeners -= onBeat;
        }
    }
}
