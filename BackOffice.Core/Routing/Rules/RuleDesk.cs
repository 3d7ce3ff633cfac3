using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Routing.Recording;

namespace BackOffice.Core.Routing.Rules;

/// <inheritdoc cref="IRules"/>
public sealed partial class RuleDesk(RuleShelf shelf, RuleChecks checks, RulePublisher publisher, IEventRecord record, RoutingOptions options, TimeProvider clock) : IRules
{
    /// <summary>Recorded events that a save tries templates on.</summary>
    private const int Tried = 200;

    public async Task<Result<IReadOnlyList<RoutingRule>>> ListAsync(bool deletedToo, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var all = await shelf.AllAsync(cancellationToken).ConfigureAwait(false);
        return all.Where(rule => deletedToo || rule.Content.State is not RuleState.Deleted).ToList();
    }

    public async Task<Result<RoutingRule>> GetAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        return await shelf.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } rule ? rule : NotThere(name);
    }

    public async Task<Result<IReadOnlyList<RuleRevision>>> HistoryAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        if (await shelf.FindAsync(name, cancellationToken).ConfigureAwait(false) is null)
            return NotThere(name);
        return (await shelf.RevisionsAsync(name, cancellationToken).ConfigureAwait(false)).ToList();
    }

    public async Task<Result<RuleCheck>> CheckAsync(string name, RuleContent content, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesRead) is { } forbidden)
            return forbidden;
        var seen = await record.NewestAsync(Tried, cancellationToken).ConfigureAwait(false);
        var found = checks.Check(name, content, seen);
        if (found.Error is { } wrong)
            return wrong;
        var before = (await shelf.FindAsync(name, cancellationToken).ConfigureAwait(false)) is { Revision: > 0 } rule ? rule.Content : null;
        return new RuleCheck(found.Value.Pattern.Summary, found.Value.Warnings, SecondPerson.Why(before, content, options), RuleDifference.Of(before, content));
    }

    public async Task<Result<RuleOutcome>> SaveAsync(SaveRule command, Actor actor, CancellationToken cancellationToken) =>
        await RunAsync("save-rule", new Act(command.Name, command.CommandId, command.ExpectedVersion, command.Reason, RuleChange.Saved, (_, _) => Task.FromResult<Result<RuleContent>>(command.Content), MayBeNew: true, command.DryRun), actor, cancellationToken).ConfigureAwait(false);

    public async Task<Result<RuleOutcome>> SwitchAsync(SwitchRule command, Actor actor, CancellationToken cancellationToken)
    {
        var (kind, state) = command.Enable ? (RuleChange.Enabled, RuleState.Enabled) : (RuleChange.Disabled, RuleState.Disabled);
        return await RunAsync("switch-rule", new Act(command.Name, command.CommandId, command.ExpectedVersion, command.Reason, kind, (rule, _) => Task.FromResult<Result<RuleContent>>(rule.Content with { State = state })), actor, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Result<RuleOutcome>> DeleteAsync(DeleteRule command, Actor actor, CancellationToken cancellationToken) =>
        await RunAsync("delete-rule", new Act(command.Name, command.CommandId, command.ExpectedVersion, command.Reason, RuleChange.Deleted, (rule, _) => Task.FromResult<Result<RuleContent>>(rule.Content with { State = RuleState.Deleted })), actor, cancellationToken).ConfigureAwait(false);

    public async Task<Result<RuleOutcome>> RollBackAsync(RollBackRule command, Actor actor, CancellationToken cancellationToken) =>
        await RunAsync("roll-back-rule", new Act(command.Name, command.CommandId, command.ExpectedVersion, command.Reason, RuleChange.RolledBack, (rule, token) => EarlierAsync(rule, command.Revision, token)), actor, cancellationToken).ConfigureAwait(false);

    private async Task<Result<RuleContent>> EarlierAsync(RoutingRule rule, int number, CancellationToken cancellationToken)
    {
        var revisions = await shelf.RevisionsAsync(rule.Name, cancellationToken).ConfigureAwait(false);
        return revisions.FirstOrDefault(revision => revision.Number == number) switch
        {
            null => new NotFound("rule.no-such-revision", FormattableString.Invariant($"Rule {rule.Name} has no revision {number}.")),
            { Content.State: RuleState.Deleted } => new Rejected("rule.was-deleted", FormattableString.Invariant($"Revision {number} is the deletion. Choose an earlier one.")),
            { } revision => revision.Content,
        };
    }

    private async Task<Result<RuleOutcome>> RunAsync(string command, Act act, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command(command, await DoAsync(act, actor, cancellationToken).ConfigureAwait(false));

    private async Task<Result<RuleOutcome>> DoAsync(Act act, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.RulesWrite) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(act.CommandId, act.Reason) is { } invalid)
            return invalid;
        var rule = await shelf.FindAsync(act.Name, cancellationToken).ConfigureAwait(false);
        if (await RepeatedAsync(act.Name, act.CommandId, rule, cancellationToken).ConfigureAwait(false) is { } repeated)
            return repeated;
        if (Stale(act, rule) is { } stale)
            return stale;
        var wanted = rule is null && act.MayBeNew ? await act.Next(Nothing(act.Name), cancellationToken).ConfigureAwait(false)
            : rule is null ? NotThere(act.Name)
            : await act.Next(rule, cancellationToken).ConfigureAwait(false);
        if (wanted.Error is { } refused)
            return refused;
        var content = wanted.Value;
        // Whatever else is wrong with a rule, it can be switched off and deleted.
        if (act.Kind is not (RuleChange.Deleted or RuleChange.Disabled)
            && checks.Check(act.Name, content, await record.NewestAsync(Tried, cancellationToken).ConfigureAwait(false)).Error is { } wrong)
            return wrong;
        var before = rule is { Revision: > 0 } ? rule.Content : null;
        if (act.DryRun is { } seen && seen != DraftHash.Of(act.Name, rule?.Revision ?? 0, content))
            return new Conflict("rule.dry-run", "What was tried on recorded events is not what would be saved. Look at the dry run again.");
        if (await OverQuotaAsync(act.Name, before, content, cancellationToken).ConfigureAwait(false) is { } over)
            return over;
        var changes = RuleDifference.Of(before, content);
        if (changes.Count == 0 || (before?.State is RuleState.Deleted && act.Kind is RuleChange.Deleted or RuleChange.Disabled))
            return new Invalid("content", "Nothing would change.");
        return SecondPerson.Why(before, content, options) is { } why
            ? await AskAsync(rule ?? Nothing(act.Name), act, content, why, actor, cancellationToken).ConfigureAwait(false)
            : await ChangeAsync(rule ?? Nothing(act.Name), act, content, changes, actor, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Result<RuleOutcome>> AskAsync(RoutingRule rule, Act act, RuleContent content, string why, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var asked = rule with
        {
            Content = rule.Revision == 0 ? content with { State = RuleState.Disabled } : rule.Content,
            Pending = new PendingChange(act.CommandId, act.Kind, content, actor.Id, actor.Name, now, act.Reason, why),
        };
        var write = new RuleWrite(AuditActions.RuleChangeRequested, act.CommandId, act.Reason, why, Event: "requested");
        var committed = await shelf.CommitAsync(asked, write, actor, now, cancellationToken).ConfigureAwait(false);
        return committed.IsSuccess
            ? new RuleOutcome(committed.Value, Waits: true, $"A second person must decide: {why}")
            : await FasterAsync(act.Name, act.CommandId, committed.Error, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Result<RuleOutcome>> ChangeAsync(
        RoutingRule rule, Act act, RuleContent content, IReadOnlyList<string> changes, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var revision = new RuleRevision
        {
            Number = rule.Revision + 1, Kind = act.Kind, Content = content, Changes = changes, ById = actor.Id, By = actor.Name, At = now, Reason = act.Reason,
        };
        var note = string.Join("; ", act.DryRun is null ? changes : [.. changes, "said to be tried on recorded events before"]);
        var write = new RuleWrite(ActionOf(act.Kind), act.CommandId, act.Reason, note, revision, Word(act.Kind));
        var committed = await shelf.CommitAsync(After(rule, revision), write, actor, now, cancellationToken).ConfigureAwait(false);
        return committed.IsSuccess
            ? await PublishedAsync(committed.Value).ConfigureAwait(false)
            : await FasterAsync(act.Name, act.CommandId, committed.Error, cancellationToken).ConfigureAwait(false);
    }
}
