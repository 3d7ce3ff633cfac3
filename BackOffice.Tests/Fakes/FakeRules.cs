using BackOffice.Core.Common;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Tests.Fakes;

public sealed class FakeRules : IRules
{
    public Answer<bool, IReadOnlyList<RoutingRule>> List { get; } = new();

    public Answer<string, RoutingRule> Get { get; } = new();

    public Answer<string, IReadOnlyList<RuleRevision>> History { get; } = new();

    public Answer<(string Name, RuleContent Content), RuleCheck> Check { get; } = new();

    public Answer<SaveRule, RuleOutcome> Save { get; } = new();

    public Answer<SwitchRule, RuleOutcome> Switch { get; } = new();

    public Answer<DeleteRule, RuleOutcome> Delete { get; } = new();

    public Answer<RollBackRule, RuleOutcome> RollBack { get; } = new();

    public Answer<DecideRuleChange, RuleOutcome> Decide { get; } = new();

    public Task<Result<IReadOnlyList<RoutingRule>>> ListAsync(bool deletedToo, Actor actor, CancellationToken cancellationToken) => List.AskAsync(deletedToo);

    public Task<Result<RoutingRule>> GetAsync(string name, Actor actor, CancellationToken cancellationToken) => Get.AskAsync(name);

    public Task<Result<IReadOnlyList<RuleRevision>>> HistoryAsync(string name, Actor actor, CancellationToken cancellationToken) => History.AskAsync(name);

    public Task<Result<RuleCheck>> CheckAsync(string name, RuleContent content, Actor actor, CancellationToken cancellationToken) => Check.AskAsync((name, content));

    public Task<Result<RuleOutcome>> SaveAsync(SaveRule command, Actor actor, CancellationToken cancellationToken) => Save.AskAsync(command);

    public Task<Result<RuleOutcome>> SwitchAsync(SwitchRule command, Actor actor, CancellationToken cancellationToken) => Switch.AskAsync(command);

    public Task<Result<RuleOutcome>> DeleteAsync(DeleteRule command, Actor actor, CancellationToken cancellationToken) => Delete.AskAsync(command);

    public Task<Result<RuleOutcome>> RollBackAsync(RollBackRule command, Actor actor, CancellationToken cancellationToken) => RollBack.AskAsync(command);

    public Task<Result<RuleOutcome>> DecideAsync(DecideRuleChange command, Actor actor, CancellationToken cancellationToken) => Decide.AskAsync(command);
}
