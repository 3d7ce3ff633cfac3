using BackOffice.Core.Common;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>What every backend of <see cref="IQueues"/> promises.</summary>
public abstract class QueuesContract : IAsyncLifetime
{
    private const string Queue = Topics.OrderNotifications;
    private static readonly TimeSpan s_visibility = TimeSpan.FromMinutes(1);
    private int _placed;

    protected IStore Store { get; set; } = null!;

    protected IQueues Queues { get; set; } = null!;

    private protected StillClock Clock { get; } = new();

    private static CancellationToken None => CancellationToken.None;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [ContractFact]
    public async Task Relay_Topic_MovesItsRecordsOnceInOrder()
    {
        await PlaceAsync(3);
        await Store.CommitAsync(Sample.Flag("a", 0) with { Events = [Sample.Event("other")] }, None);
        await PlaceAsync(2);

        Assert.Equal(4, await Queues.RelayAsync(Queue, 4, None));
        Assert.Equal(1, await Queues.RelayAsync(Queue, 4, None));
        Assert.Equal(0, await Queues.RelayAsync(Queue, 4, None));

        Assert.Equal(["1", "2", "3", "4", "5"], (await TakeAsync(10)).Select(message => message.Key));
    }

    [ContractFact]
    public async Task Relay_ManyAtOnce_MovesEachRecordOnce()
    {
        await PlaceAsync(20);

        var moved = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Queues.RelayAsync(Queue, 5, None)));

        Assert.Equal(20, moved.Sum());
        Assert.Equal(20, (await TakeAsync(100)).Select(message => message.Id).Distinct().Count());
    }

    [ContractFact]
    public async Task Receive_Message_CarriesBodyKeyAndCount()
    {
        await PlaceAsync(1);
        await Queues.RelayAsync(Queue, 10, None);

        var message = Assert.Single(await TakeAsync(10));

        Assert.Equal("1", message.Key);
        Assert.Equal("{\"order\":\"1\"}", Sample.Text(message.Body));
        Assert.Equal(1, message.Receives);
    }

    [ContractFact]
    public async Task Receive_EmptyQueue_EndsWithNothing() => Assert.Empty(await TakeAsync(1));

    [ContractFact]
    public async Task Receive_InvisibleUntilItsTime_ThenAgainWithTheSameId()
    {
        var first = await OneAsync();
        Assert.Empty(await TakeAsync(10));

        Clock.Advance(s_visibility);

        var second = Assert.Single(await TakeAsync(10));
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(2, second.Receives);
        Assert.NotEqual(first.Receipt, second.Receipt);
    }

    [ContractFact]
    public async Task Receive_ManyWorkers_EachMessageGoesToOne()
    {
        await PlaceAsync(40);
        await Queues.RelayAsync(Queue, 100, None);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Queues.ReceiveAsync(Queue, 5, s_visibility, None)));

        Assert.Equal(40, taken.SelectMany(messages => messages).Select(message => message.Id).Distinct().Count());
        Assert.Equal(40, taken.Sum(messages => messages.Count));
    }

    [ContractFact]
    public async Task Receive_WaitsWhileRelayAdds_WakesUp()
    {
        Clock.TimersStand = true;
        var waiting = Queues.ReceiveAsync(Queue, 10, s_visibility, None);

        await PlaceAsync(1);
        await Queues.RelayAsync(Queue, 10, None);

        Assert.Single(await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [ContractFact]
    public async Task WaitForOutbox_RecordThatNobodyRelayed_ReturnsAtOnce()
    {
        await PlaceAsync(1);

        var waiting = Queues.WaitForOutboxAsync(Queue, TimeSpan.FromMinutes(10), None);

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [ContractFact]
    public async Task WaitForOutbox_CommitWhileWaiting_ReturnsAndOtherTopicsDoNot()
    {
        await PlaceAsync(1);
        await Queues.RelayAsync(Queue, 10, None);
        var waiting = Queues.WaitForOutboxAsync(Queue, TimeSpan.FromMinutes(10), None);
        await Store.CommitAsync(Sample.Flag("a", 0) with { Events = [Sample.Event("other")] }, None);
        Assert.False(waiting.IsCompleted);

        await PlaceAsync(1);

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [ContractFact]
    public async Task Acknowledge_Delivery_IsGoneForGood()
    {
        var message = await OneAsync();

        await Queues.AcknowledgeAsync(Queue, [message], None);

        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await TakeAsync(10));
    }

    [ContractFact]
    public async Task Acknowledge_EarlierDelivery_IsIgnored()
    {
        var first = await OneAsync();
        Clock.Advance(s_visibility);
        var second = Assert.Single(await TakeAsync(10));

        await Queues.AcknowledgeAsync(Queue, [first, first with { Receipt = "no receipt" }, first with { Receipt = "0" }], None);

        Clock.Advance(s_visibility);
        Assert.Equal(second.Id, Assert.Single(await TakeAsync(10)).Id);
    }

    [ContractFact]
    public async Task Acknowledge_AfterRelease_IsIgnored()
    {
        var message = await OneAsync();
        await Queues.ReleaseAsync(Queue, message, TimeSpan.Zero, 5, "later", None);

        await Queues.AcknowledgeAsync(Queue, [message], None);

        Assert.Single(await TakeAsync(10));
    }

    [ContractFact]
    public async Task Release_Delay_IsVisibleWhenItIsOver()
    {
        var message = await OneAsync();

        await Queues.ReleaseAsync(Queue, message, TimeSpan.FromSeconds(10), 5, "later", None);

        Assert.Empty(await TakeAsync(10));
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, Assert.Single(await TakeAsync(10)).Receives);
    }

    [ContractFact]
    public async Task Release_EarlierDelivery_IsIgnored()
    {
        var first = await OneAsync();
        Clock.Advance(s_visibility);
        await TakeAsync(10);

        await Queues.ReleaseAsync(Queue, first, TimeSpan.Zero, 1, "late", None);

        Assert.Empty(await TakeAsync(10));
        Assert.Empty(await Queues.DeadLettersAsync(Queue, 10, None));
    }

    [ContractFact]
    public async Task Release_AfterTheLastTry_IsADeadLetterWithItsReason()
    {
        var message = await OneAsync();
        await Queues.ReleaseAsync(Queue, message, TimeSpan.Zero, 2, "first", None);
        message = Assert.Single(await TakeAsync(10));
        await Queues.ReleaseAsync(Queue, message, TimeSpan.Zero, 2, "second", None);

        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await TakeAsync(10));
        var dead = Assert.Single(await Queues.DeadLettersAsync(Queue, 10, None));
        Assert.Equal((message.Id, "1", 2, "second", Clock.GetUtcNow().AddDays(-1)), (dead.Id, dead.Key, dead.Receives, dead.Reason, dead.At));
    }

    [ContractFact]
    public async Task Discard_DeadLetter_IsGoneForGoodAndNothingElseIs()
    {
        await PlaceAsync(2);
        await Queues.RelayAsync(Queue, 10, None);
        var taken = await TakeAsync(10);
        await Queues.ReleaseAsync(Queue, taken[0], TimeSpan.Zero, 1, "broken", None);
        var dead = Assert.Single(await Queues.DeadLettersAsync(Queue, 10, None));

        Assert.False(await Queues.DiscardAsync(Queue, taken[1].Id, None));
        Assert.False(await Queues.DiscardAsync("other", dead.Id, None));
        Assert.True(await Queues.DiscardAsync(Queue, dead.Id, None));
        Assert.False(await Queues.DiscardAsync(Queue, dead.Id, None));

        Assert.Empty(await Queues.DeadLettersAsync(Queue, 10, None));
        Assert.False(await Queues.RedriveAsync(Queue, dead.Id, None));
        Clock.Advance(s_visibility);
        Assert.Equal(taken[1].Id, Assert.Single(await TakeAsync(10)).Id);
    }

    [ContractFact]
    public async Task Redrive_DeadLetter_BeginsAnewOnce()
    {
        var message = await OneAsync();
        await Queues.ReleaseAsync(Queue, message, TimeSpan.Zero, 1, "no", None);

        Assert.True(await Queues.RedriveAsync(Queue, message.Id, None));
        Assert.False(await Queues.RedriveAsync(Queue, message.Id, None));

        Assert.Equal(1, Assert.Single(await TakeAsync(10)).Receives);
        Assert.Empty(await Queues.DeadLettersAsync(Queue, 10, None));
    }

    [ContractFact]
    public async Task States_CountsByWhatBecomesOfThem()
    {
        await PlaceAsync(4);
        await Queues.RelayAsync(Queue, 10, None);
        var taken = await TakeAsync(2);
        await Queues.ReleaseAsync(Queue, taken[0], TimeSpan.Zero, 1, "no", None);

        var state = Assert.Single(await Queues.StatesAsync(None));

        Assert.Equal(new QueueState(Queue, 2, 1, 1, Clock.GetUtcNow()), state);
    }

    private async Task<QueueMessage> OneAsync()
    {
        await PlaceAsync(1);
        await Queues.RelayAsync(Queue, 10, None);
        return Assert.Single(await TakeAsync(10));
    }

    private Task<IReadOnlyList<QueueMessage>> TakeAsync(int limit) => Queues.ReceiveAsync(Queue, limit, s_visibility, None);

    private async Task PlaceAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = ++_placed;
            var placed = await Store.CommitAsync(
                Sample.Place(Sample.Order(number)) with { Events = [Sample.Event($"{number}", Queue, $"{{\"order\":\"{number}\"}}")] }, None);
            Assert.True(placed.IsSuccess);
        }
    }
}
