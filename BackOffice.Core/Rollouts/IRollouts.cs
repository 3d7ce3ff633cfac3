using BackOffice.Core.Common;

namespace BackOffice.Core.Rollouts;

/// <summary>The rollout's command and queries.</summary>
public interface IRollouts
{
    /// <summary>The policy in force. Needs rollout:read.</summary>
    Task<Result<RolloutPolicy>> GetAsync(string flag, Actor actor, CancellationToken cancellationToken);

    /// <summary>Every change, newest first. Needs rollout:read.</summary>
    Task<Result<Page<RolloutChange>>> HistoryAsync(string flag, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>The orders placed last, to see whom another policy would reach. Needs rollout:read and orders:read.</summary>
    Task<Result<RolloutWindow>> RecentAsync(string flag, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// The policy in force with the dials as version <paramref name="version"/> had them; kill switch and lists as they are now. Needs rollout:read. NotFound
    /// <c>rollout.version-not-found</c>; Rejected <c>rollout.erased</c> when a change since then was erased.
    /// </summary>
    Task<Result<RolloutPolicy>> AtAsync(string flag, long version, Actor actor, CancellationToken cancellationToken);

    /// <summary>Sets dial, kill switch and lists. Conflict <c>rollout.version</c> says who changed it meanwhile, and to what. Needs rollout:set.</summary>
    Task<Result<RolloutPolicy>> SetAsync(SetRollout command, Actor actor, CancellationToken cancellationToken);
}

/// <summary>Null leaves a part as it is. <paramref name="Reason"/> is 1 to 500 characters; the kill switch alone may go without.</summary>
public sealed record SetRollout(
    string Flag, string CommandId, long ExpectedVersion, string Reason, int? Dial = null, bool? Killed = null,
    IReadOnlyDictionary<string, int>? CityDials = null, IReadOnlyList<string>? Allow = null, IReadOnlyList<string>? Deny = null);

/// <param name="Version">Of the policy after the change.</param>
/// <param name="Summary">The difference in words: <c>dial 25.00 % to 40.00 %</c>.</param>
/// <param name="Changes">The difference field by field; empty when it was erased.</param>
public sealed record RolloutChange(
    long Version, DateTimeOffset At, string By, string Summary, string Reason, int? DialBefore, int? DialAfter, IReadOnlyList<Audit.AuditChange>? Changes = null);
