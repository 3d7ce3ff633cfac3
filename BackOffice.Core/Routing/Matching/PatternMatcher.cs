using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Matching;

/// <summary>
/// Patterns compiled for matching, one or hundreds: the event is read once, each of its fields is looked up once, and alternatives are
/// ruled out many at a time as bits. Immutable; a miss allocates nothing.
/// </summary>
internal sealed class PatternMatcher
{
    private readonly PathTrie _trie;
    private readonly PathConditions[] _conditions;
    private readonly Alternative[] _alternatives;
    private readonly Dictionary<string, int> _pathIndex;
    private readonly int _words;

    /// <param name="patterns">Alternatives of each pattern; a match is told by the pattern's index.</param>
    public PatternMatcher(IReadOnlyList<IReadOnlyList<ImmutableArray<PatternField>>> patterns)
    {
        var paths = patterns.SelectMany(ways => ways).SelectMany(way => way).Select(field => field.Name).Distinct(StringComparer.Ordinal).ToList();
        _pathIndex = paths.Select((path, index) => (path, index)).ToDictionary(pair => pair.path, pair => pair.index, StringComparer.Ordinal);
        _alternatives =
        [
            .. patterns.SelectMany((ways, pattern) => ways.Select(way => new Alternative(pattern, way, [.. way.Select(field => _pathIndex[field.Name])]))),
        ];
        _words = (_alternatives.Length + 63) / 64;
        _trie = new PathTrie(paths);
        var asking = paths.ConvertAll(_ => new List<(int, PatternField)>());
        for (var i = 0; i < _alternatives.Length; i++)
        {
            foreach (var (field, path) in _alternatives[i].Asked.Zip(_alternatives[i].Paths))
                asking[path].Add((i, field));
        }

        _conditions = [.. asking.Select(each => new PathConditions(_words, each))];
    }

    /// <summary>Reads an event for somebody who looks closer than <see cref="Any"/>.</summary>
    public Error? Read(EventFields fields, ReadOnlySpan<byte> json)
    {
        if (EventJson.TooLong(json) is { } tooLong)
            return tooLong;
        try
        {
            return fields.Read(json, _trie, _conditions.Length) ? null : EventJson.NotAnObject;
        }
        catch (JsonException e)
        {
            return EventJson.NotJson(e);
        }
    }

    /// <summary>The index under which an event's values of a path are found.</summary>
    public int PathIndex(string path) => _pathIndex[path];

    /// <summary>Whether any pattern matches.</summary>
    public Result<bool> Any(ReadOnlySpan<byte> json)
    {
        var fields = EventFields.Rent();
        try
        {
            return Match(fields, json) is { } error ? error : fields.Found.Count > 0;
        }
        finally
        {
            fields.Return();
        }
    }

    /// <summary>Adds the ids of the patterns that match, each once, in the order in which the patterns were given; none when there is an error.</summary>
    public Result<int> All<TId>(ReadOnlySpan<byte> json, ReadOnlySpan<TId> ids, ICollection<TId> into)
    {
        var fields = EventFields.Rent();
        try
        {
            if (Match(fields, json) is { } error)
                return error;
            foreach (var pattern in fields.Found)
                into.Add(ids[pattern]);
            return fields.Found.Count;
        }
        finally
        {
            fields.Return();
        }
    }

    private Error? Match(EventFields fields, ReadOnlySpan<byte> json)
    {
        if (Read(fields, json) is { } error)
            return error;
        var met = fields.Row(_conditions.Length * _words);
        met.Clear();
        for (var i = 0; i < fields.Count; i++)
        {
            ref readonly var field = ref fields[i];
            if (field.Path >= 0)
                _conditions[field.Path].Collect(fields.ValueOf(json, field), met.Slice(field.Path * _words, _words));
        }

        var tries = ElementSearch.MostTries;
        for (var word = 0; word < _words; word++)
        {
            for (var alive = Alive(fields, met, word); alive != 0; alive &= alive - 1)
            {
                var alternative = _alternatives[(word * 64) + BitOperations.TrailingZeroCount(alive)];
                // Alternatives of one pattern stand together.
                if (fields.Found is [.., var latest] && latest == alternative.Pattern)
                    continue;
                if (!fields.HasElements || new ElementSearch(fields, json, alternative.Asked, alternative.Paths, fields.Picks(alternative.Paths.Length)).Find(ref tries))
                    fields.Found.Add(alternative.Pattern);
                if (tries < 0)
                    return EventJson.TooComplex;
            }
        }

        return null;
    }

    /// <summary>The alternatives of one word whose fields are all met, if not yet by one element.</summary>
    private ulong Alive(EventFields fields, ReadOnlySpan<ulong> met, int word)
    {
        var alive = word < _words - 1 || _alternatives.Length % 64 == 0 ? ulong.MaxValue : (1UL << (_alternatives.Length % 64)) - 1;
        for (var path = 0; path < _conditions.Length && alive != 0; path++)
        {
            var conditions = _conditions[path];
            var content = met[(path * _words) + word];
            // In another element than the one that matches, a field that is there may well be absent.
            if (fields.HasElements || !fields.Has(path))
                content |= conditions.Absent[word];
            alive &= content | conditions.Free[word];
        }

        return alive;
    }

    /// <param name="Pattern">Whose.</param>
    /// <param name="Asked">Sorted by path.</param>
    /// <param name="Paths">The index of each one's path.</param>
    private sealed record Alternative(int Pattern, ImmutableArray<PatternField> Asked, int[] Paths);
}
