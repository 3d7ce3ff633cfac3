using System.Collections.Concurrent;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Interpreter;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>
/// The one writer, on a thread of its own. It takes all requests that wait, applies them to their executions, writes them in one transaction (one
/// fsync), and only then answers and hands out new tasks. Timers and late ActivityStarted events go through the same batches.
/// </summary>
internal sealed partial class WorkflowEngine : IDisposable
{
    private readonly WorkflowOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly InterpreterLimits _limits;
    private readonly SqliteConnection _connection;
    private readonly WorkflowStatements _statements;
    private readonly ExpiryStatements _expiry;
    private readonly ActivityQueues _queues;
    private readonly TaskTokens _tokens;
    private readonly ConcurrentQueue<EngineWork> _requests = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly ITimer _alarm;
    private readonly Thread _thread;
    private int _sleeping;
    private long _alarmAt = long.MaxValue;
    private volatile bool _stopping;
    private volatile string? _ended;

    public WorkflowEngine(WorkflowOptions options, SqliteConnection connection, ActivityQueues queues, TaskTokens tokens, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _connection = connection;
        _queues = queues;
        _tokens = tokens;
        _clock = clock;
        _logger = logger;
        _limits = new InterpreterLimits(options.MaxEvents, options.MaxDataBytes);
        _statements = new WorkflowStatements(connection) { EngineStartedAt = Now() };
        _expiry = new ExpiryStatements(connection);
        LoadDefinitions();
        LoadOutstanding();
        _alarm = clock.CreateTimer(static engine => ((WorkflowEngine)engine!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Loop) { IsBackground = true, Name = "workflow writer" };
    }

    public EngineCounts Counts => new(Interlocked.Read(ref _commits), Interlocked.Read(ref _transitions), _statements.Bytes);

    private long _commits;
    private long _transitions;

    /// <summary>Why it takes no more requests; null while it works.</summary>
    public string? Ended => _ended;

    /// <summary>Begins to work; requests made before wait until then.</summary>
    public void Start() => _thread.Start();

    public void Add(EngineWork work)
    {
        if (_ended is { } reason)
        {
            work.Failed(new EngineStopped(reason));
            return;
        }

        _requests.Enqueue(work);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 1)
            Wake();

        // The writer may have ended between the question and the enqueueing; then nobody else answers.
        if (_ended is { } late)
            Refuse(late);
    }

    /// <summary>Does what waits, writes the starts of tasks that workers hold, and ends.</summary>
    public void Stop()
    {
        _stopping = true;
        Wake();
        if (_thread.IsAlive)
            _thread.Join();
    }

    /// <summary>After <see cref="Stop"/>.</summary>
    public void Dispose()
    {
        _alarm.Dispose();
        _statements.Dispose();
        _expiry.Dispose();
        _connection.Dispose();
        _wake.Dispose();
    }

    private void Wake() => _wake.Set();

    private void Loop()
    {
        try
        {
            while (true)
            {
                // Asked before the batch: the last batch must be one that knew it was the last.
                var last = _stopping;
                var more = RunBatch();
                if (_ended is not null)
                    return;
                if (more)
                    continue;
                if (last)
                {
                    End("The workflow engine has stopped.");
                    return;
                }

                Sleep();
            }
        }
        catch (Exception e)
        {
            // A bug in the writer itself: nothing more can be promised, so everybody is told.
            LogFailed(_logger, e);
            End("The workflow engine has failed; restart the program. " + e.Message);
        }
    }

    private void End(string reason)
    {
        _ended = reason;
        Refuse(reason);
    }

    private void Refuse(string reason)
    {
        while (_requests.TryDequeue(out var work))
            work.Failed(new EngineStopped(reason));
    }

    private void Sleep()
    {
        // Until the new alarm is known every task that is taken wakes the writer: its clocks may be the next to fire.
        Volatile.Write(ref _alarmAt, long.MaxValue);
        Volatile.Write(ref _sleeping, 1);
        Interlocked.MemoryBarrier();
        var due = NextDue();
        if (due is null || _expireAt < due)
            due = _expireAt;
        Volatile.Write(ref _alarmAt, due.Value.ToUnixTimeMilliseconds());
        // Never more than a day ahead: a clock may be set, and timers have a longest time.
        var wait = due.Value - _clock.GetUtcNow();
        _alarm.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait, Timeout.InfiniteTimeSpan);

        if (_requests.IsEmpty && !_stopping)
            _wake.WaitOne();
        Volatile.Write(ref _sleeping, 0);
    }

    /// <summary>Whole milliseconds: what is stored.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    [LoggerMessage(1401, LogLevel.Critical, "The workflow writer has failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
