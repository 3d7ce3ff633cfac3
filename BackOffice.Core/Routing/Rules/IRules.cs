using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Rules;

/// <summary>
/// Routing rules as people change them: revisions with a reason, one after the other; a second person where external destinations begin or cease to get
/// events. The same command id again gets the first result. Reading needs rules:read, commands rules:write, decisions rules:approve.
/// </summary>
public interface IRules
{
    /// <summary>By name; deleted ones only when asked for.</summary>
    Task<Result<IReadOnlyList<RoutingRule>>> ListAsync(bool deletedToo, Actor actor, CancellationToken cancellationToken);

    /// <summary>NotFound <c>rule.not-found</c>.</summary>
    Task<Result<RoutingRule>> GetAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Result<IReadOnlyList<RuleRevision>>> HistoryAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>What is wrong with a content and what its author should know, without saving.</summary>
    Task<Result<RuleCheck>> CheckAsync(string name, RuleContent content, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a rule (expected version 0) or a new revision of one. Invalid names every wrong field, <see cref="PatternRefusal"/> a pattern that cannot be
    /// read; Conflict <c>rule.version</c> says who was faster, <c>rule.pending</c> that another change waits, <c>rule.dry-run</c> that what was tried is not what
    /// would be saved; Rejected <c>rule.quota</c> that a bus takes no more such rules.
    /// </summary>
    Task<Result<RuleOutcome>> SaveAsync(SaveRule command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Enables or disables.</summary>
    Task<Result<RuleOutcome>> SwitchAsync(SwitchRule command, Actor actor, CancellationToken cancellationToken);

    Task<Result<RuleOutcome>> DeleteAsync(DeleteRule command, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes the content of an earlier revision the newest again, as a new revision.</summary>
    Task<Result<RuleOutcome>> RollBackAsync(RollBackRule command, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Decides a change that waits. Forbidden to whoever asked for it, who may only withdraw it (not approve). Conflict <c>rule.not-pending</c> when it no longer waits.
    /// </summary>
    Task<Result<RuleOutcome>> DecideAsync(DecideRuleChange command, Actor actor, CancellationToken cancellationToken);
}

/// <param name="DryRun">The <see cref="Analysis.DryRunReport.Hash"/> of the dry run that was looked at: the save is refused when that was of anything else. Null where nobody looked.</param>
public sealed record SaveRule(string Name, RuleContent Content, string CommandId, long ExpectedVersion, string Reason, string? DryRun = null);

public sealed record SwitchRule(string Name, bool Enable, string CommandId, long ExpectedVersion, string Reason);

public sealed record DeleteRule(string Name, string CommandId, long ExpectedVersion, string Reason);

public sealed record RollBackRule(string Name, int Revision, string CommandId, long ExpectedVersion, string Reason);

/// <param name="ChangeId">See <see cref="PendingChange"/>.</param>
/// <param name="Approve">False rejects it, or withdraws one's own.</param>
public sealed record DecideRuleChange(string Name, string ChangeId, bool Approve, string CommandId, string Reason);

/// <param name="Rule">As it stands after the command.</param>
/// <param name="Waits">True when a second person must decide.</param>
/// <param name="Message">What the person is told: one plain sentence.</param>
/// <param name="Repeated">True when this command id had been done already.</param>
public sealed record RuleOutcome(RoutingRule Rule, bool Waits, string Message, bool Repeated = false);

/// <param name="Summary">The pattern as a sentence.</param>
/// <param name="Warnings">What its author should know; none stands in the way.</param>
/// <param name="NeedsSecondPerson">Why a second person would be asked, or null.</param>
/// <param name="Changes">What a save would change, in words.</param>
public sealed record RuleCheck(string Summary, IReadOnlyList<string> Warnings, string? NeedsSecondPerson, IReadOnlyList<string> Changes);
