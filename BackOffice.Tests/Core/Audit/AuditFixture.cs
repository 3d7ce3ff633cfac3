using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Orders;
using BackOffice.Tests.Contracts.Store;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Audit;

/// <summary>A store with its sealer and verifier.</summary>
internal sealed class AuditFixture : IAsyncDisposable
{
    private readonly EmbeddedStoreFixture _store = new();
    private readonly CheckpointKeyFile _key;

    public AuditFixture()
    {
        _key = CheckpointKeyFile.Open(_store.Folder);
        Archive = new CheckpointFile(_store.Folder.PathOf("checkpoints/checkpoints.jsonl"));
        Build();
    }

    public StillClock Clock { get; } = new();

    public CheckpointFile Archive { get; }

    public SqliteStore Store => _store.Store;

    public SqliteAuditTrail Trail { get; private set; } = null!;

    public AuditSealer Sealer { get; private set; } = null!;

    /// <summary>Orders with some entries each, sealed after every few.</summary>
    public async Task FillAsync(int orders, int entriesEach, int sealEvery)
    {
        var heads = Enumerable.Range(1, orders).Select(i => Sample.Order(i)).ToArray();
        var written = 0;
        for (var round = 0; round < entriesEach; round++)
        {
            for (var i = 0; i < orders; i++)
            {
                await AppendAsync(heads, i, round);
                if (++written % sealEvery == 0)
                    await Sealer.SealAsync(CancellationToken.None);
            }
        }

        await Sealer.SealAsync(CancellationToken.None);
    }

    public async Task AppendAsync(OrderHead[] heads, int which, long version)
    {
        var (change, head) = Sample.Audited(heads[which], version, version == 0 ? AuditActions.OrderPlaced : AuditActions.NoteAdded);
        var result = await Store.CommitAsync(change, CancellationToken.None);
        Assert.True(result.IsSuccess, result.Error?.Message);
        heads[which] = head;
    }

    public Task<AuditReport> VerifyAsync(ICheckpointKey? key = null) =>
        new AuditVerifier(Trail, Archive, key ?? _key, TimeProvider.System).VerifyAsync(null, CancellationToken.None);

    /// <summary>Changes the closed database behind the program's back, and opens it again.</summary>
    public async Task TamperAsync(Action<Database> act)
    {
        await _store.CloseAsync();
        using (var database = Database.Open(Path.Combine(_store.Path, StoreFile.Name), readOnly: false))
            act(database);
        _store.Reopen();
        Build();
    }

    public Task TamperAsync(string sql) => TamperAsync(database => database.Execute(sql));

    /// <summary>Everything as it is now, to come back to.</summary>
    public async Task<Dictionary<string, byte[]>> SnapshotAsync()
    {
        await _store.CloseAsync();
        var files = new[] { Path.Combine(_store.Path, StoreFile.Name), Archive.Path }.ToDictionary(path => path, File.ReadAllBytes);
        _store.Reopen();
        Build();
        return files;
    }

    public async Task RestoreAsync(Dictionary<string, byte[]> snapshot)
    {
        await _store.CloseAsync();
        foreach (var (path, bytes) in snapshot)
        {
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            await File.WriteAllBytesAsync(path, bytes);
        }

        _store.Reopen();
        Build();
    }

    public async ValueTask DisposeAsync()
    {
        Sealer.Dispose();
        _key.Dispose();
        await _store.DisposeAsync();
    }

    private void Build()
    {
        Trail = new SqliteAuditTrail(_store.Store);
        Sealer?.Dispose();
        Sealer = new AuditSealer(Trail, Archive, _key, new AuditOptions(), Clock, NullLogger<AuditSealer>.Instance);
    }
}
