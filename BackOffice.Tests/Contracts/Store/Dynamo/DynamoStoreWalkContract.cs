using BackOffice.Core.Common;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>The contract where every range counts as wide and every walk runs out of its budget after a few rows: the way of a table with millions of orders.</summary>
[NeedsDynamoDbLocal]
[Collection("DynamoDB Local")]
public sealed class DynamoStoreWalkContract : StoreContract
{
    private DynamoStoreFixture? _fixture;

    public override async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    protected override async Task<IStore> OpenEmptyAsync()
    {
        _fixture = await DynamoStoreFixture.OpenAsync(DynamoStoreFixture.FastOptions with { NarrowRows = 1, WalkRows = 23, WalkHeads = 19 });
        return _fixture.Store;
    }
}
