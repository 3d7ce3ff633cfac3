using System.Collections.Immutable;
using BackOffice.Core.Live;

namespace BackOffice.Interaction;

/// <summary>
/// Tells every open console, at most once a second, that some order changed: one subscription for the whole process, so that counts in the navigation do
/// not cost a stream of deltas for each person. A console that fails when it is told keeps nobody else from hearing it.
/// </summary>
public sealed partial class OrderBeat(IOrderFeed feed, TimeProvider clock, ILogger<OrderBeat> log) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private ImmutableArray<Action> _listeners = [];
    private FeedReader? _reader;
    private long _count;
    private bool _began;

    /// <summary>How many beats there were.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Calls back on a pool thread until the answer is disposed.</summary>
    public IDisposable Listen(Action onBeat)
    {
        lock (_gate)
        {
            _listeners = _listeners.Add(onBeat);
            _reader ??= new FeedReader(feed.Subscribe(null), BeatAsync, _ => Task.CompletedTask, PauseAsync);
        }

        return new Listener(this, onBeat);
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
            await _reader.DisposeAsync();
    }

    /// <summary>The first beat comes at once, each other a second after the one before.</summary>
    private async Task<bool> PauseAsync(CancellationToken cancellationToken)
    {
        if (_began)
            await Task.Delay(s_pause, clock, cancellationToken);
        _began = true;
        return false;
    }

    private Task BeatAsync(IReadOnlyList<OrderDelta> deltas)
    {
        Interlocked.Increment(ref _count);
        ImmutableArray<Action> listeners;
        lock (_gate)
            listeners = _listeners;
        foreach (var listener in listeners)
        {
            try
            {
                listener();
            }
            catch (Exception failure)
            {
                LogFailed(log, failure);
            }
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(7020, LogLevel.Error, "A console failed when it was told that orders changed")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    private sealed class Listener(OrderBeat beat, Action onBeat) : IDisposable
    {
        public void Dispose()
        {
            lock (beat._gate)
                beat._listeners = beat._listeners.Remove(onBeat);
        }
    }
}
