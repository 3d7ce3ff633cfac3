namespace BackOffice.Core.Samples;

/// <summary>Wakes the job when the run was changed: nobody waits for the next order of the trickle to stop it.</summary>
internal sealed class SampleSignal
{
    private TaskCompletionSource _raised = New();

    /// <summary>Completes with the next <see cref="Raise"/>.</summary>
    public Task Next => Volatile.Read(ref _raised).Task;

    public void Raise() => Interlocked.Exchange(ref _raised, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
