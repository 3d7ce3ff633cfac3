using System.Collections.Concurrent;
using System.Threading.Channels;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>A task that is on disk and not answered.</summary>
internal sealed class OutstandingTask(TaskKey key, string execution, string activity, string input)
{
    private long _takenAt;

    public TaskKey Key { get; } = key;

    public string Execution { get; } = execution;

    public string Activity { get; } = activity;

    public string Input { get; } = input;

    /// <summary>Answered or timed out: what is still queued is skipped.</summary>
    public bool Closed
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>Who took it last.</summary>
    public string? Worker { get; private set; }

    /// <summary>When a worker took it, in this process; null before.</summary>
    public DateTimeOffset? TakenAt => Volatile.Read(ref _takenAt) is > 0 and var ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    public void Take(string? worker, DateTimeOffset at)
    {
        Worker = worker;
        Volatile.Write(ref _takenAt, at.ToUnixTimeMilliseconds());
    }
}

/// <summary>Tasks that wait for a worker, first in, first out, by activity. In memory: filled after commits, and at the start.</summary>
internal sealed class ActivityQueues
{
    private readonly ConcurrentDictionary<string, Channel<OutstandingTask>> _queues = new(StringComparer.Ordinal);

    public void Add(OutstandingTask task) => Queue(task.Activity).Writer.TryWrite(task);

    /// <summary>Null when none came in time.</summary>
    public async Task<OutstandingTask?> TakeAsync(string activity, TimeSpan wait, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reader = Queue(activity).Reader;
        while (reader.TryRead(out var ready))
        {
            if (!ready.Closed)
                return ready;
        }

        using var timeout = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (true)
            {
                var task = await reader.ReadAsync(either.Token).ConfigureAwait(false);
                if (!task.Closed)
                    return task;
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>All that wait now, of every activity, in the order in which they were scheduled.</summary>
    public List<OutstandingTask> TakeAll()
    {
        var all = new List<OutstandingTask>();
        foreach (var queue in _queues.Values)
        {
            while (queue.Reader.TryRead(out var task))
            {
                if (!task.Closed)
                    all.Add(task);
            }
        }

        all.Sort((one, other) => (one.Key.Execution, one.Key.Scheduled).CompareTo((other.Key.Execution, other.Key.Scheduled)));
        return all;
    }

    private Channel<OutstandingTask> Queue(string activity) => _queues.GetOrAdd(
        activity, _ => Channel.CreateUnbounded<OutstandingTask>(new UnboundedChannelOptions { AllowSynchronousContinuations = false }));
}
