using System.Threading.Channels;
using BackOffice.Core.Live;

namespace BackOffice.Interaction;

/// <summary>
/// Hands the deltas of one subscription to a page in batches: at most one each 100 ms a circuit, and none while the page is out of sight; back in sight there
/// is one batch, which says to read again.
/// </summary>
public sealed class FeedReader : IAsyncDisposable
{
    private readonly OrderSubscription _subscription;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    /// <param name="subscription">Taken over: disposed with the reader.</param>
    /// <param name="onBatch">Called on a pool thread with one or more deltas, oldest first.</param>
    /// <param name="onFailure">What <paramref name="onBatch"/> threw; the reader has stopped then.</param>
    /// <param name="presence">Of the circuit whose page follows.</param>
    public FeedReader(OrderSubscription subscription, Func<IReadOnlyList<OrderDelta>, Task> onBatch, Func<Exception, Task> onFailure, ViewerPresence presence)
        : this(subscription, onBatch, onFailure, presence.TurnAsync)
    {
    }

    /// <param name="subscription">Taken over: disposed with the reader.</param>
    /// <param name="onBatch">Called on a pool thread with one or more deltas, oldest first.</param>
    /// <param name="onFailure">What <paramref name="onBatch"/> threw; the reader has stopped then.</param>
    /// <param name="turn">Waits for the moment of the next batch; true when what has come by then is not to be shown but read again.</param>
    internal FeedReader(OrderSubscription subscription, Func<IReadOnlyList<OrderDelta>, Task> onBatch, Func<Exception, Task> onFailure, Func<CancellationToken, Task<bool>> turn)
    {
        _subscription = subscription;
        _loop = Task.Run(() => RunAsync(onBatch, onFailure, turn, _stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(
        Func<IReadOnlyList<OrderDelta>, Task> onBatch, Func<Exception, Task> onFailure, Func<CancellationToken, Task<bool>> turn, CancellationToken cancellationToken)
    {
        try
        {
            while (await _subscription.Deltas.WaitToReadAsync(cancellationToken))
            {
                var missed = await turn(cancellationToken);
                var batch = new List<OrderDelta>();
                while (batch.Count < 500 && _subscription.Deltas.TryRead(out var delta))
                    batch.Add(delta);
                if (batch.Count > 0)
                    await onBatch(missed ? [OrderDelta.ReadAgain] : batch);
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
