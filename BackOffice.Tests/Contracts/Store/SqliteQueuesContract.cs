using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>The contract on SQLite, and what a restart must keep.</summary>
public sealed class SqliteQueuesContract : QueuesContract
{
    private readonly EmbeddedStoreFixture _fixture = new();

    public override Task InitializeAsync()
    {
        Store = _fixture.Store;
        Queues = new SqliteQueues(_fixture.Store, Clock);
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Reopen_QueueAndPosition_AreAsTheyWere()
    {
        await Store.CommitAsync(Sample.Place(Sample.Order(1)) with { Events = [Sample.Event("1", Topics.OrderNotifications)] }, CancellationToken.None);
        await Queues.RelayAsync(Topics.OrderNotifications, 10, CancellationToken.None);
        await _fixture.CloseAsync();

        _fixture.Reopen();

        var queues = new SqliteQueues(_fixture.Store, Clock);
        Assert.Equal(0, await queues.RelayAsync(Topics.OrderNotifications, 10, CancellationToken.None));
        Assert.Single(await queues.ReceiveAsync(Topics.OrderNotifications, 10, TimeSpan.FromMinutes(1), CancellationToken.None));
    }
}
