namespace BackOffice.Core.Pipeline;

/// <summary>Wakes the batch jobs before their time, when somebody asked for a run.</summary>
public sealed class BatchWake
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Call()
    {
        lock (_gate)
            _called.TrySetResult();
    }

    /// <summary>True when called since the last wait ended, false when the time is over or the program stops.</summary>
    internal async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken stoppingToken)
    {
        Task called;
        lock (_gate)
            called = _called.Task;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        if (!called.IsCompleted && atMost > TimeSpan.Zero)
            await Task.WhenAny(called, Loops.PauseAsync(atMost, clock, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        lock (_gate)
        {
            if (!called.IsCompleted)
                return false;
            _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }
}
