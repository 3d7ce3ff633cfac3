using System.Threading.Channels;
using BackOffice.Core.Live;

namespace BackOffice.Interaction;

/// <summary>Hands the deltas of one subscription to a page in batches, at most one each 100 ms (or the pause that is given).</summary>
public sealed class FeedReader : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly OrderSubscription _subscription;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    /// <param name="subscription">Taken over: disposed with the reader.</param>
    /// <param name="onBatch">Called on a pool thread with one or more deltas, oldest first.</param>
    /// <param name="onFailure">What <paramref name="onBatch"/> threw; the reader has stopped then.</param>
    /// <param name="clock">For the pause between two batches.</param>
    /// <param name="pause">100 ms when null.</param>
    public FeedReader(OrderSubscription subscription, Func<IReadOnlyList<OrderDelta>, Task> onBatch, Func<Exception, Task> onFailure, TimeProvider clock, TimeSpan? pause = null)
    {
        _subscription = subscription;
        _loop = Task.Run(() => RunAsync(onBatch, onFailure, clock, pause ?? s_pause, _stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(
        Func<IReadOnlyList<OrderDelta>, Task> onBatch, Func<Exception, Task> onFailure, TimeProvider clock, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            while (await _subscription.Deltas.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<OrderDelta>();
                while (batch.Count < 500 && _subscription.Deltas.TryRead(out var delta))
                    batch.Add(delta);
                if (batch.Count > 0)
                    await onBatch(batch);
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (ChannelClosedException)
        {
            // The feed shut down with the process.
        }
        catch (Exception failure)
        {
            await onFailure(failure);
        }
    }
}
