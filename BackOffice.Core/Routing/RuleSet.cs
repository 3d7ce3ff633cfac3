using BackOffice.Core.Common;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing;

/// <summary>Many patterns compiled together, so that an event is read once for all of them. Immutable: a change of rules is a new set.</summary>
/// <typeparam name="TId">What a rule is told by.</typeparam>
public sealed class RuleSet<TId>
{
    private readonly TId[] _ids;
    private readonly PatternMatcher _matcher;

    /// <param name="rules">In the order in which matches are to be told. An id may stand at several patterns.</param>
    public RuleSet(IEnumerable<KeyValuePair<TId, EventPattern>> rules)
    {
        var listed = rules.ToList();
        _ids = [.. listed.Select(rule => rule.Key)];
        _matcher = new PatternMatcher([.. listed.Select(rule => rule.Value.Alternatives)]);
    }

    public int Count => _ids.Length;

    /// <summary>Adds the id of every rule that matches, in the order of the set: all that match, there is no first-match rule.</summary>
    /// <param name="eventJson">The whole event as UTF-8 JSON, any object.</param>
    /// <param name="into">Added to; nothing is allocated when it has room.</param>
    /// <returns>How many were added, or the errors of <see cref="EventPattern.Matches"/>.</returns>
    public Result<int> Match(ReadOnlySpan<byte> eventJson, ICollection<TId> into) => _matcher.All(eventJson, _ids, into);
}
