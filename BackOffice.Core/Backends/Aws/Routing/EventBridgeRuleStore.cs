using System.Text;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Backends.Aws.Routing;

/// <summary>The live rules of a bus on EventBridge. An adapter and nothing more: what is asked of it, and what it answers, is the API's.</summary>
internal sealed class EventBridgeRuleStore(IAmazonEventBridge client, EventBridgeOptions options) : IRuleStore
{
    private const int MostEntries = 10;
    private const int LongestName = 64;

    private readonly TargetShapes _shapes = new(options);

    public string Bus { get; } = $"events:{options.Region}/{options.Bus}/{options.Prefix}";

    public async Task<Result<string>> PutRuleAsync(LiveRule rule, CancellationToken cancellationToken)
    {
        if (NameOf(rule.Name) is not { } name)
            return new Invalid("name", FormattableString.Invariant($"With {options.Prefix} before it a name has at most {LongestName} characters."));
        // Everything that is left out would be null afterwards.
        var request = new PutRuleRequest
        {
            Name = name, EventBusName = options.Bus, EventPattern = rule.Pattern, State = rule.Enabled ? "ENABLED" : "DISABLED", Description = rule.Description,
        };
        return (await EventBridgeErrors.AskAsync(token => client.PutRuleAsync(request, token), cancellationToken).ConfigureAwait(false)).Map(answer => answer.RuleArn ?? "");
    }

    public async Task<Result<IReadOnlyList<FailedTarget>>> PutTargetsAsync(string rule, IReadOnlyList<RuleTarget> targets, CancellationToken cancellationToken)
    {
        if (targets.Count is 0 or > MostEntries)
            return new Invalid("targets", FormattableString.Invariant($"1 to {MostEntries} targets a call."));
        var failed = targets.Select(_shapes.Refusal).OfType<FailedTarget>().ToList();
        var sendable = targets.Where(target => failed.All(one => one.TargetId != target.Id)).ToList();
        if (sendable.Count == 0)
            return failed;
        var request = new PutTargetsRequest { Rule = NameOf(rule) ?? rule, EventBusName = options.Bus, Targets = [.. sendable.Select(_shapes.ToAws)] };
        var answer = await EventBridgeErrors.AskAsync(token => client.PutTargetsAsync(request, token), cancellationToken).ConfigureAwait(false);
        return answer.Map(taken => (IReadOnlyList<FailedTarget>)[.. failed, .. Failures(taken.FailedEntryCount, taken.FailedEntries, sendable.Select(target => target.Id))]);
    }

    public async Task<Result<IReadOnlyList<FailedTarget>>> RemoveTargetsAsync(string rule, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count is 0 or > MostEntries)
            return new Invalid("ids", FormattableString.Invariant($"1 to {MostEntries} ids a call."));
        var request = new RemoveTargetsRequest { Rule = NameOf(rule) ?? rule, EventBusName = options.Bus, Ids = [.. ids] };
        var answer = await EventBridgeErrors.AskAsync(token => client.RemoveTargetsAsync(request, token), cancellationToken).ConfigureAwait(false);
        return answer.Map(taken => (IReadOnlyList<FailedTarget>)[.. Failures(taken.FailedEntryCount, taken.FailedEntries, ids)]);
    }

    public async Task<Result<Done>> DeleteRuleAsync(string rule, CancellationToken cancellationToken)
    {
        var request = new DeleteRuleRequest { Name = NameOf(rule) ?? rule, EventBusName = options.Bus };
        var answer = await EventBridgeErrors.AskAsync(token => client.DeleteRuleAsync(request, token), cancellationToken).ConfigureAwait(false);
        return answer.Error is NotFound { Code: "ResourceNotFoundException" } ? Done.Value : answer.Map(_ => Done.Value);
    }

    public async Task<Result<Page<LiveRule>>> ListRulesAsync(string? namePrefix, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var request = new ListRulesRequest { NamePrefix = options.Prefix + namePrefix, EventBusName = options.Bus, NextToken = cursor, Limit = Math.Clamp(limit, 1, 100) };
        var answer = await EventBridgeErrors.AskAsync(token => client.ListRulesAsync(request, token), cancellationToken).ConfigureAwait(false);
        if (cursor is not null && answer.Error is Rejected { Code: "ValidationException" } or Unavailable { Code: "bus.refused" })
            return new Invalid("cursor", "This cursor belongs to another list, or is too old. Start from the first page.");
        return answer.Map(page => new Page<LiveRule>(
            [
                .. (page.Rules ?? []).Where(rule => rule is { ManagedBy: null or "", Name: not null }).Select(rule => new LiveRule(
                    (rule.Name ?? "")[options.Prefix.Length..], rule.EventPattern ?? "", rule.State?.StartsWith("ENABLED", StringComparison.Ordinal) == true, rule.Description ?? "")),
            ],
            string.IsNullOrEmpty(page.NextToken) ? null : page.NextToken));
    }

    public async Task<Result<IReadOnlyList<RuleTarget>>> ListTargetsAsync(string rule, CancellationToken cancellationToken)
    {
        var targets = new List<RuleTarget>();
        string? next = null;
        do
        {
            var request = new ListTargetsByRuleRequest { Rule = NameOf(rule) ?? rule, EventBusName = options.Bus, NextToken = next };
            var answer = await EventBridgeErrors.AskAsync(token => client.ListTargetsByRuleAsync(request, token), cancellationToken).ConfigureAwait(false);
            if (answer.Error is { } error)
                return error;
            targets.AddRange((answer.Value.Targets ?? []).Select(_shapes.FromAws));
            next = answer.Value.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
        return targets;
    }

    public async Task<Result<bool>> TestEventPatternAsync(string pattern, ReadOnlyMemory<byte> eventJson, CancellationToken cancellationToken)
    {
        var request = new TestEventPatternRequest { EventPattern = pattern, Event = Encoding.UTF8.GetString(eventJson.Span) };
        return (await EventBridgeErrors.AskAsync(token => client.TestEventPatternAsync(request, token), cancellationToken).ConfigureAwait(false)).Map(answer => answer.Result == true);
    }

    private string? NameOf(string rule) => options.Prefix.Length + rule.Length <= LongestName ? options.Prefix + rule : null;

    /// <summary>A 200 is not success. An answer that counts failures and does not name them leaves all entries in doubt.</summary>
    private static IEnumerable<FailedTarget> Failures(int? count, IReadOnlyList<FailedEntry>? entries, IEnumerable<string> sent) => (count ?? 0, entries ?? []) switch
    {
        (0, { Count: 0 }) => [],
        (_, { Count: > 0 } named) => named.Select(entry => new FailedTarget(entry.TargetId ?? "", entry.ErrorCode ?? "InternalFailure", entry.ErrorMessage ?? "")),
        var (failed, _) => sent.Select(id => new FailedTarget(id, "InternalFailure", FormattableString.Invariant($"EventBridge did not take {failed} of the targets and does not say which."))),
    };
}
