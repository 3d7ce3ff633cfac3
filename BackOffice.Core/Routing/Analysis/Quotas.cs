using BackOffice.Core.Routing.Matching;
using BackOffice.Core.Routing.Parsing;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Core.Routing.Analysis;

/// <summary>AWS's quotas of a bus and of a rule, with the draft counted (EventBridge quotas).</summary>
internal static class Quotas
{
    public const int MostRules = 300;
    public const int MostWildcardRules = 30;

    public static IReadOnlyList<QuotaUse> Of(string name, EventPattern draft, int targets, IReadOnlyList<OtherRule> others) =>
    [
        new("rules", others.Count(other => other.Name != name) + 1, MostRules),
        new("rules with wildcards", others.Count(other => other.Name != name && other.Pattern.UsesWildcard) + (draft.UsesWildcard ? 1 : 0), MostWildcardRules),
        new("targets", targets, RuleChecks.MostTargets),
        new("characters of the pattern", draft.Text.Length, PatternLimits.Characters),
        new("combinations of $or", draft.AlternativeCount, PatternLimits.Combinations),
        new("wildcard complexity", Complexity(draft), PatternLimits.RefusedComplexity - 1),
    ];

    private static int Complexity(EventPattern pattern) => pattern.Scope.Fields().GroupBy(field => field.Name, StringComparer.Ordinal)
        .Select(field => WildcardComplexity.Of(field.SelectMany(one => one.Matchers.SelectMany(Wildcards)))).DefaultIfEmpty(0).Max();

    private static IEnumerable<WildcardText> Wildcards(ValueMatcher matcher) => matcher switch
    {
        WildcardMatch wildcard => [wildcard.Wildcard],
        AnythingBut but => but.None.SelectMany(Wildcards),
        _ => [],
    };
}
