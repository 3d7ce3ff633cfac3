using System.Collections.Concurrent;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>Read-only connections, each used by one read at a time; opened when first needed, kept with their prepared statements.</summary>
internal sealed class Readers(string path, EmbeddedStoreOptions options) : IDisposable
{
    /// <summary>Filters make statements of many shapes; more than so many are not worth their memory.</summary>
    private const int KeptStatements = 200;

    private readonly SemaphoreSlim _free = new(options.Readers);
    private readonly ConcurrentBag<Database> _idle = [];
    private volatile bool _closed;

    /// <summary>Runs a read that finishes in microseconds on the caller's thread.</summary>
    public async Task<T> ReadAsync<T>(Func<Database, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Run(read, cancellationToken);
    }

    /// <summary>Runs a read that may scan, on the pool; cancelling interrupts it inside SQLite.</summary>
    public async Task<T> ScanAsync<T>(Func<Database, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Run(read, cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var database))
            database.Dispose();
    }

    private T Run<T>(Func<Database, T> read, CancellationToken cancellationToken)
    {
        Database? database = null;
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            cancellationToken.ThrowIfCancellationRequested();
            if (!_idle.TryTake(out database))
                database = Open();
            // One snapshot for all statements of the read.
            database.Cached("BEGIN").Begin().Run();
            try
            {
                using (cancellationToken.UnsafeRegister(static state => ((Database)state!).Interrupt(), database))
                    return read(database);
            }
            finally
            {
                database.EndAll();
                if (!database.InAutocommit)
                    database.Cached("COMMIT").Begin().Run();
            }
        }
        catch (SqliteFailure e) when (e.IsInterrupt && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The read was cancelled.", e, cancellationToken);
        }
        catch (SqliteFailure e) when (e.Outage is not null)
        {
            throw new StoreOutage(e.Outage, e);
        }
        finally
        {
            if (database is not null)
                Return(database);
            _free.Release();
        }
    }

    private Database Open()
    {
        var database = Database.Open(path, readOnly: true);
        database.Execute(FormattableString.Invariant($"PRAGMA cache_size = -{options.ReaderCacheKib}; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON"));
        return database;
    }

    private void Return(Database database)
    {
        if (_closed)
        {
            database.Dispose();
            return;
        }

        database.TrimCache(KeptStatements);
        _idle.Add(database);
    }
}
