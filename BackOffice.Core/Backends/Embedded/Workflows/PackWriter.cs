using System.Buffers.Binary;
using System.Text;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>Writes packed rows: variable-length numbers, and texts of which each is written once. Used again and again by the one writer.</summary>
internal sealed class PackWriter
{
    private readonly List<string> _texts = [];
    private byte[] _buffer = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        _texts.Clear();
    }

    public void Byte(byte value)
    {
        Room(1);
        _buffer[_length++] = value;
    }

    public void Unsigned(ulong value)
    {
        Room(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    /// <summary>Small numbers of either sign are short.</summary>
    public void Number(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>All bits: for seeds.</summary>
    public void Fixed(long value)
    {
        Room(8);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    public void Time(DateTimeOffset value) => Number(value.ToUnixTimeMilliseconds());

    public void OptionalTime(DateTimeOffset? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } time)
            Time(time);
    }

    public void OptionalNumber(long? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } number)
            Number(number);
    }

    /// <summary>0 is null, 1 a new text, from 2 on the texts already written.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Byte(0);
            return;
        }

        var at = Known(value);
        if (at >= 0)
        {
            Unsigned((ulong)at + 2);
            return;
        }

        _texts.Add(value);
        Byte(1);
        var bytes = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)bytes);
        Room(bytes);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    private int Known(string value)
    {
        for (var i = 0; i < _texts.Count; i++)
        {
            if (ReferenceEquals(_texts[i], value) || (_texts[i].Length == value.Length && string.Equals(_texts[i], value, StringComparison.Ordinal)))
                return i;
        }

        return -1;
    }

    private void Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
    }
}

/// <summary>Reads what <see cref="PackWriter"/> wrote.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private readonly List<string> _texts = [];
    private int _at;

    public byte Byte() => _data[_at++];

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = _data[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
    }

    public long Number()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public long Fixed()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_data[_at..]);
        _at += 8;
        return value;
    }

    public DateTimeOffset Time() => DateTimeOffset.FromUnixTimeMilliseconds(Number());

    public DateTimeOffset? OptionalTime() => Byte() == 0 ? null : Time();

    public long? OptionalNumber() => Byte() == 0 ? null : Number();

    public string? OptionalText()
    {
        var kind = Unsigned();
        if (kind == 0)
            return null;
        if (kind > 1)
            return _texts[(int)kind - 2];
        var length = (int)Unsigned();
        var text = Encoding.UTF8.GetString(_data.Slice(_at, length));
        _at += length;
        _texts.Add(text);
        return text;
    }

    public string Text() => OptionalText() ?? throw new InvalidDataException("A packed row lacks a text.");
}
