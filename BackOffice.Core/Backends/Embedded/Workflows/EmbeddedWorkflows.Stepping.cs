using BackOffice.Core.Common;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>A task that was taken, and where it comes from.</summary>
internal readonly record struct ReadyTask(ActivityTask Task, string State, long Scheduled);

/// <summary>For who goes through executions step by step, with a clock of their own.</summary>
public sealed partial class EmbeddedWorkflows
{
    /// <summary>Everything that is due is done and on disk; when the next timer is due, null when none is set.</summary>
    internal async Task<DateTimeOffset?> SettleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var due = (await AskAsync<DateTimeOffset?>(engine => engine.NextAfterBatch(), cancellationToken).ConfigureAwait(false)).Value;
            if (due is null || due > clock.GetUtcNow())
                return due;
        }
    }

    /// <summary>Takes every task that waits, of every activity.</summary>
    internal async Task<IReadOnlyList<ReadyTask>> TakeReadyAsync(string worker, CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(cancellationToken).ConfigureAwait(false);
        var ready = new List<ReadyTask>();
        foreach (var task in _queues.TakeAll())
        {
            var state = await AskAsync<string?>(engine => engine.StateOf(task.Key), cancellationToken).ConfigureAwait(false);
            if (state is { IsSuccess: true, Value: { } name })
                ready.Add(new ReadyTask(Take(parts, task, worker), name, task.Key.Scheduled));
        }

        return ready;
    }
}
