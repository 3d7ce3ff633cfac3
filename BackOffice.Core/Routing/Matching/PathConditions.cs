namespace BackOffice.Core.Routing.Matching;

/// <summary>
/// Everything that any alternative asks of one path, indexed so that a value is read once: texts, numbers and words by look-up, the rest one by one
/// but each only once, however many rules share it. An alternative is a bit; a set of them is a row of words.
/// </summary>
internal sealed class PathConditions
{
    private readonly ByteTable<ulong[]> _texts;
    private readonly Dictionary<double, ulong[]> _numbers;
    private readonly ulong[]?[] _kinds = new ulong[]?[(int)ValueKind.Null + 1];
    private readonly (ValueMatcher Matcher, ulong[] Row)[] _others;

    /// <param name="words">Length of a row.</param>
    /// <param name="asking">Which alternative asks what of this path.</param>
    public PathConditions(int words, IReadOnlyList<(int Alternative, PatternField Field)> asking)
    {
        Free = new ulong[words];
        Array.Fill(Free, ulong.MaxValue);
        Absent = new ulong[words];
        var rows = new Dictionary<string, (ValueMatcher Matcher, ulong[] Row)>(StringComparer.Ordinal);
        foreach (var (alternative, field) in asking)
        {
            Free[alternative / 64] &= ~(1UL << (alternative % 64));
            foreach (var matcher in field.Matchers)
            {
                if (!rows.TryGetValue(matcher.Canonical, out var row))
                    rows.Add(matcher.Canonical, row = (matcher, matcher is AbsentMatch ? Absent : new ulong[words]));
                row.Row[alternative / 64] |= 1UL << (alternative % 64);
            }
        }

        var all = rows.Values.ToList();
        _texts = new ByteTable<ulong[]>(all.Where(row => row.Matcher is ExactText).Select(row => KeyValuePair.Create(((ExactText)row.Matcher).Utf8, row.Row)));
        _numbers = all.Where(row => row.Matcher is ExactNumber { IsComparable: true }).ToDictionary(row => ((ExactNumber)row.Matcher).Number, row => row.Row);
        foreach (var (matcher, row) in all)
        {
            if (matcher is ExactLiteral literal)
                _kinds[(int)literal.Kind] = row;
        }

        _others = [.. all.Where(row => row.Matcher is not (ExactText or ExactNumber { IsComparable: true } or ExactLiteral or AbsentMatch))];
    }

    /// <summary>The alternatives that ask nothing of this path.</summary>
    public ulong[] Free { get; }

    /// <summary>The alternatives that are content when the path is absent.</summary>
    public ulong[] Absent { get; }

    /// <summary>Adds the alternatives that the value contents.</summary>
    public void Collect(in EventValue value, Span<ulong> met)
    {
        ulong[]? row;
        if (value.Kind is ValueKind.Text)
        {
            if (_texts.TryGet(value.Text, out row))
                Add(met, row);
        }
        else if (value.Kind is ValueKind.Number)
        {
            if (value.IsComparable && _numbers.TryGetValue(value.Number, out row))
                Add(met, row);
        }
        else if (_kinds[(int)value.Kind] is { } kind)
        {
            Add(met, kind);
        }

        foreach (ref readonly var other in _others.AsSpan())
        {
            if (other.Matcher.Matches(value))
                Add(met, other.Row);
        }
    }

    private static void Add(Span<ulong> met, ReadOnlySpan<ulong> row)
    {
        for (var i = 0; i < row.Length; i++)
            met[i] |= row[i];
    }
}
