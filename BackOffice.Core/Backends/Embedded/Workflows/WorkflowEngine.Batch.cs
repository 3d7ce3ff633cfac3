using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>
/// Batches: all that waits shares a transaction. When that fails, each request and each timer is tried in a transaction of its own, so that the one
/// that cannot be stored hurts no other.
/// </summary>
internal sealed partial class WorkflowEngine
{
    private readonly List<EngineWork> _waiting = [];
    private readonly List<EngineWork> _batch = [];
    private readonly List<DueItem> _due = [];
    private bool _inTransaction;

    /// <summary>True when more may wait.</summary>
    private bool RunBatch()
    {
        var now = Now();
        _waiting.Clear();
        _due.Clear();
        while (_waiting.Count < _options.MaxBatch && _requests.TryDequeue(out var work))
            _waiting.Add(work);
        CollectDue(now, _due);
        var more = false;
        if (Write(_waiting, _due, now, expire: true, ref more) is { } failure)
        {
            (_expireAt, _expireAfter) = (now + _options.ExpireEvery, 0);
            if (_waiting.Count + _due.Count > 1 && _ended is null)
                OneByOne(now);
            else
                Refused(_waiting, _due, failure, now);
        }

        return more || !_requests.IsEmpty;
    }

    private void OneByOne(DateTimeOffset now)
    {
        var more = false;
        foreach (var work in _waiting)
        {
            if ((_ended is null ? Write([work], [], now, expire: false, ref more) : new EngineStopped(_ended)) is { } failure)
                Refused([work], [], failure, now);
        }

        foreach (var due in _due)
        {
            if (_ended is null && Write([], [due], now, expire: false, ref more) is { } failure)
                Refused([], [due], failure, now);
        }
    }

    private void Refused(List<EngineWork> works, List<DueItem> due, Exception failure, DateTimeOffset now)
    {
        works.ForEach(work => work.Failed(failure));
        due.ForEach(item => Again(item, now + s_again));
    }

    /// <summary>One transaction; null when it is on disk and everybody was told, else why it is not.</summary>
    private Exception? Write(List<EngineWork> works, List<DueItem> due, DateTimeOffset now, bool expire, ref bool more)
    {
        _batch.Clear();
        try
        {
            foreach (var work in works)
                RunOne(work);
            foreach (var item in due)
                RunDue(item, now);
            if (expire)
                more = Expire(now);
#if DEBUG
            CommitTooLate();
#endif
            if (_inTransaction)
            {
                _statements.Commit();
                _inTransaction = false;
                Interlocked.Increment(ref _commits);
                _options.AfterCommit?.Invoke();
            }
        }
        catch (SqliteException e)
        {
            RollBack(e, works.Count + due.Count);
            return e;
        }

        Publish();
        foreach (var work in _batch)
            work.Committed();
        return null;
    }

    private void RunOne(EngineWork work)
    {
        try
        {
            work.Run(this);
            _batch.Add(work);
        }
        catch (Exception e) when (e is not SqliteException)
        {
            // The interpreter runs before anything is written, so a request that fails there leaves no trace in the batch.
            LogRequestFailed(_logger, e);
            work.Failed(e);
        }
    }

    private void RollBack(SqliteException e, int acts)
    {
        LogRolledBack(_logger, e, acts);
        if (_inTransaction)
        {
            _inTransaction = false;
            try
            {
                _statements.Rollback();
            }
            catch (SqliteException)
            {
                // SQLite has rolled back by itself (after SQLITE_FULL or SQLITE_IOERR it may): there is nothing left to undo.
            }
        }

        Undo();

        // After a failed write or fsync nobody knows what is on disk; only opening the file anew tells.
        if (e.SqliteErrorCode is 10 or 11 or 26)
            End($"The workflow store has failed ({e.Message}); check the disk and restart the program.");
    }

    [LoggerMessage(1402, LogLevel.Error, "A request to the workflow engine failed")]
    private static partial void LogRequestFailed(ILogger logger, Exception exception);

    [LoggerMessage(1403, LogLevel.Error, "A batch of {Acts} requests and timers of the workflow engine was rolled back")]
    private static partial void LogRolledBack(ILogger logger, Exception exception, int acts);
}
