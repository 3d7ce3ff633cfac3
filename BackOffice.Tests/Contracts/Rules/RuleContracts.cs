using BackOffice.Core.Common;
using BackOffice.Tests.Contracts.Store;
using BackOffice.Tests.Contracts.Store.Dynamo;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Rules;

public sealed class SqliteRuleContract : RuleContract
{
    private readonly EmbeddedStoreFixture _fixture = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    protected override Task<IStore> OpenEmptyAsync() => Task.FromResult<IStore>(_fixture.Store);
}

[NeedsDynamoDbLocal]
[Collection("DynamoDB Local")]
public sealed class DynamoRuleContract : RuleContract
{
    private DynamoStoreFixture? _fixture;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    protected override async Task<IStore> OpenEmptyAsync()
    {
        _fixture = await DynamoStoreFixture.OpenAsync();
        return _fixture.Store;
    }
}
