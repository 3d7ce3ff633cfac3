using System.Text;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

public sealed class DeadLettersTests
{
    private const string Queue = Topics.OrderNotifications;
    private readonly PipelineLab _lab = new();
    private readonly Letters _queues = new();

    private DeadLetters Desk => new(_queues, _lab.Store, _lab.Orders, _lab.Clock);

    [Fact]
    public async Task Discard_OfAnOrder_IsOnItsChainAndTheMessageIsGone()
    {
        var order = await _lab.PlaceAsync();
        _queues.Add(order.Id.Value);

        var done = await Desk.DiscardAsync(Command(), PipelineLab.Operator, default);

        Assert.Equal("The message is deleted.", done.Value.Message);
        Assert.Empty(_queues.Dead);
        var entry = (await AuditAsync(order.Subject.Value))[0];
        Assert.Equal((AuditActions.DeadLetterDiscarded, "A test order"), (entry.Entry.Action, entry.Detail?.Reason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Discard_OfAnOrderThatIsDamagedOrNotThere_IsOnTheQueuesChain(bool exists)
    {
        var order = await _lab.PlaceAsync();
        if (exists)
            _lab.Store.Damage(order.Subject);
        _queues.Add(exists ? order.Id.Value : "GC-0000-0000");

        Assert.True((await Desk.DiscardAsync(Command(), PipelineLab.Operator, default)).IsSuccess);

        Assert.Empty(_queues.Dead);
        Assert.Equal(AuditActions.DeadLetterDiscarded, Assert.Single(await AuditAsync("queue/" + Queue)).Entry.Action);
    }

    [Fact]
    public async Task Discard_Twice_IsToldTheFirstResult()
    {
        _queues.Add("GC-0000-0000");
        await Desk.DiscardAsync(Command(), PipelineLab.Operator, default);

        Assert.True((await Desk.DiscardAsync(Command(), PipelineLab.Operator, default)).Value.Repeated);
        Assert.Equal("dead-letter.not-found", (await Desk.DiscardAsync(Command() with { CommandId = "cmd-2" }, PipelineLab.Operator, default)).Error?.Code);
    }

    [Fact]
    public async Task Discard_WithoutPermission_LeavesTheMessage()
    {
        _queues.Add("GC-0000-0000");

        var refused = await Desk.DiscardAsync(Command(), PipelineLab.Person("a|1", "Ida", Role.Administrator), default);

        Assert.Equal("queues:discard", Assert.IsType<Forbidden>(refused.Error).Permission);
        Assert.Single(_queues.Dead);
    }

    [Fact]
    public async Task DeadLetters_Bodies_MaskPersonalDataHoweverDeep()
    {
        _queues.Add("GC-0000-0000", """{"orderId":"GC-0000-0000","customer":{"name":"Dora","email":"d@example.com"},"lines":[{"code":"GLT-1"}]}""");
        _queues.Add("GC-0000-0001", "not json");

        var bodies = (await Desk.DeadLettersAsync(Queue, 10, PipelineLab.Operator, default)).Value.Select(letter => Encoding.UTF8.GetString(letter.Body.Span)).ToList();

        Assert.Equal("""{"orderId":"GC-0000-0000","customer":{"name":"***","email":"***"},"lines":[{"code":"***"}]}""", bodies[0]);
        Assert.Equal("""{"noJson":true,"bytes":8}""", bodies[1]);
    }

    private static DiscardDeadLetter Command() => new(Queue, 1, "cmd-1", "A test order");

    private async Task<IReadOnlyList<StoredAudit>> AuditAsync(string subject) => (await _lab.Store.AuditAsync(new AuditQuery { Subject = subject }, null, 10, default)).Items;

    private sealed class Letters : IQueues
    {
        public List<DeadLetter> Dead { get; } = [];

        public void Add(string key, string body = "{}") => Dead.Add(new DeadLetter(Dead.Count + 1, key, Encoding.UTF8.GetBytes(body), 5, "It cannot be read.", DateTimeOffset.UnixEpoch));

        public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeadLetter>>([.. Dead]);

        public Task<bool> DiscardAsync(string queue, long id, CancellationToken cancellationToken) => Task.FromResult(Dead.RemoveAll(letter => letter.Id == id) > 0);

        public Task<int> RelayAsync(string topic, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task WaitForOutboxAsync(string topic, TimeSpan atMost, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int limit, TimeSpan visibility, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task AcknowledgeAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReleaseAsync(string queue, QueueMessage message, TimeSpan delay, int maxReceives, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<QueueState>> StatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RedriveAsync(string queue, long id, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
