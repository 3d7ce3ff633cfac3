using System.Collections.Immutable;
using System.Text;
using BackOffice.Core.Routing.Matching;
using BackOffice.Core.Routing.Witnesses;

namespace BackOffice.Core.Routing;

/// <summary>
/// Events made up to match: the proof that a rule can match at all, or that two rules overlap. What is returned was matched and does match. Null says that none was
/// found, and is no proof of the contrary: an event with a list in a field may meet two rules that no single value meets.
/// </summary>
public static class PatternWitness
{
    /// <summary>Pairs of alternatives that are tried for two patterns.</summary>
    private const int MostPairs = 10_000;

    /// <summary>An event that the pattern matches, as JSON with one value a field, or null.</summary>
    public static string? For(EventPattern pattern) => pattern.Alternatives.Select(way => Build([way])).FirstOrDefault(json => json is not null && Matches(pattern, json));

    /// <summary>An event that both patterns match, or null.</summary>
    public static string? ForBoth(EventPattern left, EventPattern right)
    {
        var pairs = left.Alternatives.SelectMany(_ => right.Alternatives, (l, r) => (l, r)).Take(MostPairs);
        return pairs.Select(pair => Build([pair.l, pair.r])).FirstOrDefault(json => json is not null && Matches(left, json) && Matches(right, json));
    }

    private static bool Matches(EventPattern pattern, string json) => pattern.Matches(Encoding.UTF8.GetBytes(json)) is { IsSuccess: true, Value: true };

    private static string? Build(IReadOnlyList<ImmutableArray<PatternField>> ways)
    {
        var fields = ways.SelectMany(way => way).GroupBy(field => field.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        var values = new List<KeyValuePair<string, string>>();
        foreach (var field in fields)
        {
            var lists = field.Select(each => each.Matchers).ToList();
            if (ValueWitness.For(lists) is { } value)
                values.Add(new(field.Key, value));
            else if (!field.All(each => each.AllowsAbsent))
                return null;
        }

        return EventWriter.Write(values);
    }
}
