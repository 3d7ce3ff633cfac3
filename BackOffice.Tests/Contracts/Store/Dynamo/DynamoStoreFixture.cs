using Amazon.DynamoDBv2;
using Amazon.Runtime;
using BackOffice.Core.Backends.Aws;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Live;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>A store in a table of its own on DynamoDB Local, with a wire that can be made to fail.</summary>
internal sealed class DynamoStoreFixture : IAsyncDisposable
{
    private DynamoStoreFixture(FaultyWire wire, IAmazonDynamoDB client, DynamoStoreOptions options) => (Wire, Client, Options) = (wire, client, options);

    public FaultyWire Wire { get; }

    public IAmazonDynamoDB Client { get; }

    public DynamoStoreOptions Options { get; }

    public CommitFeed Feed { get; } = new();

    public DynamoStore Store { get; private set; } = null!;

    public static DynamoStoreOptions FastOptions => new()
    {
        Table = "t-" + Guid.NewGuid().ToString("N"), Pause = TimeSpan.FromMilliseconds(2), LongestPause = TimeSpan.FromMilliseconds(40), Tries = 20,
    };

    public static async Task<DynamoStoreFixture> OpenAsync(DynamoStoreOptions? options = null)
    {
        var wire = new FaultyWire();
        var client = DynamoClient.Create(
            new AwsOptions { ServiceUrl = DynamoDbLocal.Endpoint.ToString() }, new BasicAWSCredentials("local", "local"), new FaultyWire.Factory(wire));
        var fixture = new DynamoStoreFixture(wire, client, options ?? FastOptions);
        var made = await new DynamoSetup(client, fixture.Options, TimeProvider.System).RunAsync(CancellationToken.None);
        Assert.True(made.IsSuccess, made.Error?.Message);
        fixture.Store = await fixture.OpenStoreAsync(fixture.Options, fixture.Feed);
        return fixture;
    }

    /// <summary>Another process's store on the same table.</summary>
    public Task<DynamoStore> OpenStoreAsync(DynamoStoreOptions options, CommitFeed? feed = null, TimeProvider? clock = null) =>
        DynamoStore.OpenAsync(Client, feed ?? new CommitFeed(), options, clock ?? TimeProvider.System, NullLogger<DynamoStore>.Instance, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Wire.Heal();
        await Client.DeleteTableAsync(Options.Table);
        Client.Dispose();
    }
}
