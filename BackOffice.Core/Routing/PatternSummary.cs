using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing;

/// <summary>A pattern in words.</summary>
internal static class PatternSummary
{
    private const int MostValues = 6;

    public static string Write(EventPattern pattern)
    {
        var used = pattern.Alternatives.SelectMany(way => way).ToHashSet();
        return Scope(pattern.Scope, used);
    }

    /// <summary>A field's list, to be put after its name.</summary>
    public static string Expected(PatternField field)
    {
        // "is A or B" rather than "is A or is B".
        var words = field.Matchers.Select(matcher => matcher.Words).Distinct(StringComparer.Ordinal).ToList();
        var plain = words.Where(IsPlain).Select(word => word["is ".Length..]).ToList();
        var left = plain.Count - MostValues;
        if (left > 1)
            plain = [.. plain.Take(MostValues), FormattableString.Invariant($"{left} others")];
        var parts = words.Where(word => !IsPlain(word));
        return WordList.Join(plain.Count == 0 ? [.. parts] : ["is " + WordList.Join(plain, "or"), .. parts], "or");

        bool IsPlain(string word) => field.Matchers.Any(matcher => matcher is ExactText or ExactNumber or ExactLiteral && matcher.Words == word);
    }

    private static string Scope(PatternScope scope, HashSet<PatternField> used) => WordList.Join(
        [
            .. scope.Parts.Where(part => part is not PatternField field || used.Contains(field)).Select(part => part switch
            {
                PatternField field => $"{field.Name} {Expected(field)}",
                PatternChoice choice => "(" + string.Join(" or ", choice.Branches.Select(branch => Branch(branch, used))) + ")",
                _ => throw new InvalidOperationException(part.GetType().Name),
            }),
        ],
        "and");

    private static string Branch(PatternScope branch, HashSet<PatternField> used)
    {
        var text = Scope(branch, used);
        return text.Length == 0 ? "anything" : branch.Parts.Length > 1 ? $"({text})" : text;
    }
}
