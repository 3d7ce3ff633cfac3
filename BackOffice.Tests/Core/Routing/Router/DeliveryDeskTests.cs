using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Routing.Router;

/// <summary>What people see of deliveries and do with those that did not arrive, against a real receiver.</summary>
public sealed class DeliveryDeskTests : IAsyncLifetime
{
    private const string Declined = """{"detail-type":["Order Failed"],"detail":{"error":["Card.Declined"]}}""";

    private FakeReceiver _receiver = null!;
    private RouterLab _lab = null!;

    public async Task InitializeAsync()
    {
        _receiver = await FakeReceiver.StartAsync();
        _lab = new RouterLab(RouterLab.Fast with
        {
            SecondPerson = false,
            Destinations = new Dictionary<string, DestinationOptions> { ["partner"] = new() { Kind = DestinationKind.Webhook, Url = _receiver.Origin + "/hook", Secret = "PARTNER_KEY", PerSecond = 1_000 } },
        });
        var saved = await _lab.Rules.SaveAsync(
            new SaveRule("declines", new RuleContent { Pattern = Declined, State = RuleState.Enabled, Targets = [RouterLab.To("partner", retries: 0)] }, "save", 0, "Because"), PipelineLab.Operator, default);
        Assert.True(saved.IsSuccess, saved.Error?.Message);
    }

