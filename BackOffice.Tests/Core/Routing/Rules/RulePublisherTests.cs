using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Routing.Rules;

/// <summary>Publishing against live rules that fail in every call, as EventBridge may.</summary>
public sealed class RulePublisherTests : IAsyncLifetime
{
    private readonly RouterLab _lab = new(new RoutingOptions { Destinations = new Dictionary<string, DestinationOptions> { ["notes"] = new() { Kind = DestinationKind.OrderNote } } });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Publish_CutShortAtAnyCall_IsGoneOnWith(int failing)
    {
        var live = new FailingRules(_lab.Live, failing);
        var publisher = new RulePublisher(live, _lab.Shelf, TimeProvider.System);
        var desk = new RuleDesk(_lab.Shelf, new RuleChecks(Options), publisher, _lab.Record, Options, TimeProvider.System);

        var saved = (await desk.SaveAsync(Save("r", RuleState.Enabled), PipelineLab.Operator, default)).Value;
        var cut = saved.Rule.Published!;
        Assert.NotNull(cut.Problem);
        Assert.Contains("not in force yet", saved.Message, StringComparison.Ordinal);
        var rule = await publisher.PublishAsync("r", default);

        Assert.Null(rule.Published!.Problem);
        Assert.Equal((1, true), (rule.Published.Revision, Assert.Single((await _lab.Live.ListRulesAsync(null, null, 100, default)).Value.Items).Enabled));
        Assert.False(rule.IsPublishDue);
    }

    [Fact]
    public async Task Targets_TakenInPart_IsAProblemAndNoSuccess()
    {
        var live = new FailingRules(_lab.Live, failing: 0) { RefusesTarget = "t2" };
        var desk = new RuleDesk(_lab.Shelf, new RuleChecks(Options), new RulePublisher(live, _lab.Shelf, TimeProvider.System), _lab.Record, Options, TimeProvider.System);
        var command = Save("r", RuleState.Enabled);
        command = command with { Content = command.Content with { Targets = [RouterLab.To("notes"), RouterLab.To("notes", id: "t2")] } };

        var saved = (await desk.SaveAsync(command, PipelineLab.Operator, default)).Value;

        Assert.Contains("t2: ConcurrentModificationException", saved.Rule.Published!.Problem, StringComparison.Ordinal);
        Assert.False(Assert.Single((await _lab.Live.ListRulesAsync(null, null, 100, default)).Value.Items).Enabled);
        live.RefusesTarget = null;
        Assert.Null((await new RulePublisher(live, _lab.Shelf, TimeProvider.System).PublishAsync("r", default)).Published!.Problem);
        Assert.Equal(2, (await _lab.Live.ListTargetsAsync("r", default)).Value.Count);
    }

    [Fact]
    public async Task EnabledRule_Changed_IsNeverOffOnTheWay()
    {
        var live = new FailingRules(_lab.Live, failing: 0);
        var desk = new RuleDesk(_lab.Shelf, new RuleChecks(Options), new RulePublisher(live, _lab.Shelf, TimeProvider.System), _lab.Record, Options, TimeProvider.System);
        var first = (await desk.SaveAsync(Save("r", RuleState.Enabled), PipelineLab.Operator, default)).Value;
        Assert.Equal([false, true], live.PutAs);
        live.PutAs.Clear();

        await desk.SaveAsync(Save("r", RuleState.Enabled) with { ExpectedVersion = first.Rule.Version, Content = first.Rule.Content with { Pattern = """{"source":["x"]}""" } }, PipelineLab.Operator, default);

        Assert.Equal([true], live.PutAs);
    }

    [Fact]
    public async Task SixthTarget_IsRefusedByTheLiveRulesInPart()
    {
        await _lab.RuleAsync("r", """{"source":["x"]}""", [.. Enumerable.Range(1, 5).Select(i => RouterLab.To("notes", id: "t" + i))]);

        var answer = await _lab.Live.PutTargetsAsync("r", [RouterLab.To("notes", id: "t5"), RouterLab.To("notes", id: "t6")], default);

        Assert.Equal(("t6", "LimitExceededException"), (Assert.Single(answer.Value).TargetId, answer.Value[0].ErrorCode));
        Assert.Equal("ValidationException", (await _lab.Live.DeleteRuleAsync("r", default)).Error!.Code);
        Assert.True((await _lab.Live.DeleteRuleAsync("never-there", default)).IsSuccess);
    }

    private static RoutingOptions Options { get; } = new() { Destinations = new Dictionary<string, DestinationOptions> { ["notes"] = new() { Kind = DestinationKind.OrderNote } } };

    private static SaveRule Save(string name, RuleState state) => new(
        name, new RuleContent { Pattern = """{"detail-type":["Order Failed"]}""", State = state, Targets = [RouterLab.To("notes")] }, Guid.NewGuid().ToString("N"), 0, "Because");

    /// <summary>Live rules whose one call fails, counted from 1; and that take all targets but one.</summary>
    private sealed class FailingRules(IRuleStore inner, int failing) : IRuleStore
    {
        private static readonly Unavailable s_down = new("live.down", "The bus does not answer.");
        private int _calls;

        public string? RefusesTarget { get; set; }

        public List<bool> PutAs { get; } = [];

        public async Task<Result<string>> PutRuleAsync(LiveRule rule, CancellationToken cancellationToken)
        {
            PutAs.Add(rule.Enabled);
            return Fails() ? s_down : await inner.PutRuleAsync(rule, cancellationToken);
        }

        public async Task<Result<IReadOnlyList<FailedTarget>>> PutTargetsAsync(string rule, IReadOnlyList<RuleTarget> targets, CancellationToken cancellationToken)
        {
            if (Fails())
                return s_down;
            var taken = targets.Where(target => target.Id != RefusesTarget).ToList();
            var answer = await inner.PutTargetsAsync(rule, taken, cancellationToken);
            return taken.Count == targets.Count ? answer : new FailedTarget[] { new(RefusesTarget!, "ConcurrentModificationException", "Try again.") };
        }

        public async Task<Result<IReadOnlyList<FailedTarget>>> RemoveTargetsAsync(string rule, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
            Fails() ? s_down : await inner.RemoveTargetsAsync(rule, ids, cancellationToken);

        public async Task<Result<Done>> DeleteRuleAsync(string rule, CancellationToken cancellationToken) => Fails() ? s_down : await inner.DeleteRuleAsync(rule, cancellationToken);

        public async Task<Result<Page<LiveRule>>> ListRulesAsync(string? namePrefix, string? cursor, int limit, CancellationToken cancellationToken) =>
            Fails() ? s_down : await inner.ListRulesAsync(namePrefix, cursor, limit, cancellationToken);

        public async Task<Result<IReadOnlyList<RuleTarget>>> ListTargetsAsync(string rule, CancellationToken cancellationToken) =>
            Fails() ? s_down : await inner.ListTargetsAsync(rule, cancellationToken);

        public Task<Result<bool>> TestEventPatternAsync(string pattern, ReadOnlyMemory<byte> eventJson, CancellationToken cancellationToken) => inner.TestEventPatternAsync(pattern, eventJson, cancellationToken);

        private bool Fails() => ++_calls == failing;
    }
}
