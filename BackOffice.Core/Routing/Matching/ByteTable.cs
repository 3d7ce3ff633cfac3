using System.Diagnostics.CodeAnalysis;

namespace BackOffice.Core.Routing.Matching;

/// <summary>Byte strings to values, looked up by a span without allocation. Built once, read by many threads.</summary>
internal sealed class ByteTable<T>
{
    private readonly (byte[] Key, T Value)[] _entries;
    private readonly int[] _heads;
    private readonly int[] _next;

    public ByteTable(IEnumerable<KeyValuePair<byte[], T>> entries)
    {
        _entries = [.. entries.Select(entry => (entry.Key, entry.Value))];
        _heads = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, _entries.Length * 2))];
        _next = new int[_entries.Length];
        Array.Fill(_heads, -1);
        for (var i = 0; i < _entries.Length; i++)
        {
            ref var head = ref _heads[Slot(_entries[i].Key)];
            _next[i] = head;
            head = i;
        }
    }

    public bool IsEmpty => _entries.Length == 0;

    public bool TryGet(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value)
    {
        for (var i = _heads[Slot(key)]; i >= 0; i = _next[i])
        {
            if (key.SequenceEqual(_entries[i].Key))
            {
                value = _entries[i].Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    // Names and codes of one place differ in length or at either end; what collides is compared.
    private int Slot(ReadOnlySpan<byte> key)
    {
        var hash = (uint)key.Length * 0x9E3779B1;
        if (!key.IsEmpty)
            hash ^= (key[0] | ((uint)key[key.Length / 2] << 8) | ((uint)key[^1] << 16)) * 0x85EBCA6B;
        return (int)((hash ^ (hash >> 15)) & (uint)(_heads.Length - 1));
    }
}
