using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>The embedded router's live rules, with EventBridge's limits and error codes.</summary>
public sealed class EmbeddedRuleStore(RouterFile file) : IRuleStore
{
    private const int MostRules = 300;
    private const int MostWildcardRules = 30;
    private const int MostEntries = 10;
    private const string Exceeded = "The requested resource exceeds the maximum number allowed.";

    public async Task<Result<string>> PutRuleAsync(LiveRule rule, CancellationToken cancellationToken)
    {
        if (!RuleTarget.IsName(rule.Name))
            return new Invalid("name", "1 to 64 letters, digits, dots, dashes or underscores.");
        var pattern = EventPattern.Parse(rule.Pattern, PatternReading.Existing);
        if (pattern.Error is { } refused)
            return refused;
        var full = await file.WriteAsync<Error?>(
            database =>
            {
                var others = Rules(database, null).Where(other => other.Name != rule.Name).ToList();
                if (others.Count >= MostRules)
                    return new Rejected("LimitExceededException", Exceeded);
                if (pattern.Value.UsesWildcard && others.Count(other => EventPattern.Parse(other.Pattern, PatternReading.Existing) is { IsSuccess: true, Value.UsesWildcard: true }) >= MostWildcardRules)
                    return new Rejected("LimitExceededException", FormattableString.Invariant($"A bus takes {MostWildcardRules} rules with wildcards."));
                database.Cached("INSERT INTO rules (name, pattern, enabled, description) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE SET pattern = ?2, enabled = ?3, description = ?4")
                    .Begin().Add(rule.Name).Add(rule.Pattern).Add(rule.Enabled ? 1 : 0).Add(rule.Description).Run();
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        if (full is not null)
            return full;
        file.RulesChanged();
        return $"arn:aws:events:{EventEnvelope.Region}:{EventEnvelope.Account}:rule/{rule.Name}";
    }

    public async Task<Result<IReadOnlyList<FailedTarget>>> PutTargetsAsync(string rule, IReadOnlyList<RuleTarget> targets, CancellationToken cancellationToken)
    {
        if (targets.Count is 0 or > MostEntries)
            return new Invalid("targets", FormattableString.Invariant($"1 to {MostEntries} targets a call."));
        var answer = await file.WriteAsync<Result<IReadOnlyList<FailedTarget>>>(
            database =>
            {
                if (!Exists(database, rule))
                    return NotThere(rule);
                var ids = Targets(database, rule).Select(target => target.Id).ToHashSet(StringComparer.Ordinal);
                var failed = new List<FailedTarget>();
                foreach (var target in targets)
                {
                    if (!RuleTarget.IsName(target.Id))
                        failed.Add(new FailedTarget(target.Id, "ValidationException", "A target's id is 1 to 64 letters, digits, dots, dashes or underscores."));
                    else if (!ids.Contains(target.Id) && ids.Count >= RuleChecks.MostTargets)
                        failed.Add(new FailedTarget(target.Id, "LimitExceededException", Exceeded));
                    else if (TargetInput.Of(target).Error is { } wrong)
                        failed.Add(new FailedTarget(target.Id, "ValidationException", wrong.Message));
                    else
                        Put(database, rule, target, ids);
                }

                return failed;
            },
            cancellationToken).ConfigureAwait(false);
        file.RulesChanged();
        return answer;
    }

    public async Task<Result<IReadOnlyList<FailedTarget>>> RemoveTargetsAsync(string rule, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count is 0 or > MostEntries)
            return new Invalid("ids", FormattableString.Invariant($"1 to {MostEntries} ids a call."));
        var answer = await file.WriteAsync<Result<IReadOnlyList<FailedTarget>>>(
            database =>
            {
                if (!Exists(database, rule))
                    return NotThere(rule);
                foreach (var id in ids)
                    database.Cached("DELETE FROM targets WHERE rule = ?1 AND id = ?2").Begin().Add(rule).Add(id).Run();
                return Array.Empty<FailedTarget>();
            },
            cancellationToken).ConfigureAwait(false);
        file.RulesChanged();
        return answer;
    }

    public async Task<Result<Done>> DeleteRuleAsync(string rule, CancellationToken cancellationToken)
    {
        var answer = await file.WriteAsync<Result<Done>>(
            database =>
            {
                if (Targets(database, rule).Count > 0)
                    return new Rejected("ValidationException", "Rule can't be deleted since it has targets.");
                database.Cached("DELETE FROM rules WHERE name = ?1").Begin().Add(rule).Run();
                return Done.Value;
            },
            cancellationToken).ConfigureAwait(false);
        file.RulesChanged();
        return answer;
    }

    public async Task<Result<Page<LiveRule>>> ListRulesAsync(string? namePrefix, string? cursor, int limit, CancellationToken cancellationToken)
    {
        limit = Math.Clamp(limit, 1, 100);
        var all = await file.ReadAsync(database => Rules(database, cursor), cancellationToken).ConfigureAwait(false);
        var page = all.Where(rule => namePrefix is null || rule.Name.StartsWith(namePrefix, StringComparison.Ordinal)).Take(limit + 1).ToList();
        return new Page<LiveRule>([.. page.Take(limit)], page.Count > limit ? page[limit - 1].Name : null);
    }

    public Task<Result<IReadOnlyList<RuleTarget>>> ListTargetsAsync(string rule, CancellationToken cancellationToken) => file.ReadAsync<Result<IReadOnlyList<RuleTarget>>>(
        database => Exists(database, rule) ? Targets(database, rule) : NotThere(rule), cancellationToken);

    public Task<Result<bool>> TestEventPatternAsync(string pattern, ReadOnlyMemory<byte> eventJson, CancellationToken cancellationToken)
    {
        var parsed = EventPattern.Parse(pattern, PatternReading.Existing);
        if (parsed.Error is { } refused)
            return Task.FromResult<Result<bool>>(refused);
        var missing = EventEnvelope.Missing(eventJson.Span);
        if (missing.Error is { } noEvent)
            return Task.FromResult<Result<bool>>(noEvent);
        return Task.FromResult(missing.Value.Count > 0
            ? new Rejected("ValidationException", $"Parameter Event is not valid. Reason: it lacks {string.Join(", ", missing.Value)}.")
            : parsed.Value.Matches(eventJson.Span));
    }

    internal static List<LiveRule> Rules(Database database, string? after)
    {
        var rows = database.Cached("SELECT name, pattern, enabled, description FROM rules WHERE name > ?1 ORDER BY name").Begin().Add(after ?? "");
        var found = new List<LiveRule>();
        while (rows.Step())
            found.Add(new LiveRule(rows.Text(0), rows.Text(1), rows.Int64(2) != 0, rows.Text(3)));
        rows.End();
        return found;
    }

    internal static List<RuleTarget> Targets(Database database, string rule)
    {
        var rows = database.Cached("SELECT json FROM targets WHERE rule = ?1 ORDER BY id").Begin().Add(rule);
        var found = new List<RuleTarget>();
        while (rows.Step())
            found.Add(JsonSerializer.Deserialize(rows.Bytes(0), TargetJson.Default.RuleTarget) ?? throw new InvalidDataException($"A target of {rule} is empty."));
        rows.End();
        return found;
    }

    private static void Put(Database database, string rule, RuleTarget target, HashSet<string> ids)
    {
        database.Cached("INSERT INTO targets (rule, id, json) VALUES (?1, ?2, ?3) ON CONFLICT (rule, id) DO UPDATE SET json = ?3")
            .Begin().Add(rule).Add(target.Id).AddBlob(JsonSerializer.SerializeToUtf8Bytes(target, TargetJson.Default.RuleTarget)).Run();
        ids.Add(target.Id);
    }

    private static bool Exists(Database database, string rule)
    {
        var row = database.Cached("SELECT 1 FROM rules WHERE name = ?1").Begin().Add(rule);
        var exists = row.Step();
        row.End();
        return exists;
    }

    private static NotFound NotThere(string rule) => new("ResourceNotFoundException", $"Rule {rule} does not exist on EventBus default.");
}
