using BackOffice.Core.Backends.Aws.Routing;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Rules.Aws;

/// <summary>Safe publish on EventBridge: disabled, targets, check, enable, read back; gone on with wherever it is cut short.</summary>
public sealed class EventBridgePublishTests : IAsyncLifetime
{
    private const string Pattern = """{"detail-type":["Order Failed"]}""";

    private readonly MemoryStore _orders = new();
    private FakeEventBridge _bus = null!;
    private RuleShelf _shelf = null!;
    private RulePublisher _publisher = null!;

    public async Task InitializeAsync()
    {
        _bus = await FakeEventBridge.StartAsync();
        _shelf = new RuleShelf(_orders);
        _publisher = new RulePublisher(new EventBridgeRuleStore(_bus.Client(), _bus.Options), _shelf, TimeProvider.System);
    }

    public async Task DisposeAsync() => await _bus.DisposeAsync();

    [Fact]
    public async Task Rule_OfNew_GetsItsTargetsBeforeItIsSwitchedOn_AndIsReadBack()
    {
        await SaveAsync(RuleState.Enabled, ["t1", "t2"]);

        var rule = await _publisher.PublishAsync("r", default);

        Assert.Equal((1, null), (rule.Published!.Revision, rule.Published.Problem));
        Assert.Equal(
            ["ListRules", "PutRule DISABLED", "ListTargetsByRule", "PutTargets", "PutRule ENABLED", "ListRules", "ListTargetsByRule"],
            _bus.Calls.Select(call => call.Operation == "PutRule" ? $"PutRule {call.Body["State"]}" : call.Operation));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Publication_CutShortAtAnyCall_IsNeverOnWithoutItsTargets_AndIsGoneOnWith(int call, int fault)
    {
        await SaveAsync(RuleState.Enabled, ["t1", "t2"]);
        _bus.Fault = (_, number) => number == call ? (BusFault)fault : BusFault.None;

        var cut = await _publisher.PublishAsync("r", default);
        Assert.NotNull(cut.Published!.Problem);
        Assert.True(!IsOn() || _bus.Targets["backoffice-r"].Count == 2);
        var rule = await _publisher.PublishAsync("r", default);

        Assert.Null(rule.Published!.Problem);
        Assert.True(IsOn());
        Assert.Equal(["t1", "t2"], _bus.Targets["backoffice-r"].Keys);
    }

    public static TheoryData<int, int> Cuts()
    {
        var cuts = new TheoryData<int, int>();
        for (var call = 1; call <= 7; call++)
        {
            cuts.Add(call, (int)BusFault.Throttled);
            cuts.Add(call, (int)BusFault.Down);
            cuts.Add(call, (int)BusFault.AnswerLost);
        }

        return cuts;
    }

    [Fact]
    public async Task Targets_TakenInPart_LeaveTheRuleOff()
    {
        await SaveAsync(RuleState.Enabled, ["t1", "t2"]);
        _bus.EntryFault = id => id == "t2" ? "ConcurrentModificationException" : null;

        var part = await _publisher.PublishAsync("r", default);

        Assert.Contains("t2: ConcurrentModificationException", part.Published!.Problem, StringComparison.Ordinal);
        Assert.False(IsOn());
        _bus.EntryFault = _ => null;
        Assert.Null((await _publisher.PublishAsync("r", default)).Published!.Problem);
        Assert.True(IsOn());
    }

    [Fact]
    public async Task EnabledRule_ThatChanges_IsNeverOffOnTheWay()
    {
        await SaveAsync(RuleState.Enabled, ["t1"]);
        await _publisher.PublishAsync("r", default);
        var before = _bus.Calls.Count;

        await SaveAsync(RuleState.Enabled, ["t2"], """{"detail-type":["Order Completed"]}""");
        await _publisher.PublishAsync("r", default);

        Assert.DoesNotContain(_bus.Calls.Skip(before), call => call.Body["State"]?.GetValue<string>() == "DISABLED");
        Assert.Equal(["t2"], _bus.Targets["backoffice-r"].Keys);
    }

    [Fact]
    public async Task DeletedRule_LosesItsTargetsFirst()
    {
        await SaveAsync(RuleState.Enabled, ["t1"]);
        await _publisher.PublishAsync("r", default);

        await SaveAsync(RuleState.Deleted, ["t1"]);
        var rule = await _publisher.PublishAsync("r", default);

        Assert.Null(rule.Published!.Problem);
        Assert.Empty(_bus.Rules);
    }

    [Fact]
    public async Task SomebodyElsesChange_IsToldAndNotCalledPublished()
    {
        await SaveAsync(RuleState.Enabled, ["t1"]);
        _bus.Fault = (operation, number) =>
        {
            // Between what was written and the reading back.
            if (operation == "ListRules" && number > 1)
                _bus.Rules["backoffice-r"]["EventPattern"] = """{"source":["theirs"]}""";
            return BusFault.None;
        };

        var rule = await _publisher.PublishAsync("r", default);

        Assert.Contains("somebody else", rule.Published!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_OfAnotherBus_IsPublishedAnewHere()
    {
        await SaveAsync(RuleState.Enabled, ["t1"]);
        await using var lab = new RouterLab(new() { Destinations = new Dictionary<string, DestinationOptions>() });
        var embedded = await new RulePublisher(lab.Live, _shelf, TimeProvider.System).PublishAsync("r", default);
        Assert.Null(embedded.Published!.Problem);

        var here = await _publisher.PublishAsync("r", default);

        Assert.True(IsOn());
        Assert.Equal("events:eu-west-1/orders/backoffice-", here.Published!.Bus);
        var calls = _bus.Calls.Count;
        await _publisher.PublishAsync("r", default);
        Assert.Equal(calls, _bus.Calls.Count);
    }

    private bool IsOn() => _bus.Rules.TryGetValue("backoffice-r", out var rule) && rule["State"]!.GetValue<string>() == "ENABLED";

    private async Task SaveAsync(RuleState state, string[] targets, string pattern = Pattern)
    {
        var now = TimeProvider.System.GetUtcNow();
        var before = await _shelf.FindAsync("r", default);
        var content = new RuleContent { Pattern = pattern, State = state, Targets = [.. targets.Select(id => RouterLab.To("partner", id: id))] };
        var rule = before is null
            ? new RoutingRule { Name = "r", Version = 0, Revision = 1, Content = content, ChangedAt = now, ChangedBy = "Otis" }
            : before with { Revision = before.Revision + 1, Content = content };
        Assert.True((await _shelf.CommitAsync(rule, new RuleWrite("rule.saved", null, "Because", null), PipelineLab.Operator, now, default)).IsSuccess);
    }
}
