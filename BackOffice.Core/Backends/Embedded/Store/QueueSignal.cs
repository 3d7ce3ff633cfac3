using System.Collections.Concurrent;

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

/// <summary>The signals of all queues and of the outbox's topics.</summary>
internal sealed class QueueSignals
{
    private readonly ConcurrentDictionary<string, QueueSignal> _queues = [];
    private readonly ConcurrentDictionary<string, QueueSignal> _topics = [];

    public QueueSignal Of(string queue) => _queues.GetOrAdd(queue, static _ => new QueueSignal());

    public QueueSignal OfOutbox(string topic) => _topics.GetOrAdd(topic, static _ => new QueueSignal());
}
