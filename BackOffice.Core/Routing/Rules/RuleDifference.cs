using System.Globalization;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Rules;

/// <summary>What one content changes of another, in words.</summary>
public static class RuleDifference
{
    /// <summary>A sentence without a full stop for each change; empty when nothing would change.</summary>
    /// <param name="before">Null for a new rule.</param>
    /// <param name="after">Both have patterns that can be read.</param>
    public static IReadOnlyList<string> Of(RuleContent? before, RuleContent after)
    {
        if (before is null || before.State is RuleState.Deleted)
            return [$"new: {SummaryOf(after.Pattern)}, to {Targets(after.Targets)}", $"{StateWord(after.State)} from the start"];
        var changes = new List<string>();
        if (after.State is RuleState.Deleted)
            return ["deleted"];
        if (before.State != after.State)
            changes.Add($"{StateWord(after.State)}, was {StateWord(before.State)}");
        Pattern(before.Pattern, after.Pattern, changes);
        foreach (var target in after.Targets)
        {
            if (before.Targets.FirstOrDefault(other => other.Id == target.Id) is not { } was)
                changes.Add($"also sends to {target.Destination} (target {target.Id})");
            else if (was != target)
                changes.Add($"target {target.Id}: {Target(was, target)}");
        }

        changes.AddRange(before.Targets.Where(target => after.Targets.All(other => other.Id != target.Id))
            .Select(target => $"no longer sends to {target.Destination} (target {target.Id})"));
        if (before.Description != after.Description)
            changes.Add(after.Description.Length == 0 ? "description removed" : $"description: {after.Description}");
        if (!before.Samples.SequenceEqual(after.Samples))
            changes.Add(FormattableString.Invariant($"examples: {before.Samples.Count} before, {after.Samples.Count} now"));
        return changes;
    }

    private static void Pattern(string before, string after, List<string> changes)
    {
        if (before == after)
            return;
        var (was, now) = (Read(before), Read(after));
        if (was is null || now is null)
        {
            changes.Add("pattern changed");
            return;
        }

        if (was.Canonical == now.Canonical)
        {
            changes.Add("pattern written in another way, with the same meaning");
            return;
        }

        if (was.Scope.Parts.All(part => part is PatternField) && now.Scope.Parts.All(part => part is PatternField))
            Fields(was, now, changes);
        else
            changes.Add($"matches when {now.Summary}; before when {was.Summary}");
    }

    /// <summary>Without <c>$or</c> fields are told one by one.</summary>
    private static void Fields(EventPattern was, EventPattern now, List<string> changes)
    {
        var (before, after) = (was.Alternatives[0].ToDictionary(field => field.Name), now.Alternatives[0].ToDictionary(field => field.Name));
        foreach (var name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var old = before.GetValueOrDefault(name);
            var fresh = after.GetValueOrDefault(name);
            if (old is null && fresh is not null)
                changes.Add($"narrower: {name} must be so that it {PatternSummary.Expected(fresh)}");
            else if (fresh is null && old is not null)
                changes.Add($"wider: {name} no longer matters (it {PatternSummary.Expected(old)})");
            else if (old is not null && fresh is not null && PatternSummary.Expected(old) != PatternSummary.Expected(fresh))
                changes.Add($"{name} {PatternSummary.Expected(fresh)}; before it {PatternSummary.Expected(old)}");
        }
    }

    private static string Target(RuleTarget before, RuleTarget after)
    {
        var parts = new List<string>();
        if (before.Destination != after.Destination)
            parts.Add($"{after.Destination} instead of {before.Destination}");
        if (before.Input != after.Input || before.InputPath != after.InputPath || before.InputTransformer != after.InputTransformer)
            parts.Add("what is sent has another shape");
        if (before.Retry != after.Retry)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"tried again up to {after.Retry.MaximumRetryAttempts} times within {after.Retry.MaximumEventAgeInSeconds} s"));
        if (before.DeadLetter != after.DeadLetter)
            parts.Add($"dead letters go to {after.DeadLetter}");
        return string.Join(", ", parts);
    }

    private static EventPattern? Read(string pattern) => EventPattern.Parse(pattern, PatternReading.Existing) is { IsSuccess: true } parsed ? parsed.Value : null;

    private static string SummaryOf(string pattern) => Read(pattern)?.Summary ?? "a pattern that cannot be read";

    private static string Targets(IReadOnlyList<RuleTarget> targets) => string.Join(" and ", targets.Select(target => target.Destination));

    private static string StateWord(RuleState state) => state switch
    {
        RuleState.Enabled => "enabled",
        RuleState.Disabled => "disabled",
        RuleState.Deleted => "deleted",
    };
}
