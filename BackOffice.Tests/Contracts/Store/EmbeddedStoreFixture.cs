using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>A store in a folder of its own, removed with it.</summary>
public sealed class EmbeddedStoreFixture : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("backoffice-store-").FullName;

    public EmbeddedStoreFixture(EmbeddedStoreOptions? options = null)
    {
        Options = options ?? new EmbeddedStoreOptions();
        Folder = DataFolder.Open(Path, TimeProvider.System);
        Store = SqliteStore.Open(Folder, Feed, Options, NullLogger<SqliteStore>.Instance);
    }

    public EmbeddedStoreOptions Options { get; private set; }

    /// <summary>The data folder.</summary>
    public string Path => System.IO.Path.Combine(_root, "data");

    public CommitFeed Feed { get; } = new();

    public DataFolder Folder { get; private set; }

    public SqliteStore Store { get; private set; }

    /// <summary>Closes store and folder; files stay.</summary>
    public async Task CloseAsync()
    {
        await Store.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Opens it with other settings.</summary>
    public void ReopenWith(EmbeddedStoreOptions options)
    {
        Options = options;
        Reopen();
    }

    /// <summary>Opens what is in the folder now.</summary>
    public void Reopen()
    {
        Folder = DataFolder.Open(Path, TimeProvider.System);
        try
        {
            Store = SqliteStore.Open(Folder, new CommitFeed(), Options, NullLogger<SqliteStore>.Instance);
        }
        catch
        {
            Folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_root, recursive: true);
    }
}
