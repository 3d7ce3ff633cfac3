using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Parsing;

/// <summary>
/// What AWS limits of wildcards: at how many places of a field's wildcards one text can be at the same time (event-ruler, MachineComplexityEvaluator).
/// Once a text has passed a star it stays there, so the worst text has passed them all, and ends with what most literals start with.
/// Counting stops where a wildcard is refused anyhow.
/// </summary>
internal static class WildcardComplexity
{
    public static int Of(IEnumerable<WildcardText> wildcards)
    {
        var distinct = wildcards.DistinctBy(wildcard => wildcard.Source).Where(wildcard => wildcard.Stars > 0).ToList();
        var worst = 0;
        foreach (var leader in distinct)
        {
            // A wildcard takes part only if the text may start as it does.
            var together = distinct.FindAll(other => leader.Literals[0].AsSpan().StartsWith(other.Literals[0]));
            worst = Math.Max(worst, together.Sum(wildcard => wildcard.Stars) + MostStarted([.. together.SelectMany(wildcard => wildcard.Literals.Skip(1))]));
        }

        return worst;
    }

    /// <summary>The most beginnings of these literals that one text can end with.</summary>
    private static int MostStarted(IReadOnlyList<byte[]> literals)
    {
        var worst = 0;
        foreach (var literal in literals)
        {
            for (var length = 1; length <= literal.Length; length++)
            {
                var text = literal.AsSpan(0, length);
                var started = 0;
                foreach (var other in literals)
                {
                    for (var from = Math.Max(0, length - other.Length); from < length; from++)
                    {
                        if (other.AsSpan().StartsWith(text[from..]))
                            started++;
                    }
                }

                worst = Math.Max(worst, started);
                if (worst >= PatternLimits.RefusedComplexity)
                    return worst;
            }
        }

        return worst;
    }
}
