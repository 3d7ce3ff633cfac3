namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Wakes everybody who waits for messages of one queue.</summary>
internal sealed class QueueSignal
{
    private volatile TaskCompletionSource _next = New();

    /// <summary>Completes at the first <see cref="Set"/> after this was read: read it, look into the queue, then wait.</summary>
    public Task Next => _next.Task;

    public void Set() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
