using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Backends.Aws;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>Making the table, and what is refused.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoSetupTests : IAsyncLifetime
{
    private DynamoStoreFixture? _fixture;

    private DynamoStoreFixture Fixture => _fixture ?? throw new InvalidOperationException();

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => _fixture = DynamoDbLocal.WhyNot is null ? await DynamoStoreFixture.OpenAsync() : null;

    public async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    [DynamoFact]
    public async Task Run_TableThatIsThere_ChangesNothingAndCursorsGoOn()
    {
        for (var i = 0; i < 4; i++)
            await Fixture.Store.CommitAsync(Sample.Place(Sample.Order(i)), None);
        var cursor = (await Fixture.Store.SearchAsync(new OrderQuery(), null, 2, None)).Value.Next;

        var again = await Setup(Fixture.Options.Table).RunAsync(None);

        Assert.False(again.Value);
        Assert.Null(await Setup(Fixture.Options.Table).CheckAsync(None));
        var store = await Fixture.OpenStoreAsync(Fixture.Options);
        Assert.Equal(2, (await store.SearchAsync(new OrderQuery(), cursor, 2, None)).Value.Items.Count);
    }

    [DynamoFact]
    public async Task Run_TableOfAnotherShape_IsRefusedWithWhatDiffers()
    {
        var table = "t-" + Guid.NewGuid().ToString("N");
        var other = DynamoTable.Create(table);
        other.GlobalSecondaryIndexes.RemoveAll(index => index.IndexName == TableIndex.City);
        other.GlobalSecondaryIndexes.Find(index => index.IndexName == TableIndex.Due)!.Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY };
        other.AttributeDefinitions.RemoveAll(attribute => attribute.AttributeName == "ic");
        await Fixture.Client.CreateTableAsync(other);

        var refused = Assert.IsType<Rejected>((await Setup(table).RunAsync(None)).Error);

        Assert.Contains("The index city is not there.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("The index due projects KEYS_ONLY", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("error", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(await Setup(table).CheckAsync(None));
        await Fixture.Client.DeleteTableAsync(table);
    }

    [DynamoFact]
    public async Task Run_TableWithOtherKeys_IsRefused()
    {
        var table = "t-" + Guid.NewGuid().ToString("N");
        await Fixture.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = table, BillingMode = BillingMode.PAY_PER_REQUEST, KeySchema = [new("id", KeyType.HASH)], AttributeDefinitions = [new("id", ScalarAttributeType.S)],
        });

        Assert.Contains("The table's key is id HASH", Assert.IsType<Rejected>((await Setup(table).RunAsync(None)).Error).Message, StringComparison.Ordinal);

        await Fixture.Client.DeleteTableAsync(table);
    }

    [DynamoFact]
    public async Task Open_NoSuchTable_IsAnOutageForGood()
    {
        var outage = await Assert.ThrowsAsync<StoreOutage>(() => Fixture.OpenStoreAsync(Fixture.Options with { Table = "none" }));

        Assert.False(outage.Error.Retryable);
        Assert.NotNull(await Setup("none").CheckAsync(None));
    }

    [DynamoFact]
    public async Task BelongsTo_FirstFolder_AndNoOther()
    {
        var folder = Guid.NewGuid();

        Assert.True(await Setup(Fixture.Options.Table).BelongsToAsync(folder, None));
        Assert.True(await Setup(Fixture.Options.Table).BelongsToAsync(folder, None));
        Assert.False(await Setup(Fixture.Options.Table).BelongsToAsync(Guid.NewGuid(), None));
    }

    [DynamoFact]
    public async Task Search_CursorOfAnotherTable_IsInvalid()
    {
        await using var other = await DynamoStoreFixture.OpenAsync();
        foreach (var store in new[] { Fixture.Store, other.Store })
        {
            for (var i = 0; i < 4; i++)
                await store.CommitAsync(Sample.Place(Sample.Order(i)), None);
        }

        var cursor = (await other.Store.SearchAsync(new OrderQuery(), null, 2, None)).Value.Next;

        Assert.IsType<Invalid>((await Fixture.Store.SearchAsync(new OrderQuery(), cursor, 2, None)).Error);
    }

    [Theory]
    [InlineData("us-east-1", null, "backoffice", null)]
    [InlineData(null, "http://127.0.0.1:8000", "backoffice", null)]
    [InlineData("eu-west-1", "https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com", "a.b-c_d", null)]
    [InlineData(null, null, "backoffice", "Aws:Region")]
    [InlineData(null, "https://example.test", "backoffice", "Aws:Region")]
    [InlineData("us-east-1", "http://example.test", "backoffice", "in clear")]
    [InlineData("us-east-1", "ftp://127.0.0.1", "backoffice", "Aws:ServiceUrl")]
    [InlineData("us-east-1", "http://me:secret@127.0.0.1", "backoffice", "Aws:ServiceUrl")]
    [InlineData("us-east-1", null, "no", "Aws:Table")]
    [InlineData("us-east-1", null, "a b c", "Aws:Table")]
    [InlineData("nowhere", null, "backoffice", "Aws:Region")]
    public void Options_EachMistake_IsNamed(string? region, string? url, string table, string? named)
    {
        var errors = new AwsOptions { Region = region, ServiceUrl = url, Table = table }.Validate().ToList();

        if (named is null)
            Assert.Empty(errors);
        else
            Assert.Contains(named, Assert.Single(errors), StringComparison.Ordinal);
    }

    private DynamoSetup Setup(string table) => new(Fixture.Client, Fixture.Options with { Table = table }, TimeProvider.System);
}
