using System.Threading.Channels;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>A thread with the one connection that writes. What waits when it begins shares a transaction and an fsync; nobody is told of success before that.</summary>
internal sealed class RouterWriter : IAsyncDisposable
{
    private const int MostTogether = 256;

    private readonly Channel<Work> _pending = Channel.CreateBounded<Work>(new BoundedChannelOptions(4_096) { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Database _database;

    public RouterWriter(Database database)
    {
        _database = database;
        new Thread(Run) { IsBackground = true, Name = "router writer" }.Start();
    }

    /// <summary>The token counts until the work is queued; after that it happens, and the caller is told how it ended.</summary>
    public async Task<T> RunAsync<T>(Func<Database, T> apply, CancellationToken cancellationToken)
    {
        var work = new Work<T>(apply);
        try
        {
            await _pending.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("The router's file is closed.", e);
        }

        return await work.Done.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        var batch = new List<Work>(MostTogether);
        try
        {
            while (_pending.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (batch.Count < MostTogether && _pending.Reader.TryRead(out var work))
                    batch.Add(work);
                if (!TryTogether(batch))
                    batch.ForEach(work => TryTogether([work]));
                batch.Clear();
            }
        }
        finally
        {
            _database.Dispose();
            _ended.TrySetResult();
        }
    }

    /// <summary>False when it was rolled back and each must be tried for itself.</summary>
    private bool TryTogether(List<Work> batch)
    {
        try
        {
            _database.Cached("BEGIN IMMEDIATE").Begin().Run();
            batch.ForEach(work => work.Apply(_database));
            _database.Cached("COMMIT").Begin().Run();
        }
        catch (Exception failure)
        {
            Undo();
            if (batch.Count > 1)
                return false;
            batch[0].Fail(failure is SqliteFailure { Outage: { } outage } ? new StoreOutage(outage, failure) : failure);
            return true;
        }

        batch.ForEach(work => work.Complete());
        return true;
    }

    private void Undo()
    {
        try
        {
            _database.EndAll();
            if (!_database.InAutocommit)
                _database.Cached("ROLLBACK").Begin().Run();
        }
        catch (SqliteFailure)
        {
            // The connection then refuses the next BEGIN, and each later write says so.
        }
    }

    private abstract class Work
    {
        public abstract void Apply(Database database);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Work<T>(Func<Database, T> apply) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _outcome;

        public Task<T> Done => _done.Task;

        public override void Apply(Database database) => _outcome = apply(database);

        public override void Complete() => _done.TrySetResult(_outcome!);

        public override void Fail(Exception failure) => _done.TrySetException(failure);
    }
}
