using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Rules;

/// <summary>
/// Brings the live rules to what a rule's newest revision says. Every run looks at what is live and does what is missing, so that a run that was cut short
/// is gone on with. A rule that was off is switched on last; one that is on is never switched off on the way, because events in between would be dropped.
/// </summary>
public sealed class RulePublisher(IRuleStore live, RuleShelf shelf, TimeProvider clock)
{
    private static readonly Actor s_actor = Actor.System("rule-publisher");
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Publishes a rule when it is due, and records how it went; the rule as it then stands.</summary>
    public async Task<RoutingRule> PublishAsync(string name, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var rule = await shelf.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException($"There is no rule {name}.");
                if (!rule.IsPublishDueAt(live.Bus))
                    return rule;
                var problem = await ApplyAsync(rule, cancellationToken).ConfigureAwait(false);
                if (problem is not null && rule.Published is { } last && last.Revision == rule.Revision && last.Problem == problem)
                    return rule;
                var now = clock.GetUtcNow();
                var write = new RuleWrite(
                    problem is null ? AuditActions.RulePublished : AuditActions.RuleNotPublished, null, null,
                    FormattableString.Invariant($"Revision {rule.Revision}. {problem}").TrimEnd());
                var recorded = await shelf.CommitAsync(rule with { Published = new Publication(rule.Revision, now, problem, live.Bus) }, write, s_actor, now, CancellationToken.None).ConfigureAwait(false);
                if (recorded.IsSuccess)
                    return recorded.Value;
                if (recorded.Error is not Conflict)
                    return rule;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Null when the live rules are as the revision says, else what stood in the way.</summary>
    private async Task<string?> ApplyAsync(RoutingRule rule, CancellationToken cancellationToken)
    {
        var listed = await live.ListRulesAsync(rule.Name, null, 100, cancellationToken).ConfigureAwait(false);
        if (listed.Error is { } unlisted)
            return unlisted.Message;
        var now = listed.Value.Items.FirstOrDefault(one => one.Name == rule.Name);
        if (rule.Content.State is RuleState.Deleted)
            return now is null ? null : await DeleteAsync(rule.Name, cancellationToken).ConfigureAwait(false);
        var wanted = new LiveRule(rule.Name, rule.Content.Pattern, rule.Content.State is RuleState.Enabled, rule.Content.Description);
        if (now is null || !now.Enabled)
        {
            if ((await live.PutRuleAsync(wanted with { Enabled = false }, cancellationToken).ConfigureAwait(false)).Error is { } notPut)
                return notPut.Message;
        }
        else if (!wanted.Enabled && (await live.PutRuleAsync(wanted, cancellationToken).ConfigureAwait(false)).Error is { } notOff)
        {
            return notOff.Message;
        }

        if (await TargetsAsync(rule, cancellationToken).ConfigureAwait(false) is { } wrong)
            return wrong;
        if (wanted.Enabled && (await live.PutRuleAsync(wanted, cancellationToken).ConfigureAwait(false)).Error is { } notOn)
            return notOn.Message;
        return await ReadBackAsync(rule, wanted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Those that must go leave first where there would be too many, else last.</summary>
    private async Task<string?> TargetsAsync(RoutingRule rule, CancellationToken cancellationToken)
    {
        var there = await live.ListTargetsAsync(rule.Name, cancellationToken).ConfigureAwait(false);
        if (there.Error is { } unread)
            return unread.Message;
        var wanted = rule.Content.Targets;
        var gone = there.Value.Select(target => target.Id).Except(wanted.Select(target => target.Id)).ToList();
        var fresh = wanted.Where(target => !there.Value.Contains(target)).ToList();
        var early = gone.Count + wanted.Count > RuleChecks.MostTargets;
        if (early && await RemoveAsync(rule.Name, gone, cancellationToken).ConfigureAwait(false) is { } notGone)
            return notGone;
        if (fresh.Count > 0 && Problem(await live.PutTargetsAsync(rule.Name, fresh, cancellationToken).ConfigureAwait(false)) is { } notPut)
            return notPut;
        return early ? null : await RemoveAsync(rule.Name, gone, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> RemoveAsync(string rule, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? null : Problem(await live.RemoveTargetsAsync(rule, ids, cancellationToken).ConfigureAwait(false));

    private async Task<string?> DeleteAsync(string rule, CancellationToken cancellationToken)
    {
        var targets = await live.ListTargetsAsync(rule, cancellationToken).ConfigureAwait(false);
        if (targets.Error is { } unread)
            return unread.Message;
        return await RemoveAsync(rule, [.. targets.Value.Select(target => target.Id)], cancellationToken).ConfigureAwait(false)
            ?? (await live.DeleteRuleAsync(rule, cancellationToken).ConfigureAwait(false)).Error?.Message;
    }

    private async Task<string?> ReadBackAsync(RoutingRule rule, LiveRule wanted, CancellationToken cancellationToken)
    {
        var listed = await live.ListRulesAsync(rule.Name, null, 100, cancellationToken).ConfigureAwait(false);
        var targets = await live.ListTargetsAsync(rule.Name, cancellationToken).ConfigureAwait(false);
        if (listed.Error is { } unlisted)
            return unlisted.Message;
        if (targets.Error is { } unread)
            return unread.Message;
        var same = listed.Value.Items.Contains(wanted) && targets.Value.Count == rule.Content.Targets.Count && rule.Content.Targets.All(targets.Value.Contains);
        return same ? null : "The router has another rule under this name than what was written: somebody else changes it.";
    }

    /// <summary>A success may hold failures.</summary>
    private static string? Problem(Result<IReadOnlyList<FailedTarget>> answer) => answer.Error is { } error
        ? error.Message
        : answer.Value.Count == 0 ? null : string.Join("; ", answer.Value.Select(failed => $"{failed.TargetId}: {failed.ErrorCode} {failed.ErrorMessage}"));
}
