using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Rules;

/// <summary>What a rule must be to be saved: what AWS would refuse is refused here, and what would fail in silence too.</summary>
public sealed class RuleChecks(RoutingOptions options)
{
    public const int MostTargets = 5;
    public const int LongestDescription = 512;
    public const int MostSamples = 50;

    /// <summary>The rule's pattern, compiled; or the first kind of thing that is wrong with it.</summary>
    /// <param name="name">Of the rule.</param>
    /// <param name="content">As it would be saved.</param>
    /// <param name="seen">Recorded events, to try templates on; may be empty.</param>
    /// <returns><see cref="PatternRefusal"/> for the pattern, Invalid for everything else, all at once.</returns>
    internal Result<CheckedRule> Check(string name, RuleContent content, IReadOnlyList<ReadOnlyMemory<byte>> seen)
    {
        var parsed = EventPattern.Parse(content.Pattern);
        if (parsed.Error is { } refused)
            return refused;
        var pattern = parsed.Value;
        var errors = new List<FieldError>();
        var warnings = pattern.Warnings.Select(warning => $"{warning.Path}: {warning.Message}").ToList();
        if (!RuleTarget.IsName(name))
            errors.Add(new("name", "1 to 64 letters, digits, dots, dashes or underscores."));
        if (content.Description.Length > LongestDescription)
            errors.Add(new("description", FormattableString.Invariant($"At most {LongestDescription} characters.")));
        if (content.State is RuleState.Deleted)
            errors.Add(new("state", "enabled or disabled."));
        CheckTargets(name, content, pattern, seen, errors, warnings);
        CheckSamples(content, pattern, errors);
        if (pattern.UsesWildcard)
            warnings.Add("It uses wildcard: a bus takes 30 such rules, and the new kind of bus none.");
        return errors.Count > 0 ? new Invalid(errors) : new CheckedRule(pattern, warnings);
    }

    private void CheckTargets(
        string name, RuleContent content, EventPattern pattern, IReadOnlyList<ReadOnlyMemory<byte>> seen, List<FieldError> errors, List<string> warnings)
    {
        if (content.Targets.Count is 0 or > MostTargets)
            errors.Add(new("targets", FormattableString.Invariant($"1 to {MostTargets} targets.")));
        for (var i = 0; i < content.Targets.Count; i++)
        {
            var target = content.Targets[i];
            var at = FormattableString.Invariant($"targets/{i}/");
            if (!RuleTarget.IsName(target.Id))
                errors.Add(new(at + "id", "1 to 64 letters, digits, dots, dashes or underscores."));
            if (content.Targets.Take(i).Any(other => other.Id == target.Id))
                errors.Add(new(at + "id", $"{target.Id} is there twice."));
            if (!options.Destinations.ContainsKey(target.Destination))
                errors.Add(new(at + "destination", $"There is no destination {target.Destination}. {Known()}"));
            if (!RuleTarget.IsName(target.DeadLetter))
                errors.Add(new(at + "deadLetter", "Every target says where events go that cannot be delivered: 1 to 64 letters, digits, dots, dashes or underscores."));
            if (target.Retry.MaximumRetryAttempts is < 0 or > RetryPolicy.MostRetries)
                errors.Add(new(at + "retry/maximumRetryAttempts", FormattableString.Invariant($"0 to {RetryPolicy.MostRetries}.")));
            if (target.Retry.MaximumEventAgeInSeconds is < RetryPolicy.ShortestAge or > RetryPolicy.LongestAge)
                errors.Add(new(at + "retry/maximumEventAgeInSeconds", FormattableString.Invariant($"{RetryPolicy.ShortestAge} to {RetryPolicy.LongestAge}.")));
            CheckInput(name, target, at, pattern, seen, errors, warnings);
        }
    }

    private static void CheckInput(
        string name, RuleTarget target, string at, EventPattern pattern, IReadOnlyList<ReadOnlyMemory<byte>> seen, List<FieldError> errors, List<string> warnings)
    {
        var input = TargetInput.Of(target);
        if (input.Error is Invalid invalid)
        {
            errors.AddRange(invalid.Fields.Select(field => field with { Field = at + field.Field }));
            return;
        }

        warnings.AddRange(input.Value.Warnings.Select(warning => $"{target.Id}: {warning}"));
        foreach (var json in seen.Where(json => pattern.Matches(json.Span) is { IsSuccess: true, Value: true }))
        {
            if (input.Value.Render(json, name, default).Error is not { } broken)
                continue;
            errors.Add(new(at + "input", $"An event that was recorded could not be sent so, and AWS would drop it without a word: {broken.Message}"));
            return;
        }
    }

    private static void CheckSamples(RuleContent content, EventPattern pattern, List<FieldError> errors)
    {
        if (content.Samples.Count > MostSamples)
            errors.Add(new("samples", FormattableString.Invariant($"At most {MostSamples}.")));
        foreach (var sample in content.Samples)
        {
            var matched = pattern.Matches(Encoding.UTF8.GetBytes(sample.Event));
            if (matched.Error is { } error)
                errors.Add(new($"samples/{sample.Name}", error.Message));
            else if (matched.Value != sample.MustMatch)
                errors.Add(new($"samples/{sample.Name}", sample.MustMatch ? "The rule must match this event, and does not." : "The rule must leave this event alone, and matches it."));
        }
    }

    private string Known() => options.Destinations.Count == 0
        ? "None is configured: see Routing:Destinations."
        : $"There are {string.Join(", ", options.Destinations.Keys.Order(StringComparer.Ordinal))}.";
}

/// <summary>A content that may be saved.</summary>
internal sealed record CheckedRule(EventPattern Pattern, IReadOnlyList<string> Warnings);
