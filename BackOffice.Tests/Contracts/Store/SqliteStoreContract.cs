using BackOffice.Core.Common;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>The contract on SQLite.</summary>
public sealed class SqliteStoreContract : StoreContract
{
    private EmbeddedStoreFixture? _fixture;

    public override async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    protected override Task<IStore> OpenEmptyAsync()
    {
        _fixture = new EmbeddedStoreFixture();
        return Task.FromResult<IStore>(_fixture.Store);
    }
}
