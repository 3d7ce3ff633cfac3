using System.Text.Json.Nodes;
using BackOffice.Core.Backends.Aws.Routing;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Rules.Aws;

/// <summary>The live rules on EventBridge, over HTTP against a fake of its API.</summary>
public sealed class EventBridgeRuleStoreTests : IAsyncLifetime
{
    private const string Pattern = """{"detail-type":["Order Failed"]}""";

    private FakeEventBridge _bus = null!;
    private EventBridgeRuleStore _store = null!;

    public async Task InitializeAsync()
    {
        _bus = await FakeEventBridge.StartAsync();
        _store = new EventBridgeRuleStore(_bus.Client(), _bus.Options);
    }

    public async Task DisposeAsync() => await _bus.DisposeAsync();

    [Fact]
    public async Task Rule_Put_IsOnTheBusUnderItsPrefix_AndReadsBackTheSame()
    {
        var rule = new LiveRule("failures", Pattern, Enabled: true, "Failed orders");

        var put = await _store.PutRuleAsync(rule, default);

        Assert.Equal("arn:aws:events:eu-west-1:123456789012:rule/orders/backoffice-failures", put.Value);
        var (operation, body) = Assert.Single(_bus.Calls);
        Assert.Equal("PutRule", operation);
        Assert.Equal(
            """{"Name":"backoffice-failures","EventPattern":"{\u0022detail-type\u0022:[\u0022Order Failed\u0022]}","State":"ENABLED","Description":"Failed orders","EventBusName":"orders"}""", body.ToJsonString());
        Assert.Equal(rule, Assert.Single((await _store.ListRulesAsync(null, null, 100, default)).Value.Items));
        await _store.PutRuleAsync(rule with { Enabled = false }, default);
        Assert.False(Assert.Single((await _store.ListRulesAsync("fail", null, 100, default)).Value.Items).Enabled);
    }

    [Fact]
    public async Task Rules_OfOthersAndOfAwsServices_AreNotListed()
    {
        await _store.PutRuleAsync(new LiveRule("ours", Pattern, true), default);
        _bus.Rules["infrastructure"] = new JsonObject { ["Name"] = "infrastructure", ["State"] = "ENABLED" };
        _bus.Rules["backoffice-managed"] = new JsonObject { ["Name"] = "backoffice-managed", ["State"] = "ENABLED", ["ManagedBy"] = "states.amazonaws.com" };

        Assert.Equal("ours", Assert.Single((await _store.ListRulesAsync(null, null, 100, default)).Value.Items).Name);
    }

    [Fact]
    public async Task Rules_OfManyPages_AreListedByTheCursor()
    {
        foreach (var i in Enumerable.Range(1, 5))
            await _store.PutRuleAsync(new LiveRule("r" + i, Pattern, true), default);

        var first = (await _store.ListRulesAsync(null, null, 2, default)).Value;
        var second = (await _store.ListRulesAsync(null, first.Next, 2, default)).Value;

        Assert.Equal(["r1", "r2", "r3", "r4"], first.Items.Concat(second.Items).Select(rule => rule.Name));
        Assert.Null((await _store.ListRulesAsync(null, second.Next, 2, default)).Value.Next);
        Assert.IsType<Invalid>((await _store.ListRulesAsync(null, "expired", 2, default)).Error);
    }

