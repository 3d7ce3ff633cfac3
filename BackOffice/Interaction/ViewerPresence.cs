namespace BackOffice.Interaction;

/// <summary>
/// Whether the person can see this circuit's page, and how fast it is shown changes. Out of sight nothing is rendered and nothing read; back in sight each
/// part of the page that missed something reads once. Changes come at most each 100 ms, however many parts of the page follow the feed.
/// </summary>
public sealed class ViewerPresence(TimeProvider clock)
{
    /// <summary>Between two renderings of changes.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _hidden;
    private long _lastTurn;
    private bool _hadTurn;
    private int _waiting;

    /// <summary>The page came back in sight; raised on the circuit.</summary>
    public event Action? Shown;

    public bool IsHidden
    {
        get
        {
            lock (_gate)
                return _hidden is not null;
        }
    }

    /// <summary>Parts of the page that have something to show and wait for it to be in sight.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What the browser said of its tab.</summary>
    public void Set(bool hidden)
    {
        TaskCompletionSource? over;
        lock (_gate)
        {
            if (hidden == _hidden is not null)
                return;
            over = _hidden;
            _hidden = hidden ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        }

        if (over is null)
            return;
        over.SetResult();
        Shown?.Invoke();
    }

    /// <summary>Waits until the page is in sight and it is time to show it changes again.</summary>
    /// <returns>True when the page was out of sight meanwhile: what came was not shown.</returns>
    public async Task<bool> TurnAsync(CancellationToken cancellationToken)
    {
        var missed = false;
        while (HiddenTask() is { } hidden)
        {
            missed = true;
            Interlocked.Increment(ref _waiting);
            try
            {
                await hidden.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }

        if (NextTurn() is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, cancellationToken);
        return missed;
    }

    private Task? HiddenTask()
    {
        lock (_gate)
            return _hidden?.Task;
    }

    private TimeSpan NextTurn()
    {
        lock (_gate)
        {
            // By the monotonic clock: a wall clock that is set back must not hold a page still.
            var now = clock.GetTimestamp();
            var ticks = (long)(Pace.TotalSeconds * clock.TimestampFrequency);
            var turn = _hadTurn ? Math.Max(now, _lastTurn + ticks) : now;
            (_lastTurn, _hadTurn) = (turn, true);
            return clock.GetElapsedTime(now, turn);
        }
    }
}
