using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Replays;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Routing.Router;

/// <summary>Replays: counted, begun once, run in pieces, stopped, gone on with after a crash; to a real receiver.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private FakeReceiver _receiver = null!;
    private RouterLab _lab = null!;

    public async Task InitializeAsync()
    {
        _receiver = await FakeReceiver.StartAsync();
        _lab = new RouterLab(RouterLab.Fast with
        {
            SecondPerson = false,
            Destinations = new Dictionary<string, DestinationOptions>
            {
                ["partner"] = new() { Kind = DestinationKind.Webhook, Url = _receiver.Origin + "/hook", Secret = "PARTNER_KEY", PerSecond = 1_000, Parallel = 16 },
                ["notes"] = new() { Kind = DestinationKind.OrderNote },
            },
        });
        await SaveAsync("failures", """{"detail-type":["Order Failed"]}""", "partner");
        await SaveAsync("declines", """{"detail":{"error":["Card.Declined"]}}""", "partner");
    }

    public async Task DisposeAsync()
    {
        await _lab.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Count_IsByRule_AndNamesWhoCannotTellDoubles()
    {
        await HappenAsync(4, 3);

        var count = (await _lab.Replays.CountAsync(Window("failures", "declines"), PipelineLab.Operator, default)).Value;

        Assert.Equal((7, 11), (count.Events, count.Deliveries));
        Assert.Equal([("failures", 7), ("declines", 4)], count.Rules.Select(rule => (rule.Rule, rule.Events)));
        Assert.Equal(["partner"], count.Doubling);
        Assert.Equal(0, (await _lab.Replays.CountAsync(Window("failures") with { From = _lab.Clock.GetUtcNow().AddMinutes(1), To = _lab.Clock.GetUtcNow().AddMinutes(2) }, PipelineLab.Operator, default)).Value.Deliveries);
    }

    [Fact]
    public async Task Replay_SendsEachEventOnceMore_MarkedWithItsName()
    {
        await HappenAsync(4, 0);
        var before = _receiver.Requests.Count;

        var job = await StartAsync("r-1", 8, "failures", "declines");
        await RunAsync();

        Assert.Equal(8, _receiver.Requests.Count - before);
        Assert.All(_receiver.Requests.Skip(before), request => Assert.Contains("\"replay-name\":\"r-1\"", request.Body, StringComparison.Ordinal));
        var view = (await _lab.Replays.GetAsync(job.Id, PipelineLab.Operator, default)).Value;
        Assert.Equal((ReplayState.Done, 8, new DeliveryCounts(0, 8, 0, 0)), (view.Job.State, view.Job.Made, view.Counts));
        Assert.Equal(8, (await _lab.Desk.ListAsync(new DeliveryQuery { Replay = "r-1" }, null, 50, PipelineLab.Operator, default)).Value.Items.Count);
        var actions = (await _lab.Store.AuditAsync(new AuditQuery { Subject = "replays/r-1", NewestFirst = false }, null, 10, default)).Items.Select(entry => entry.Entry.Action);
        Assert.Equal([AuditActions.ReplayBegun, AuditActions.ReplayFinished], actions);
    }

    [Fact]
    public async Task Start_AskedTwice_IsOneReplay_AndSomebodyElsesIdIsRefused()
    {
        await HappenAsync(2, 0);
        await StartAsync("r-1", 2, "failures");
        await RunAsync();

        var again = await _lab.Replays.StartAsync(Command("r-1", 2, "failures"), PipelineLab.Operator, default);
        var stranger = await _lab.Replays.StartAsync(Command("r-1", 2, "failures"), PipelineLab.Person("op|9", "Maren Oakes", Role.Operations), default);

        Assert.Equal(ReplayState.Done, again.Value.State);
        Assert.Equal("command.reused", Assert.IsType<Conflict>(stranger.Error).Code);
    }

    [Fact]
    public async Task Start_WhenTheCountIsAnotherByNow_IsAConflict_AndNothingIsSent()
    {
        await HappenAsync(2, 0);

        var late = await _lab.Replays.StartAsync(Command("r-1", 1, "failures"), PipelineLab.Operator, default);

        Assert.Equal("replay.count", Assert.IsType<Conflict>(late.Error).Code);
        Assert.Equal(0, await _lab.Replayer.RunDueAsync(default));
    }

    [Fact]
    public async Task Start_ToWhoCannotTellDoubles_NeedsAWord()
    {
        await HappenAsync(2, 0);

        Assert.Equal("replay.doubles", (await _lab.Replays.StartAsync(Command("r-1", 2, "failures") with { MayDouble = false }, PipelineLab.Operator, default)).Error!.Code);
    }

    [Fact]
    public async Task Window_ThatEndsAhead_HoldsWhatWasTakenBeforeTheReplayBegan()
    {
        await HappenAsync(2, 0);
        var job = await StartAsync("r-1", 2, "failures");
        await HappenAsync(3, 0);

        await RunAsync();

        Assert.Equal(job.BegunAt, job.To);
        Assert.Equal(2, (await _lab.Replays.GetAsync("r-1", PipelineLab.Operator, default)).Value.Job.Made);
    }

    [Fact]
    public async Task Start_WithARuleThatMatchesNothingYet_AsksForItsDestinationToo()
    {
        await SaveAsync("noted", """{"detail":{"error":["Gateway.Down"]}}""", "notes");
        await SaveAsync("quiet", """{"source":["nobody"]}""", "partner");
        await HappenAsync(0, 1);

        var count = await _lab.Replays.CountAsync(Window("noted", "quiet"), PipelineLab.Operator, default);
        var refused = await _lab.Replays.StartAsync(Command("r-1", 1, "noted", "quiet") with { MayDouble = false }, PipelineLab.Operator, default);

        Assert.Equal(["notes", "partner"], count.Value.Doubling);
        Assert.Equal("replay.doubles", refused.Error?.Code);
    }

    [Fact]
    public async Task Window_ThatCannotBe_IsRefused()
    {
        await SaveAsync("off", """{"source":["x"]}""", "notes", RuleState.Disabled);

        Assert.Equal("rule.not-enabled", (await CountErrorAsync("off")).Code);
        Assert.Equal("rule.not-found", (await CountErrorAsync("never")).Code);
        Assert.IsType<Invalid>(await CountErrorAsync());
        Assert.IsType<Invalid>((await _lab.Replays.CountAsync(new ReplayWindow(["failures"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), PipelineLab.Operator, default)).Error);
        Assert.IsType<Forbidden>((await _lab.Replays.StartAsync(Command("r-1", 2, "failures"), PipelineLab.Person("s|1", "Sil", Role.SupportAgent), default)).Error);
    }

    [Fact]
    public async Task LongReplay_Stopped_SendsWhatWasMadeAndNoMore()
    {
        await HappenAsync(1_200, 0);
        await StartAsync("r-1", 1_200, "failures");
        // It pauses by itself while so many are pending.
        while (await _lab.Replayer.RunDueAsync(default) > 0)
        {
        }

        Assert.Equal(ReplayState.Stopping, (await _lab.Replays.StopAsync("r-1", PipelineLab.Operator, default)).Value.State);
        await RunAsync(60);

        var view = (await _lab.Replays.GetAsync("r-1", PipelineLab.Operator, default)).Value;
        Assert.Equal(ReplayState.Stopped, view.Job.State);
        Assert.InRange(view.Job.Made, 500, 1_000);
        Assert.Equal(new DeliveryCounts(0, view.Job.Made, 0, 0), view.Counts);
    }

    [Fact]
    public async Task Replay_CutShortBetweenItsPieceAndItsProgress_DoublesNothing()
    {
        await HappenAsync(6, 0);
        await StartAsync("r-1", 6, "failures");
        // As it is after a crash: the deliveries of the piece are there, the progress is not.
        var events = new List<ReplayedEvent>();
        await foreach (var e in _lab.Record.WalkAsync(new() { DetailType = "Order Failed" }, default))
            events.Add(new ReplayedEvent(e, "failures", "t1"));
        Assert.Equal(6, await _lab.Deliveries.ReplayAsync("r-1", events, default));
        var before = _receiver.Requests.Count;

        await RunAsync();

        Assert.Equal(6, _receiver.Requests.Count - before);
        Assert.Equal(6, (await _lab.Replays.GetAsync("r-1", PipelineLab.Operator, default)).Value.Job.Made);
    }

    [Fact]
    public async Task RuleThatIsDisabledMeanwhile_GetsNothingMore()
    {
        await HappenAsync(3, 0);
        await StartAsync("r-1", 3, "failures");
        var rule = (await _lab.Shelf.FindAsync("failures", default))!;
        Assert.True((await _lab.Rules.SwitchAsync(new SwitchRule("failures", false, "off-1", rule.Version, "Stop"), PipelineLab.Operator, default)).IsSuccess);

        await RunAsync();

        var view = (await _lab.Replays.GetAsync("r-1", PipelineLab.Operator, default)).Value;
        Assert.Equal((ReplayState.Done, 0), (view.Job.State, view.Job.Made));
    }

    private static ReplayWindow Window(params string[] rules) => new(rules, DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static ReplayEvents Command(string id, int counted, params string[] rules) => new(Window(rules), counted, MayDouble: true, id, "The partner lost them");

    private async Task<Error> CountErrorAsync(params string[] rules) => (await _lab.Replays.CountAsync(Window(rules), PipelineLab.Operator, default)).Error!;

    private async Task<ReplayJob> StartAsync(string id, int counted, params string[] rules)
    {
        var started = await _lab.Replays.StartAsync(Command(id, counted, rules), PipelineLab.Operator, default);
        Assert.True(started.IsSuccess, started.Error?.Message);
        return started.Value;
    }

    /// <summary>Until no replay has anything to do and nothing is pending.</summary>
    private async Task RunAsync(int seconds = 20)
    {
        do
        {
            await _lab.SettleAsync(seconds);
        }
        while (await _lab.Replayer.RunDueAsync(default) > 0);
        await _lab.SettleAsync(seconds);
    }

    private async Task SaveAsync(string name, string pattern, string destination, RuleState state = RuleState.Enabled)
    {
        var saved = await _lab.Rules.SaveAsync(
            new SaveRule(name, new RuleContent { Pattern = pattern, State = state, Targets = [RouterLab.To(destination)] }, "save-" + name, 0, "Because"), PipelineLab.Operator, default);
        Assert.True(saved.IsSuccess, saved.Error?.Message);
    }

    private async Task HappenAsync(int declined, int down)
    {
        foreach (var piece in Enumerable.Range(1, declined).Chunk(90))
            await _lab.PublishAsync(piece.Select(order => RouterLab.Failed(order, "authorise-payment", "Card.Declined", _lab.Clock.GetUtcNow())));
        await _lab.PublishAsync(Enumerable.Range(declined + 1, down).Select(order => RouterLab.Failed(order, "capture-payment", "Gateway.Down", _lab.Clock.GetUtcNow())));
        await _lab.SettleAsync(60);
    }
}
