using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>The queues' contract with the outbox in DynamoDB and the queues in a file.</summary>
[NeedsDynamoDbLocal]
[Collection("DynamoDB Local")]
public sealed class RelayedQueuesContract : QueuesContract
{
    private readonly string _root = Directory.CreateTempSubdirectory("backoffice-queues-").FullName;
    private DynamoStoreFixture? _fixture;
    private DataFolder? _folder;
    private SqliteStore? _file;

    public override async Task InitializeAsync()
    {
        _fixture = await DynamoStoreFixture.OpenAsync();
        _folder = DataFolder.Open(Path.Combine(_root, "data"), TimeProvider.System);
        _file = SqliteStore.Open(_folder, new CommitFeed(), new EmbeddedStoreOptions(), NullLogger<SqliteStore>.Instance, RelayedQueues.FileName);
        Store = _fixture.Store;
        Queues = new RelayedQueues(_file, _fixture.Store, Clock);
    }

    public override async Task DisposeAsync()
    {
        if (_file is not null)
            await _file.DisposeAsync();
        _folder?.Dispose();
        if (_fixture is not null)
            await _fixture.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [ContractFact]
    public async Task Reopen_QueueAndPosition_AreAsTheyWere()
    {
        await Store.CommitAsync(Sample.Place(Sample.Order(1)) with { Events = [Sample.Event("1", Topics.OrderNotifications)] }, CancellationToken.None);
        await Queues.RelayAsync(Topics.OrderNotifications, 10, CancellationToken.None);
        await _file!.DisposeAsync();

        _file = SqliteStore.Open(_folder!, new CommitFeed(), new EmbeddedStoreOptions(), NullLogger<SqliteStore>.Instance, RelayedQueues.FileName);

        var queues = new RelayedQueues(_file, _fixture!.Store, Clock);
        Assert.Equal(0, await queues.RelayAsync(Topics.OrderNotifications, 10, CancellationToken.None));
        Assert.Single(await queues.ReceiveAsync(Topics.OrderNotifications, 10, TimeSpan.FromMinutes(1), CancellationToken.None));
    }
}
