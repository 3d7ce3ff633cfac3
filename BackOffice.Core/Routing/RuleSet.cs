using BackOffice.Core.Common;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing;

/// <summary>Many patterns compiled together, so that an event is read once for all of them. Immutable: a change of rules is a new set.</summary>
/// <typeparam name="TId">What a rule is told by.</typeparam>
public sealed class RuleSet<TId>
{
    /// <summary>Alternatives compiled together; more are put into further groups, each with a pass of its own, so that memory grows with their number alone.</summary>
    private const int MostTogether = 4_096;

    private readonly TId[] _ids;
    private readonly List<(PatternMatcher Matcher, int First, int Count)> _groups = [];

    /// <param name="rules">In the order in which matches are to be told. An id may stand at several patterns.</param>
    public RuleSet(IEnumerable<KeyValuePair<TId, EventPattern>> rules)
    {
        var listed = rules.ToList();
        _ids = [.. listed.Select(rule => rule.Key)];
        for (var first = 0; first < listed.Count;)
        {
            var alternatives = 0;
            var group = listed.Skip(first).TakeWhile(rule => (alternatives += rule.Value.Alternatives.Count) <= MostTogether).ToList();
            _groups.Add((new PatternMatcher([.. group.Select(rule => rule.Value.Alternatives)]), first, group.Count));
            first += group.Count;
        }
    }

    /// <summary>How many patterns.</summary>
    public int Count => _ids.Length;

    /// <summary>Adds the id of every rule that matches, in the order of the set: all that match, there is no first-match rule.</summary>
    /// <param name="eventJson">The whole event as UTF-8 JSON, any object.</param>
    /// <param name="into">Added to; nothing is allocated when it has room.</param>
    /// <returns>How many were added, or the errors of <see cref="EventPattern.Matches"/>; then nothing is added.</returns>
    public Result<int> Match(ReadOnlySpan<byte> eventJson, List<TId> into)
    {
        var before = into.Count;
        foreach (var (matcher, first, count) in _groups)
        {
            if (matcher.All(eventJson, _ids.AsSpan(first, count), into) is { Error: { } error })
            {
                into.RemoveRange(before, into.Count - before);
                return error;
            }
        }

        return into.Count - before;
    }
}
