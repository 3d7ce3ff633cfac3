using System.Collections.Immutable;

namespace BackOffice.Core.Routing.Matching;

/// <summary>
/// Array consistency: picks for each field of one alternative a value that meets it, so that no two of them lie in different elements of one array
/// (event-ruler, ACFinder). Fields are taken in the order of their paths, and <c>exists: false</c> looks only at values that are consistent with what was
/// picked before it, as there. A failure says which earlier picks caused it, and the others are not tried again.
/// </summary>
internal ref struct ElementSearch
{
    /// <summary>So many tries for one event, and it is refused as too complex: some thousand elements in one array, or a hostile event.</summary>
    public const int MostTries = 10_000_000;

    private readonly EventFields _fields;
    private readonly ReadOnlySpan<byte> _json;
    private readonly ImmutableArray<PatternField> _asked;
    private readonly ReadOnlySpan<int> _paths;
    private readonly Span<int> _picked;
    private int _tries;

    /// <param name="picked">One for each field: afterwards the value's index, or -1 for an absent field.</param>
    public ElementSearch(EventFields fields, ReadOnlySpan<byte> json, ImmutableArray<PatternField> asked, ReadOnlySpan<int> paths, Span<int> picked)
    {
        _fields = fields;
        _json = json;
        _asked = asked;
        _paths = paths;
        _picked = picked;
    }

    /// <param name="tries">Counted down; below zero the work was cut off and the answer is not to be trusted.</param>
    public bool Find(ref int tries)
    {
        _tries = tries;
        var found = Pick(0) is Found;
        tries = _tries;
        return found;
    }

    // Marks of the earlier fields (one bit each, the last for all beyond 62) that a failure depends on; negative for success.
    private const long Found = -1;

    private long Pick(int at)
    {
        if (at == _asked.Length)
            return Found;
        long causes = 0;
        var tried = int.MinValue;
        for (var i = _fields.Last(_paths[at]); i >= 0; i = _fields[i].Previous)
        {
            ref readonly var field = ref _fields[i];
            if (field.Path < 0 || field.Element == tried)
                continue;
            if (--_tries < 0)
                return 0;
            if (Conflict(at, field.Element) is var conflict and not 0)
            {
                causes |= conflict;
                continue;
            }

            if (!Meets(_asked[at].Matchers, _fields.ValueOf(_json, field)))
                continue;
            // Another value in the same element would fail in the same way.
            tried = field.Element;
            _picked[at] = i;
            var result = Pick(at + 1);
            if (result is Found || (result & Mark(at)) == 0)
                return result;
            // Beyond 62 a mark stands for several fields and must stay.
            causes |= at <= 62 ? result & ~Mark(at) : result;
        }

        if (!_asked[at].AllowsAbsent)
            return causes;
        for (var i = _fields.Last(_paths[at]); i >= 0; i = _fields[i].Previous)
        {
            // It is there; whether it would be with other picks, depends on all of them.
            if (_fields[i].Path >= 0 && Conflict(at, _fields[i].Element) == 0)
                return Before(at);
        }

        _picked[at] = -1;
        var absent = Pick(at + 1);
        return absent is Found ? Found : absent | causes | Before(at);
    }

    /// <summary>The first earlier pick that does not go with the element; 0 for none.</summary>
    private readonly long Conflict(int at, int element)
    {
        for (var i = 0; i < at; i++)
        {
            if (_picked[i] >= 0 && !_fields.AreConsistent(_fields[_picked[i]].Element, element))
                return Mark(i);
        }

        return 0;
    }

    private static bool Meets(ImmutableArray<ValueMatcher> matchers, in EventValue value)
    {
        foreach (var matcher in matchers)
        {
            if (matcher.Matches(value))
                return true;
        }

        return false;
    }

    private static long Mark(int at) => 1L << Math.Min(at, 62);

    private static long Before(int at) => at == 0 ? 0 : at > 62 ? long.MaxValue : (1L << at) - 1;
}
