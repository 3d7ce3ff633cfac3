using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// The one writer: a thread with the one connection that writes. Whatever waits when it begins shares a transaction and an fsync (group commit);
/// nobody is told of success before that fsync. When a transaction fails unexpectedly, each act is tried in a transaction of its own, so that
/// the one that cannot be stored hurts no other.
/// </summary>
internal sealed partial class Writer : IAsyncDisposable
{
    private readonly Channel<WriteWork> _pending;
    private readonly WriterSession _session;
    private readonly Thread _thread;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _batchSize;

    public Writer(WriterSession session, EmbeddedStoreOptions options, ILogger log)
    {
        _session = session;
        _log = log;
        _batchSize = options.BatchSize;
        _pending = Channel.CreateBounded<WriteWork>(new BoundedChannelOptions(options.PendingWrites) { SingleReader = true });
        _thread = new Thread(Run) { IsBackground = true, Name = "order store writer" };
        _thread.Start();
    }

    /// <summary>
    /// Ends with the work's outcome. The token counts until the work is queued; after that it will happen, and the caller is told how it ended.
    /// </summary>
    public async Task<T> RunAsync<T>(WriteWork<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_pending.Writer.TryWrite(work))
        {
            try
            {
                await _pending.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException e)
            {
                throw new ObjectDisposedException("The order store is closed.", e);
            }
        }

        return await work.Done.ConfigureAwait(false);
    }

    /// <summary>Writes what waits, moves the log into the database, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        var batch = new List<WriteWork>(_batchSize);
        try
        {
            while (WaitForWork())
            {
                while (batch.Count < _batchSize && _pending.Reader.TryRead(out var work))
                    batch.Add(work);
                if (batch.Count > 0)
                    Together(batch);
                batch.Clear();
            }

            _session.Database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteFailure e)
        {
            ClosedBadly(e); // the log is read again at the next start
        }
        finally
        {
            _session.Database.Dispose();
            _ended.TrySetResult();
        }
    }

    private bool WaitForWork()
    {
        var waiting = _pending.Reader.WaitToReadAsync();
        return waiting.IsCompletedSuccessfully ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

    private void Together(List<WriteWork> batch)
    {
        try
        {
            _session.Begin();
            foreach (var work in batch)
                work.Apply(_session);
#if DEBUG
            if (Common.SeededBugs.Is(Common.SeededBugs.AcknowledgeBeforeCommit))
            {
                batch.ForEach(work => work.Complete());
                Thread.Sleep(20);
            }
#endif
            _session.Commit();
        }
        catch (Exception e)
        {
            Undo();
            if (batch.Count == 1)
            {
                Refused(batch[0], e);
                return;
            }

            BatchRetried(batch.Count, e);
            foreach (var work in batch)
                Alone(work);
            return;
        }

        _session.Announce();
        foreach (var work in batch)
            work.Complete();
    }

    private void Alone(WriteWork work)
    {
        try
        {
            _session.Begin();
            work.Apply(_session);
            _session.Commit();
        }
        catch (Exception e)
        {
            Undo();
            Refused(work, e);
            return;
        }

        _session.Announce();
        work.Complete();
    }

    /// <summary>A rollback that fails too leaves a connection that refuses the next BEGIN: each later write is then refused and says so.</summary>
    private void Undo()
    {
        try
        {
            _session.Rollback();
        }
        catch (SqliteFailure e)
        {
            RollbackFailed(e);
        }
    }

    private void Refused(WriteWork work, Exception failure)
    {
        WriteFailed(work.GetType().Name, failure);
        work.Fail(failure);
    }

    [LoggerMessage(1001, LogLevel.Warning, "A batch of {Count} writes failed together and is tried one by one.")]
    private partial void BatchRetried(int count, Exception failure);

    [LoggerMessage(1002, LogLevel.Error, "{Work} was not stored.")]
    private partial void WriteFailed(string work, Exception failure);

    [LoggerMessage(1003, LogLevel.Error, "A transaction could not be rolled back.")]
    private partial void RollbackFailed(Exception failure);

    [LoggerMessage(1004, LogLevel.Warning, "The log could not be moved into the database at closing; the next start does it.")]
    private partial void ClosedBadly(Exception failure);
}