    [Fact]
    public async Task Targets_OfEveryShape_ReadBackTheSame_OverSeveralPages()
    {
        await _store.PutRuleAsync(new LiveRule("r", Pattern, true), default);
        RuleTarget[] targets =
        [
            new() { Id = "t1", Destination = "partner" }, new() { Id = "t2", Destination = "queue", Input = """{"x":1}""", DeadLetter = "other" },
            new() { Id = "t3", Destination = "partner", InputPath = "$.detail", Retry = new RetryPolicy(3, 600) },
            new() { Id = "t4", Destination = "queue", InputTransformer = new InputTransformer { InputPathsMap = new Dictionary<string, string> { ["order"] = "$.detail.orderId" }, InputTemplate = """{"order":<order>}""" } },
        ];

        var failed = await _store.PutTargetsAsync("r", targets, default);

        Assert.Empty(failed.Value);
        Assert.Equal(targets, (await _store.ListTargetsAsync("r", default)).Value);
        var sent = _bus.Targets["backoffice-r"]["t1"];
        Assert.Equal((FakeEventBridge.PartnerArn, FakeEventBridge.RoleArn), (sent["Arn"]!.GetValue<string>(), sent["RoleArn"]!.GetValue<string>()));
        Assert.Equal(FakeEventBridge.DeadLetterArn, sent["DeadLetterConfig"]!["Arn"]!.GetValue<string>());
        Assert.Equal((185, 86_400), (sent["RetryPolicy"]!["MaximumRetryAttempts"]!.GetValue<int>(), sent["RetryPolicy"]!["MaximumEventAgeInSeconds"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Targets_TakenInPart_AreToldWithTheirCodes()
    {
        await _store.PutRuleAsync(new LiveRule("r", Pattern, true), default);
        _bus.EntryFault = id => id == "t2" ? "ConcurrentModificationException" : null;

        var failed = (await _store.PutTargetsAsync("r", [Target("t1"), Target("t2"), Target("t3") with { Destination = "nowhere" }, Target("t4") with { DeadLetter = "none" }], default)).Value;

        Assert.Equal(["t3", "t4", "t2"], failed.Select(one => one.TargetId));
        Assert.Equal(["ValidationException", "ValidationException", "ConcurrentModificationException"], failed.Select(one => one.ErrorCode));
        Assert.Contains("Aws:EventBridge:Targets:nowhere:Arn", failed[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(["t1"], _bus.Targets["backoffice-r"].Keys);
    }

    [Fact]
    public async Task SixthTarget_IsRefusedInPart_AndARuleWithTargetsIsNotDeleted()
    {
        await _store.PutRuleAsync(new LiveRule("r", Pattern, true), default);
        await _store.PutTargetsAsync("r", [.. Enumerable.Range(1, 5).Select(i => Target("t" + i))], default);

        Assert.Equal(("t6", "LimitExceededException"), (await _store.PutTargetsAsync("r", [Target("t6")], default)).Value is [var sixth] ? (sixth.TargetId, sixth.ErrorCode) : default);
        Assert.Equal("ValidationException", Assert.IsType<Rejected>((await _store.DeleteRuleAsync("r", default)).Error).Code);
        Assert.Empty((await _store.RemoveTargetsAsync("r", ["t1", "t2", "t3", "t4", "t5", "never"], default)).Value);
        Assert.True((await _store.DeleteRuleAsync("r", default)).IsSuccess);
        Assert.True((await _store.DeleteRuleAsync("r", default)).IsSuccess);
        Assert.Equal("ResourceNotFoundException", Assert.IsType<NotFound>((await _store.ListTargetsAsync("r", default)).Error).Code);
    }

    [Theory]
    [InlineData((int)BusFault.Throttled, true)]
    [InlineData((int)BusFault.Down, true)]
    [InlineData((int)BusFault.AnswerLost, true)]
    [InlineData((int)BusFault.Denied, false)]
    public async Task Outage_IsUnavailable_AndSaysWhetherTryingAgainHelps(int fault, bool retryable)
    {
        _bus.Fault = (_, _) => (BusFault)fault;

        var error = Assert.IsType<Unavailable>((await _store.PutRuleAsync(new LiveRule("r", Pattern, true), default)).Error);

        Assert.Equal(retryable, error.Retryable);
        // One try a call: who made it knows what it means.
        Assert.Single(_bus.Calls);
    }

    [Fact]
    public async Task Pattern_ThatAwsRefuses_IsInvalid_AndTestedThere()
    {
        Assert.IsType<Invalid>((await _store.PutRuleAsync(new LiveRule("r", "[]", true), default)).Error);
        Assert.True((await _store.TestEventPatternAsync(Pattern, """{"detail-type":"Order Failed"}"""u8.ToArray(), default)).Value);
        Assert.False((await _store.TestEventPatternAsync(Pattern, """{"detail-type":"Order Placed"}"""u8.ToArray(), default)).Value);
    }

    [Fact]
    public async Task Name_ThatIsTooLongWithThePrefix_IsRefusedBeforeAnyCall()
    {
        Assert.IsType<Invalid>((await _store.PutRuleAsync(new LiveRule(new string('r', 60), Pattern, true), default)).Error);
        Assert.Empty(_bus.Calls);
    }

    private static RuleTarget Target(string id) => new() { Id = id, Destination = "partner" };
}
