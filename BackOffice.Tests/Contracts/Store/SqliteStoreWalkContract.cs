using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>The contract on SQLite where every range counts as wide and every walk runs out of its budget after seven rows: the way of a store with millions of orders.</summary>
public sealed class SqliteStoreWalkContract : StoreContract
{
    private EmbeddedStoreFixture? _fixture;

    public override async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    protected override Task<IStore> OpenEmptyAsync()
    {
        _fixture = new EmbeddedStoreFixture(new EmbeddedStoreOptions { NarrowRows = 1, GlanceRows = 3, ScanChunk = 7, ScanBudget = TimeSpan.Zero });
        return Task.FromResult<IStore>(_fixture.Store);
    }
}