    public async Task DisposeAsync()
    {
        await _lab.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Redrive_OfWhatWasSeen_LeavesWhatWasGivenUpLater_AndTellsHowItWent()
    {
        await FailAsync(1, 2);
        var seen = Assert.Single((await _lab.Desk.DeadLettersAsync(PipelineLab.Operator, default)).Value);
        await FailAsync(3);
        _receiver.Answer = (_, _) => Task.CompletedTask;

        var done = await _lab.Desk.RedriveAsync(new RedriveDeliveries(Of(seen), "again-1", "It is mended"), PipelineLab.Operator, default);
        await _lab.SettleAsync();

        Assert.Equal(2, done.Value.Deliveries);
        Assert.Equal(new DeliveryCounts(0, 2, 0, 0), (await _lab.Desk.ProgressAsync("again-1", PipelineLab.Operator, default)).Value);
        Assert.Equal(1, Assert.Single((await _lab.Desk.DeadLettersAsync(PipelineLab.Operator, default)).Value).Count);
    }

    [Fact]
    public async Task Redrive_AskedTwice_IsOneCommand_EvenWhenItDiesAgain()
    {
        await FailAsync(1);
        var command = new RedriveDeliveries(new DeadSelection("declines", "t1", "Http.500"), "again-1", "Try");

        await _lab.Desk.RedriveAsync(command, PipelineLab.Operator, default);
        await _lab.SettleAsync();
        var second = await _lab.Desk.RedriveAsync(command, PipelineLab.Operator, default);
        await _lab.SettleAsync();

        Assert.Equal((true, 1), (second.Value.Repeated, second.Value.Deliveries));
        Assert.Equal(2, _receiver.Requests.Count);
        Assert.Equal(new DeliveryCounts(0, 0, 1, 0), (await _lab.Desk.ProgressAsync("again-1", PipelineLab.Operator, default)).Value);
    }

    [Fact]
    public async Task Redrive_WhoseIntentWasCommittedAndNothingElse_IsGoneOnWith()
    {
        await FailAsync(1);
        var command = new RedriveDeliveries(new DeadSelection("declines", "t1", "Http.500"), "again-1", "Try");
        // As it is after a crash between the two: the audit entry is there.
        var written = await new DeliveryBook(_lab.Store).WriteAsync(command.Letters, AuditActions.DeliveriesRedriven, "again-1", "Try", "", PipelineLab.Operator, _lab.Clock.GetUtcNow(), default);
        Assert.True(written.IsSuccess, written.Error?.Message);
        _receiver.Answer = (_, _) => Task.CompletedTask;

        Assert.Equal(1, (await _lab.Desk.RedriveAsync(command, PipelineLab.Operator, default)).Value.Deliveries);
        await _lab.SettleAsync();

        Assert.Equal(DeliveryState.Delivered, Assert.Single(await _lab.DeliveriesAsync()).State);
    }

    [Fact]
    public async Task Command_WhoseIdWasUsedForAnythingElse_IsRefused_AndDoesNothing()
    {
        await FailAsync(1, 2);
        var all = new DeadSelection("declines", "t1", "Http.500");
        var (first, second) = ((await _lab.DeliveriesAsync(DeliveryState.Dead))[0].Id, (await _lab.DeliveriesAsync(DeliveryState.Dead))[1].Id);
        var done = await _lab.Desk.DiscardAsync(new DiscardDeliveries(all with { Delivery = first }, "bye-1", "A test order"), PipelineLab.Operator, default);
        Assert.True(done.IsSuccess, done.Error?.Message);

        var anotherAction = await _lab.Desk.RedriveAsync(new RedriveDeliveries(all with { Delivery = first }, "bye-1", "Try"), PipelineLab.Operator, default);
        var otherLetters = await _lab.Desk.DiscardAsync(new DiscardDeliveries(all with { Delivery = second }, "bye-1", "A test order"), PipelineLab.Operator, default);
        var allLetters = await _lab.Desk.DiscardAsync(new DiscardDeliveries(all, "bye-1", "A test order"), PipelineLab.Operator, default);
        var somebodyElse = await _lab.Desk.DiscardAsync(
            new DiscardDeliveries(all with { Delivery = first }, "bye-1", "A test order"), PipelineLab.Person("op|9", "Maren Oakes", Role.Operations), default);
        var same = await _lab.Desk.DiscardAsync(new DiscardDeliveries(all with { Delivery = first }, "bye-1", "A test order"), PipelineLab.Operator, default);

        Assert.All([anotherAction, otherLetters, allLetters, somebodyElse], refused => Assert.Equal("command.reused", refused.Error?.Code));
        Assert.Equal((true, 1), (same.Value.Repeated, same.Value.Deliveries));
        Assert.Equal(second, Assert.Single(await _lab.DeliveriesAsync(DeliveryState.Dead)).Id);
        Assert.Single((await _lab.Store.AuditAsync(new AuditQuery { Subject = "deliveries/declines", NewestFirst = true }, null, 5, default)).Items);
    }

    [Fact]
    public async Task Discard_OfOne_IsForGood_AndInTheAuditLog()
    {
        await FailAsync(1, 2);
        var one = (await _lab.DeliveriesAsync(DeliveryState.Dead))[0];
        var letters = new DeadSelection("declines", "t1", "Http.500", Delivery: one.Id);

        var done = await _lab.Desk.DiscardAsync(new DiscardDeliveries(letters, "bye-1", "A test order"), PipelineLab.Operator, default);

        Assert.Equal(1, done.Value.Deliveries);
        Assert.Equal(DeliveryState.Discarded, (await _lab.Desk.GetAsync(one.Id, PipelineLab.Operator, default)).Value.Delivery.State);
        Assert.Equal("dead-letters.none", (await _lab.Desk.RedriveAsync(new RedriveDeliveries(letters, "again-1", "No"), PipelineLab.Operator, default)).Error!.Code);
        Assert.Equal(1, Assert.Single((await _lab.Desk.DeadLettersAsync(PipelineLab.Operator, default)).Value).Count);
        var entry = (await _lab.Store.AuditAsync(new AuditQuery { Subject = "deliveries/declines", NewestFirst = true }, null, 1, default)).Items[0];
        Assert.Equal((AuditActions.DeliveriesDiscarded, "A test order"), (entry.Entry.Action, entry.Detail!.Reason));
    }

    [Fact]
    public async Task Discard_OfMany_TakesAllInPieces()
    {
        await FailAsync([.. Enumerable.Range(1, 450)]);

        var done = await _lab.Desk.DiscardAsync(new DiscardDeliveries(new DeadSelection("declines", "t1", "Http.500"), "bye-1", "An exercise"), PipelineLab.Operator, default);

        Assert.Equal(450, done.Value.Deliveries);
        Assert.Empty((await _lab.Desk.DeadLettersAsync(PipelineLab.Operator, default)).Value);
    }

    [Fact]
    public async Task Commands_WithoutRulesReplay_AreForbidden()
    {
        var support = PipelineLab.Person("s|1", "Sil", Role.SupportAgent);
        var letters = new DeadSelection("declines", "t1", "Http.500");

        Assert.IsType<Forbidden>((await _lab.Desk.RedriveAsync(new RedriveDeliveries(letters, "a", "b"), support, default)).Error);
        Assert.IsType<Forbidden>((await _lab.Desk.DiscardAsync(new DiscardDeliveries(letters, "a", "b"), support, default)).Error);
        Assert.True((await _lab.Desk.DeadLettersAsync(support, default)).IsSuccess);
    }

    [Fact]
    public async Task Trace_OfAnOrder_SaysWhereItsEventsWentAndWhyNot()
    {
        await FailAsync(1);
        await _lab.PublishAsync(RouterLab.Failed(1, "capture-payment", "Gateway.Down", _lab.Clock.GetUtcNow()));
        await _lab.SettleAsync();
        var order = new OrderId((await _lab.DeliveriesAsync())[0].Key);

        var traces = (await _lab.Desk.TraceOrderAsync(order, PipelineLab.Operator, default)).Value;

        Assert.Equal([0, 1], traces.Select(trace => trace.Deliveries.Count));
        var verdict = Assert.Single(traces[0].Rules);
        Assert.False(verdict.Matches);
        Assert.Contains("Card.Declined", verdict.Why, StringComparison.Ordinal);
        Assert.Equal(["partner"], verdict.Destinations);
        Assert.Equal("Order Failed", traces[1].Deliveries[0].DetailType);
    }

    [Fact]
    public async Task TraceMark_ChangesWithTheOrdersOwnEventsAndDeliveries_AndWithNoOthers()
    {
        await FailAsync(1);
        var order = new OrderId((await _lab.DeliveriesAsync())[0].Key);
        var first = await MarkAsync();

        await FailAsync(2);
        Assert.Equal(first, await MarkAsync());

        await _lab.PublishAsync(RouterLab.Failed(1, "capture-payment", "Gateway.Down", _lab.Clock.GetUtcNow()));
        await _lab.SettleAsync();
        var second = await MarkAsync();
        await _lab.Desk.DiscardAsync(new DiscardDeliveries(new DeadSelection("declines", "t1", "Http.500"), "bye-1", "An exercise"), PipelineLab.Operator, default);
        var third = await MarkAsync();

        Assert.Equal(3, new HashSet<string> { first, second, third }.Count);

        async Task<string> MarkAsync() => (await _lab.Desk.TraceMarkAsync(order, PipelineLab.Operator, default)).Value;
    }

    [Fact]
    public async Task List_ByCause_FindsThoseAlone_AndChangesRise()
    {
        var before = _lab.Deliveries.Changes;
        await FailAsync(1, 2, 3);

        var found = (await _lab.Desk.ListAsync(new DeliveryQuery { Rule = "declines", Target = "t1", ErrorCode = "Http.500", State = DeliveryState.Dead }, null, 2, PipelineLab.Operator, default)).Value;

        Assert.Equal(2, found.Items.Count);
        Assert.Single((await _lab.Desk.ListAsync(new DeliveryQuery { State = DeliveryState.Dead, Destination = "partner" }, found.Next, 2, PipelineLab.Operator, default)).Value.Items);
        Assert.Empty((await _lab.Desk.ListAsync(new DeliveryQuery { ErrorCode = "Http.404" }, null, 2, PipelineLab.Operator, default)).Value.Items);
        Assert.Equal(["declines"], (await _lab.Desk.NamesAsync(PipelineLab.Operator, default)).Value.Rules.Select(rule => rule.Name));
        Assert.True(_lab.Deliveries.Changes > before);
    }

    private static DeadSelection Of(DeadGroup group) => new(group.Rule, group.Target, group.ErrorCode, group.NewestAt);

    private async Task FailAsync(params IReadOnlyList<int> orders)
    {
        _receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        foreach (var piece in orders.Chunk(90))
            await _lab.PublishAsync(piece.Select(order => RouterLab.Failed(order, "authorise-payment", "Card.Declined", _lab.Clock.GetUtcNow())));
        await _lab.SettleAsync();
    }
}
