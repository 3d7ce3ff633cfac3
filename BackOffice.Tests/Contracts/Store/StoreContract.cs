using BackOffice.Core.Common;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>What every backend of <see cref="IStore"/> promises. A backend's class derives and says how its empty store is made.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IStore? _store;

    protected IStore Store => _store ?? throw new InvalidOperationException("The store is made in InitializeAsync.");

    protected static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => _store = await OpenEmptyAsync();

    public abstract Task DisposeAsync();

    protected abstract Task<IStore> OpenEmptyAsync();

    protected async Task<long> CommittedAsync(ChangeSet change)
    {
        var result = await Store.CommitAsync(change, None);
        Assert.True(result.IsSuccess, result.Error?.ToString());
        return result.Value;
    }

    protected async Task<T> RefusedAsync<T>(ChangeSet change, string code)
        where T : Error
    {
        var result = await Store.CommitAsync(change, None);
        var error = Assert.IsType<T>(result.Error);
        Assert.Equal(code, error.Code);
        return error;
    }
}
