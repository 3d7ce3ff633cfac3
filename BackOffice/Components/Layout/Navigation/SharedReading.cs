using BackOffice.Core.Common;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>One number for everybody of the process: read anew when its mark is another, and at most so often. Registered as a singleton by whom it is for.</summary>
/// <typeparam name="TFigure">Whose it is.</typeparam>
public sealed class SharedReading<TFigure>(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Task<Result<long>>? _reading;
    private long _mark, _began;

    /// <summary>Nobody's leaving ends a reading that others wait for. One that failed is not kept.</summary>
    /// <param name="mark">Differs when the number may.</param>
    /// <param name="atMost">An answer is at least so long good enough, whatever the mark; zero when the mark alone decides.</param>
    /// <param name="read">Of Core, by somebody who may.</param>
    /// <param name="cancellationToken">Of whoever asks.</param>
    public Task<Result<long>> ReadAsync(long mark, TimeSpan atMost, Func<Task<Result<long>>> read, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var isGood = _reading is { } last && (!last.IsCompleted || (last.IsCompletedSuccessfully && last.Result.IsSuccess));
            if (!isGood || (mark != _mark && clock.GetElapsedTime(_began) >= atMost))
                (_reading, _mark, _began) = (read(), mark, clock.GetTimestamp());
            return _reading!.WaitAsync(cancellationToken);
        }
    }
}
