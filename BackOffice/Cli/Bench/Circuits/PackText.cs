using System.Buffers.Binary;
using System.Text;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>The part of MessagePack that the blazorpack protocol uses: nil, bool, integers, text, bytes, arrays and empty maps.</summary>
internal static class PackText
{
    /// <summary>One hub message with its length before it, as a websocket frame carries it.</summary>
    public static byte[] Frame(Action<BinaryWriter> write)
    {
        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
            write(writer);
        using var framed = new MemoryStream();
        using var outer = new BinaryWriter(framed);
        outer.Write7BitEncodedInt((int)body.Length);
        outer.Write(body.GetBuffer(), 0, (int)body.Length);
        return framed.ToArray();
    }

    public static void Write(BinaryWriter to, object? value)
    {
        switch (value)
        {
            case null:
                to.Write((byte)0xc0);
                break;
            case bool flag:
                to.Write((byte)(flag ? 0xc3 : 0xc2));
                break;
            case int number:
                Write(to, number);
                break;
            case long number:
                Write(to, number);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                to.Write((byte)0xdb);
                to.Write(BinaryPrimitives.ReverseEndianness(bytes.Length));
                to.Write(bytes);
                break;
            default:
                throw new InvalidOperationException($"blazorpack has no {value.GetType().Name}.");
        }
    }

    /// <summary>At most 15 items, which no message exceeds.</summary>
    public static void WriteArrayHeader(BinaryWriter to, int items) => to.Write((byte)(0x90 | items));

    public static void WriteEmptyMap(BinaryWriter to) => to.Write((byte)0x80);

    /// <summary>The value at <paramref name="at"/>, which moves behind it: null, bool, long, double, string, <see cref="ArraySegment{T}"/> of bytes, or an array of such.</summary>
    public static object? Read(byte[] from, ref int at)
    {
        var code = from[at++];
        switch (code)
        {
            case <= 0x7f:
                return (long)code;
            case >= 0xe0:
                return (long)(sbyte)code;
            case >= 0x80 and <= 0x8f:
                return ReadMap(from, ref at, code & 0x0f);
            case >= 0x90 and <= 0x9f:
                return ReadArray(from, ref at, code & 0x0f);
            case >= 0xa0 and <= 0xbf:
                return ReadText(from, ref at, code & 0x1f);
            case 0xc0:
                return null;
            case 0xc2 or 0xc3:
                return code == 0xc3;
            case 0xc4 or 0xc5 or 0xc6:
                return ReadBytes(from, ref at, ReadLength(from, ref at, 1 << (code - 0xc4)));
            case 0xca:
                at += 4;
                return (double)BinaryPrimitives.ReadSingleBigEndian(from.AsSpan(at - 4));
            case 0xcb:
                at += 8;
                return BinaryPrimitives.ReadDoubleBigEndian(from.AsSpan(at - 8));
            case >= 0xcc and <= 0xcf:
                return ReadUnsigned(from, ref at, 1 << (code - 0xcc));
            case >= 0xd0 and <= 0xd3:
                return ReadSigned(from, ref at, 1 << (code - 0xd0));
            case 0xd9 or 0xda or 0xdb:
                return ReadText(from, ref at, ReadLength(from, ref at, 1 << (code - 0xd9)));
            case 0xdc or 0xdd:
                return ReadArray(from, ref at, ReadLength(from, ref at, code == 0xdc ? 2 : 4));
            case 0xde or 0xdf:
                return ReadMap(from, ref at, ReadLength(from, ref at, code == 0xde ? 2 : 4));
            default:
                throw new InvalidDataException($"blazorpack has no 0x{code:x2}.");
        }
    }

    private static void Write(BinaryWriter to, long number)
    {
        if (number is >= 0 and <= 0x7f)
        {
            to.Write((byte)number);
            return;
        }

        to.Write((byte)0xd3);
        to.Write(BinaryPrimitives.ReverseEndianness(number));
    }

    private static object?[] ReadArray(byte[] from, ref int at, int count)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
            items[i] = Read(from, ref at);
        return items;
    }

    /// <summary>Headers, which mean nothing to us.</summary>
    private static object? ReadMap(byte[] from, ref int at, int count)
    {
        for (var i = 0; i < 2 * count; i++)
            _ = Read(from, ref at);
        return null;
    }

    private static string ReadText(byte[] from, ref int at, int length)
    {
        at += length;
        return Encoding.UTF8.GetString(from, at - length, length);
    }

    private static ArraySegment<byte> ReadBytes(byte[] from, ref int at, int length)
    {
        at += length;
        return new ArraySegment<byte>(from, at - length, length);
    }

    private static int ReadLength(byte[] from, ref int at, int size) => (int)ReadUnsigned(from, ref at, size);

    private static long ReadUnsigned(byte[] from, ref int at, int size)
    {
        long value = 0;
        for (var i = 0; i < size; i++)
            value = (value << 8) | from[at++];
        return value;
    }

    private static long ReadSigned(byte[] from, ref int at, int size)
    {
        var shift = 64 - (8 * size);
        return ReadUnsigned(from, ref at, size) << shift >> shift;
    }
}
