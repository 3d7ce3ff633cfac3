using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Routing.Analysis;

namespace BackOffice.Core.Routing.Rules;

/// <summary>The second person, and what all commands have in common.</summary>
public sealed partial class RuleDesk
{
    public async Task<Result<RuleOutcome>> DecideAsync(DecideRuleChange command, Actor actor, CancellationToken cancellationToken) =>
        PipelineMetrics.Command("decide-rule", await DecideOnceAsync(command, actor, cancellationToken).ConfigureAwait(false));

    private async Task<Result<RuleOutcome>> DecideOnceAsync(DecideRuleChange command, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return invalid;
        var rule = await shelf.FindAsync(command.Name, cancellationToken).ConfigureAwait(false);
        var own = rule?.Pending is { } mine && mine.ChangeId == command.ChangeId && mine.ById == actor.Id;
        if (actor.Lacks(own && !command.Approve ? Permission.RulesWrite : Permission.RulesApprove) is { } forbidden)
            return forbidden;
        if (rule is null)
            return NotThere(command.Name);
        if (await RepeatedAsync(command.Name, command.CommandId, rule, cancellationToken).ConfigureAwait(false) is { } repeated)
            return repeated;
        if (rule.Pending is not { } pending || pending.ChangeId != command.ChangeId)
            return new Conflict("rule.not-pending", "This change no longer waits: somebody decided it.", rule.ChangedBy, rule.ChangedAt);
        if (own && command.Approve)
            return new Forbidden(RolePermissions.NameOf(Permission.RulesApprove), "Who asked for a change cannot approve it. Somebody else must.");
        return command.Approve
            ? await ApproveAsync(rule, pending, command, actor, cancellationToken).ConfigureAwait(false)
            : await RejectAsync(rule, command, actor, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Result<RuleOutcome>> ApproveAsync(RoutingRule rule, PendingChange pending, DecideRuleChange command, Actor actor, CancellationToken cancellationToken)
    {
        // Destinations may have gone since.
        if (pending.Kind is not (RuleChange.Deleted or RuleChange.Disabled)
            && checks.Check(rule.Name, pending.Content, await record.NewestAsync(Tried, cancellationToken).ConfigureAwait(false)).Error is { } wrong)
            return wrong;
        var now = clock.GetUtcNow();
        var changes = RuleDifference.Of(rule.Revision > 0 ? rule.Content : null, pending.Content);
        var revision = new RuleRevision
        {
            Number = rule.Revision + 1, Kind = pending.Kind, Content = pending.Content, Changes = changes, ById = pending.ById, By = pending.By, ApprovedBy = actor.Name, At = now,
            Reason = pending.Reason,
        };
        var write = new RuleWrite(AuditActions.RuleChangeApproved, command.CommandId, command.Reason, string.Join("; ", changes), revision, Word(pending.Kind));
        var committed = await shelf.CommitAsync(After(rule, revision), write, actor, now, cancellationToken).ConfigureAwait(false);
        return committed.IsSuccess
            ? await PublishedAsync(committed.Value).ConfigureAwait(false)
            : await FasterAsync(rule.Name, command.CommandId, committed.Error, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Result<RuleOutcome>> RejectAsync(RoutingRule rule, DecideRuleChange command, Actor actor, CancellationToken cancellationToken)
    {
        var write = new RuleWrite(AuditActions.RuleChangeWithdrawn, command.CommandId, command.Reason, null, Event: "withdrawn");
        var committed = await shelf.CommitAsync(rule with { Pending = null }, write, actor, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return committed.IsSuccess
            ? new RuleOutcome(committed.Value, Waits: false, "The change is withdrawn; the rule stays as it was.")
            : await FasterAsync(rule.Name, command.CommandId, committed.Error, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Result<RuleOutcome>> PublishedAsync(RoutingRule rule)
    {
        // The revision is on disk: publishing is finished and recorded, or gone on with by the publisher's own look.
        var published = await publisher.PublishAsync(rule.Name, CancellationToken.None).ConfigureAwait(false);
        return new RuleOutcome(published, Waits: false, published.Published is { Problem: null } done && done.Revision == published.Revision
            ? FormattableString.Invariant($"Revision {rule.Revision} is in force.")
            : $"Saved, and not in force yet: {published.Published?.Problem ?? "the router does not answer"}. It is tried again by itself.");
    }

    private async Task<RuleOutcome?> RepeatedAsync(string name, string commandId, RoutingRule? rule, CancellationToken cancellationToken) =>
        rule is not null && await shelf.DoneAsync(commandId, cancellationToken).ConfigureAwait(false) is { } done && done == RoutingRule.SubjectOf(name)
            ? new RuleOutcome(rule, rule.Pending is not null, "This was done already.", Repeated: true)
            : null;

    /// <summary>What a failed commit means: the same command twice at once, or somebody else.</summary>
    private async Task<Result<RuleOutcome>> FasterAsync(string name, string commandId, Error error, CancellationToken cancellationToken)
    {
        if (error is not Conflict)
            return error;
        var rule = await shelf.FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (await RepeatedAsync(name, commandId, rule, cancellationToken).ConfigureAwait(false) is { } repeated)
            return repeated;
        return error is Conflict { Code: "store.key-taken" }
            ? new Conflict("command.reused", "This command id belongs to another command. Make a new one.")
            : Changed(rule);
    }

    /// <summary>What the bus has no room for; a rule that counted before may go on.</summary>
    private async Task<Rejected?> OverQuotaAsync(string name, RuleContent? before, RuleContent after, CancellationToken cancellationToken)
    {
        var wasThere = before is { State: not RuleState.Deleted };
        var (isNew, usesWildcard) = (!wasThere && after.State is not RuleState.Deleted, UsesWildcard(after) && !(wasThere && UsesWildcard(before)));
        if (!isNew && !usesWildcard)
            return null;
        var others = (await shelf.AllAsync(cancellationToken).ConfigureAwait(false))
            .Where(rule => rule.Name != name && rule is { Revision: > 0, Content.State: not RuleState.Deleted }).Select(rule => rule.Content).ToList();
        if (isNew && others.Count >= Quotas.MostRules)
            return new Rejected("rule.quota", FormattableString.Invariant($"A bus takes {Quotas.MostRules} rules, and there are as many. Delete one first."));
        return usesWildcard && others.Count(UsesWildcard) >= Quotas.MostWildcardRules
            ? new Rejected("rule.quota", FormattableString.Invariant($"A bus takes {Quotas.MostWildcardRules} rules with wildcards, and there are as many. Use prefix or suffix instead."))
            : null;
    }

    private static bool UsesWildcard(RuleContent? content) =>
        content is not null && EventPattern.Parse(content.Pattern, PatternReading.Existing) is { IsSuccess: true, Value.UsesWildcard: true };

    private static Error? Stale(Act act, RoutingRule? rule)
    {
        if (rule is null)
            return act.ExpectedVersion == 0 ? null : NotThere(act.Name);
        if (rule.Pending is { } pending)
            return new Conflict("rule.pending", $"A change of {pending.By} waits for a second person. Decide that first.", pending.By, pending.At);
        // A name that was deleted may be used again without knowing of it.
        return rule.Version == act.ExpectedVersion || (act is { ExpectedVersion: 0, Kind: RuleChange.Saved } && rule.Content.State is RuleState.Deleted) ? null : Changed(rule);
    }

    private static Conflict Changed(RoutingRule? rule) => new(
        "rule.version", $"{rule?.ChangedBy ?? "Somebody"} changed this rule meanwhile. Look again before you decide.", rule?.ChangedBy, rule?.ChangedAt);

    private static NotFound NotThere(string name) => new("rule.not-found", $"There is no rule {name}.");

    private RoutingRule Nothing(string name) => new()
    {
        Name = name, Version = 0, Revision = 0, Content = new RuleContent { Pattern = "{}", Targets = [] }, ChangedAt = clock.GetUtcNow(), ChangedBy = "",
    };

    private static RoutingRule After(RoutingRule rule, RuleRevision revision) => rule with
    {
        Revision = revision.Number, Content = revision.Content, ChangedAt = revision.At, ChangedBy = revision.By, Pending = null,
    };

    private static string ActionOf(RuleChange kind) => kind switch
    {
        RuleChange.Saved => AuditActions.RuleSaved,
        RuleChange.Enabled => AuditActions.RuleEnabled,
        RuleChange.Disabled => AuditActions.RuleDisabled,
        RuleChange.Deleted => AuditActions.RuleDeleted,
        RuleChange.RolledBack => AuditActions.RuleRolledBack,
    };

    private static string Word(RuleChange kind) => kind switch
    {
        RuleChange.Saved => "saved",
        RuleChange.Enabled => "enabled",
        RuleChange.Disabled => "disabled",
        RuleChange.Deleted => "deleted",
        RuleChange.RolledBack => "rolledBack",
    };

    /// <summary>What one command asks.</summary>
    /// <param name="Next">The content after it, made of the rule as it is.</param>
    /// <param name="MayBeNew">Whether it may make a rule.</param>
    /// <param name="DryRun">Hash of the dry run that was looked at, or null.</param>
    private sealed record Act(
        string Name, string CommandId, long ExpectedVersion, string Reason, RuleChange Kind, Func<RoutingRule, CancellationToken, Task<Result<RuleContent>>> Next,
        bool MayBeNew = false, string? DryRun = null);
}
