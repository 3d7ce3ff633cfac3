using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

/// <summary>One scalar that lies on a path of the trie.</summary>
/// <param name="Path">Its path; -1 when a later member of the same name replaced it.</param>
/// <param name="Element">The array element it lies in (the innermost), or -1.</param>
/// <param name="Start">Where its text starts in the event, without the quote.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Previous">The one before on the same path, or -1.</param>
internal record struct FieldValue(int Path, int Element, int Start, int Length, ValueKind Kind, bool Escaped, int Previous);

/// <summary>An object or array inside an array, where a match may not mix fields of different elements.</summary>
internal readonly record struct ArrayElement(int Array, int Index, int Parent, int Depth, int Node);

/// <summary>
/// What one pass over an event found on the paths that patterns ask for. Kept a thread and used again, so that reading an event allocates nothing.
/// Of two members of one name in an object the last counts (AWS's recordings, complex_multi_key).
/// </summary>
internal sealed partial class EventFields
{
    private const int MostKept = 1 << 16;

    [ThreadStatic]
    private static EventFields? t_spare;

    private FieldValue[] _values = new FieldValue[64];
    private ArrayElement[] _elements = new ArrayElement[16];
    private (int Last, int Live)[] _chains = new (int, int)[64];
    private (int Node, int From, int To)[] _members = new (int, int, int)[64];
    private byte[] _name = new byte[256];
    private byte[] _text = new byte[1024];
    private ulong[] _row = new ulong[256];
    private int[] _picks = new int[32];
    private PathTrie _trie = new([]);
    private int _memberCount;
    private int _elementCount;
    private int _arrayCount;
    private int _liveElements;

    /// <summary>How many values there are, replaced ones among them.</summary>
    public int Count { get; private set; }

    /// <summary>True when some value lies in an element of an array, so that consistency matters.</summary>
    public bool HasElements => _liveElements > 0;

    /// <summary>The matcher's answer.</summary>
    public List<int> Found { get; } = [];

    public ref readonly FieldValue this[int index] => ref _values[index];

    public ref readonly ArrayElement Element(int index) => ref _elements[index];

    /// <summary>True when the path has a value that was not replaced.</summary>
    public bool Has(int path) => _chains[path].Live > 0;

    /// <summary>The last value of a path, or -1; the others follow by <see cref="FieldValue.Previous"/>, replaced ones among them.</summary>
    public int Last(int path) => _chains[path].Last;

    /// <summary>Room for the matcher's bits, of any content.</summary>
    public Span<ulong> Row(int words)
    {
        if (_row.Length < words)
            _row = new ulong[words];
        return _row.AsSpan(0, words);
    }

    /// <summary>Room for one pick a field, of any content.</summary>
    public Span<int> Picks(int count)
    {
        if (_picks.Length < count)
            _picks = new int[count];
        return _picks.AsSpan(0, count);
    }

    /// <summary>To be given back with <see cref="Return"/>.</summary>
    public static EventFields Rent()
    {
        var fields = t_spare ?? new EventFields();
        t_spare = null;
        return fields;
    }

    public void Return()
    {
        // The room that one huge event took is not kept.
        if (_values.Length <= MostKept && _elements.Length <= MostKept && _text.Length <= MostKept)
            t_spare = this;
    }

    /// <summary>Reads an event.</summary>
    /// <returns>False when it is JSON and not an object.</returns>
    /// <exception cref="JsonException">It is not JSON, or nested deeper than <see cref="PatternLimits.EventDepth"/>.</exception>
    public bool Read(ReadOnlySpan<byte> json, PathTrie trie, int pathCount)
    {
        _trie = trie;
        Count = _memberCount = _elementCount = _arrayCount = _liveElements = 0;
        Found.Clear();
        if (_chains.Length < pathCount)
            _chains = new (int, int)[pathCount];
        _chains.AsSpan(0, pathCount).Fill((-1, 0));
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = PatternLimits.EventDepth });
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            while (reader.Read())
            {
            }

            return false;
        }

        ReadObject(ref reader, PathTrie.Root, element: -1);
        // Whatever follows the object is not JSON, and the reader says so.
        reader.Read();
        return true;
    }

    /// <summary>The value as matchers see it. Valid until the next call.</summary>
    public EventValue ValueOf(ReadOnlySpan<byte> json, in FieldValue field)
    {
        var raw = json.Slice(field.Start, field.Length);
        return EventValue.Of(field.Kind, field.Escaped ? Unescape(json.Slice(field.Start - 1, field.Length + 2), raw, ref _text) : raw);
    }

    /// <summary>True when a match may hold both: they lie in no two elements of one array.</summary>
    public bool AreConsistent(int left, int right)
    {
        if (left < 0 || right < 0 || left == right)
            return true;
        while (_elements[left].Depth > _elements[right].Depth)
            left = _elements[left].Parent;
        while (_elements[right].Depth > _elements[left].Depth)
            right = _elements[right].Parent;
        if (left == right)
            return true;
        while (_elements[left].Parent != _elements[right].Parent)
        {
            left = _elements[left].Parent;
            right = _elements[right].Parent;
        }

        return _elements[left].Array != _elements[right].Array;
    }

    /// <summary>A value's path with the index of every array element it lies in: <c>detail.items[1].sku</c>.</summary>
    public string Place(string path, in FieldValue field)
    {
        var steps = path.Split('.');
        for (var element = field.Element; element >= 0; element = _elements[element].Parent)
        {
            ref var step = ref steps[_trie.Depth(_elements[element].Node) - 1];
            var name = step.IndexOf('[', StringComparison.Ordinal);
            var index = FormattableString.Invariant($"[{_elements[element].Index}]");
            step = name < 0 ? step + index : step.Insert(name, index);
        }

        return string.Join('.', steps);
    }
}
