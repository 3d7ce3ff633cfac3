using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

/// <summary>The pass over the event.</summary>
internal sealed partial class EventFields
{
    private void ReadObject(ref Utf8JsonReader reader, int node, int element)
    {
        var members = _memberCount;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var child = _trie.Find(node, reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan);
            reader.Read();
            if (child < 0)
            {
                reader.Skip();
                continue;
            }

            var member = members;
            while (member < _memberCount && _members[member].Node != child)
                member++;
            if (member < _memberCount)
                Forget(_members[member].From, _members[member].To);
            else
                Push(ref _members, _memberCount++, (child, 0, 0));
            var from = Count;
            ReadValue(ref reader, child, element);
            _members[member] = (child, from, Count);
        }

        _memberCount = members;
    }

    private void ReadValue(ref Utf8JsonReader reader, int node, int element)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when _trie.IsLeaf(node):
                reader.Skip();
                break;
            case JsonTokenType.StartObject:
                ReadObject(ref reader, node, element);
                break;
            case JsonTokenType.StartArray:
                ReadArray(ref reader, node, element);
                break;
            default:
                if (_trie.PathAt(node) is var path and >= 0)
                    Add(ref reader, path, element);
                break;
        }
    }

    // A scalar in an array belongs to no element: only objects and arrays in it tie their fields together.
    private void ReadArray(ref Utf8JsonReader reader, int node, int element)
    {
        var array = _arrayCount++;
        for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
        {
            var inner = element;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                inner = _elementCount++;
                Push(ref _elements, inner, new ArrayElement(array, index, element, element < 0 ? 0 : _elements[element].Depth + 1, node));
            }

            ReadValue(ref reader, node, inner);
        }
    }

    private void Add(ref Utf8JsonReader reader, int path, int element)
    {
        var kind = reader.TokenType switch
        {
            JsonTokenType.String => ValueKind.Text,
            JsonTokenType.Number => ValueKind.Number,
            JsonTokenType.True => ValueKind.True,
            JsonTokenType.False => ValueKind.False,
            _ => ValueKind.Null,
        };
        var start = (int)reader.TokenStartIndex + (kind is ValueKind.Text ? 1 : 0);
        ref var chain = ref _chains[path];
        Push(ref _values, Count, new FieldValue(path, element, start, reader.ValueSpan.Length, kind, reader.ValueIsEscaped, chain.Last));
        chain = (Count++, chain.Live + 1);
        _liveElements += element >= 0 ? 1 : 0;
    }

    private void Forget(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            ref var value = ref _values[i];
            if (value.Path < 0)
                continue;
            _chains[value.Path].Live--;
            _liveElements -= value.Element >= 0 ? 1 : 0;
            value.Path = -1;
        }
    }

    private ReadOnlySpan<byte> Unescape(ref Utf8JsonReader name)
    {
        if (_name.Length < name.ValueSpan.Length)
            _name = new byte[name.ValueSpan.Length * 2];
        try
        {
            return _name.AsSpan(0, name.CopyString(_name));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no pattern can ask for such a name, so it is told apart by its own text.
            return name.ValueSpan;
        }
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> quoted, ReadOnlySpan<byte> raw, ref byte[] buffer)
    {
        if (buffer.Length < raw.Length)
            buffer = new byte[raw.Length * 2];
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        try
        {
            return buffer.AsSpan(0, reader.CopyString(buffer));
        }
        catch (InvalidOperationException)
        {
            return raw;
        }
    }

    private static void Push<T>(ref T[] items, int at, T item)
    {
        if (at == items.Length)
            Array.Resize(ref items, items.Length * 2);
        items[at] = item;
    }
}
