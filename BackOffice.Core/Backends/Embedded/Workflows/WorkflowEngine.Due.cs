using System.Collections.Concurrent;
using BackOffice.Core.Workflows.Interpreter;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>What happens without a request: timers, and starts of tasks that were not answered at once.</summary>
internal sealed partial class WorkflowEngine
{
    /// <summary>What could not be written is tried again after this long.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<OutstandingTask> _taken = new();
    private readonly PriorityQueue<OutstandingTask, DateTimeOffset> _starts = new();
    private readonly PriorityQueue<long, DateTimeOffset> _alarms = new();

    /// <summary>Of one execution: the start of a task, or, when that is null, whatever timer is due.</summary>
    private readonly record struct DueItem(long Execution, OutstandingTask? Start);

    /// <summary>A worker took the task: its start is written with its outcome, or when it has taken too long for that.</summary>
    public void Taken(OutstandingTask task, string? worker)
    {
        var now = Now();
        task.Take(worker, now);
        _taken.Enqueue(task);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 1 && (now + _options.StartedWithin).ToUnixTimeMilliseconds() < Volatile.Read(ref _alarmAt))
            Wake();
    }

    /// <summary>When the next thing happens by itself; null when nothing will.</summary>
    private DateTimeOffset? NextDue()
    {
        SortTaken();
        DateTimeOffset? due = _starts.TryPeek(out _, out var start) ? start : null;
        return _alarms.TryPeek(out _, out var alarm) && (due is null || alarm < due) ? alarm : due;
    }

    /// <summary>As <see cref="NextDue"/>, and now while this batch still has something due.</summary>
    public DateTimeOffset? NextAfterBatch() => _due.Count > 0 ? Now() : NextDue();

    private void SetAlarm(OpenExecution execution)
    {
        if (execution.Snapshot.DueAt is not { } due || execution.AlarmAt <= due)
            return;
        execution.AlarmAt = due;
        _alarms.Enqueue(execution.Id, due);
    }

    /// <summary>Starts that waited long enough for their outcome, then timers that are due.</summary>
    private void CollectDue(DateTimeOffset now, List<DueItem> due)
    {
        SortTaken();
        while (_starts.TryPeek(out var task, out var at) && (task.Closed || _stopping || at <= now))
        {
            _starts.Dequeue();
            if (!task.Closed)
                due.Add(new DueItem(task.Key.Execution, task));
        }

        while (_alarms.TryPeek(out var id, out var at) && at <= now)
        {
            _alarms.Dequeue();
            due.Add(new DueItem(id, null));
        }
    }

    private void RunDue(DueItem due, DateTimeOffset now)
    {
        try
        {
            if (Open(due.Execution) is not { } execution)
                return;
            if (due.Start is { } task)
            {
                Apply(execution, [Started(task)]);
                return;
            }

            execution.AlarmAt = null;
            if (execution.Snapshot.DueAt <= now)
                Apply(execution, [new TimerSignal(now, Seed())]);
            SetAlarm(execution);
        }
        catch (Exception e) when (e is not Microsoft.Data.Sqlite.SqliteException)
        {
            // One execution that cannot go on must not stop the others; it is told in the log each time.
            LogDueFailed(_logger, e, due.Execution);
            Again(due, now + TimeSpan.FromMinutes(1));
        }
    }

    private void Again(DueItem due, DateTimeOffset at)
    {
        if (due.Start is { } task)
            _starts.Enqueue(task, at);
        else
            _alarms.Enqueue(due.Execution, at);
    }

    private void SortTaken()
    {
        while (_taken.TryDequeue(out var task))
        {
            if (!task.Closed)
                _starts.Enqueue(task, (task.TakenAt ?? Now()) + _options.StartedWithin);
        }

        while (_starts.TryPeek(out var answered, out _) && answered.Closed)
            _starts.Dequeue();
    }

    private TaskStartedSignal Started(OutstandingTask task) =>
        new(task.TakenAt ?? Now(), Seed(), task.Key.Frame, task.Key.Scheduled, task.Worker);

    [LoggerMessage(1404, LogLevel.Error, "What is due of execution {Execution} failed; it is tried again in a minute")]
    private static partial void LogDueFailed(ILogger logger, Exception exception, long execution);
}
