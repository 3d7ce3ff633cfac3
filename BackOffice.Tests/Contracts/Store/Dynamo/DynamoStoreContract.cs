using BackOffice.Core.Common;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>The contract on Amazon's DynamoDB Local.</summary>
[NeedsDynamoDbLocal]
[Collection("DynamoDB Local")]
public sealed class DynamoStoreContract : StoreContract
{
    private DynamoStoreFixture? _fixture;

    public override async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    protected override async Task<IStore> OpenEmptyAsync()
    {
        _fixture = await DynamoStoreFixture.OpenAsync();
        return _fixture.Store;
    }
}
