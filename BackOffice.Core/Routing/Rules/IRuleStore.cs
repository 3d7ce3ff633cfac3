using BackOffice.Core.Common;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Rules;

/// <summary>
/// The live rules: what the bus routes by now. Shaped as EventBridge's API is (PutRule, PutTargets, RemoveTargets, DeleteRule, ListRules,
/// ListTargetsByRule, TestEventPattern), its partial failures included, so that an adapter to it is an adapter and nothing more. History, reasons and
/// second persons are not here: they are <see cref="IRules"/>'.
/// </summary>
public interface IRuleStore
{
    /// <summary>Which bus this is, where that may change between two starts: rules that another bus has are published anew. Null for the embedded router.</summary>
    string? Bus => null;

    /// <summary>Makes the rule or replaces all of it but its targets. <see cref="PatternRefusal"/>, Invalid, Rejected <c>LimitExceeded</c>; its ARN.</summary>
    Task<Result<string>> PutRuleAsync(LiveRule rule, CancellationToken cancellationToken);

    /// <summary>
    /// Adds targets, or replaces those with the same id; at most 10 a call, 5 a rule. Success does not mean that all were taken: the entries that were not are
    /// told, with their codes (<c>LimitExceededException</c>, <c>ConcurrentModificationException</c>, which may be tried again). NotFound <c>ResourceNotFoundException</c>.
    /// </summary>
    Task<Result<IReadOnlyList<FailedTarget>>> PutTargetsAsync(string rule, IReadOnlyList<RuleTarget> targets, CancellationToken cancellationToken);

    /// <summary>Partial failures as in <see cref="PutTargetsAsync"/>; an id that is not there is no failure.</summary>
    Task<Result<IReadOnlyList<FailedTarget>>> RemoveTargetsAsync(string rule, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Rejected <c>ValidationException</c> while it has targets. One that is not there is deleted already.</summary>
    Task<Result<Done>> DeleteRuleAsync(string rule, CancellationToken cancellationToken);

    /// <summary>By name, without targets; at most 100 a page. Invalid for a cursor of another list.</summary>
    Task<Result<Page<LiveRule>>> ListRulesAsync(string? namePrefix, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>NotFound <c>ResourceNotFoundException</c>.</summary>
    Task<Result<IReadOnlyList<RuleTarget>>> ListTargetsAsync(string rule, CancellationToken cancellationToken);

    /// <summary>Whether the pattern matches; the event must have a whole envelope.</summary>
    Task<Result<bool>> TestEventPatternAsync(string pattern, ReadOnlyMemory<byte> eventJson, CancellationToken cancellationToken);
}

/// <param name="Name">1 to 64 of letters, digits, dot, dash and underscore.</param>
/// <param name="Pattern">JSON text.</param>
/// <param name="Enabled">False drops what it matches.</param>
/// <param name="Description">At most 512 characters.</param>
public sealed record LiveRule(string Name, string Pattern, bool Enabled, string Description = "");

/// <summary>One entry of a call that was not taken (PutTargets, FailedEntries).</summary>
public sealed record FailedTarget(string TargetId, string ErrorCode, string ErrorMessage);
