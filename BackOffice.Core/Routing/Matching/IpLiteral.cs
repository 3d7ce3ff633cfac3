using System.Buffers.Binary;
using System.Net;

namespace BackOffice.Core.Routing.Matching;

/// <summary>
/// An IP address in the spellings that the engine takes: four decimal groups, or IPv6 in hexadecimal groups (event-ruler, CIDR). The short and
/// hexadecimal IPv4 forms that <see cref="IPAddress"/> takes ("10.1", "0x7f.1") are plain text here, as on AWS.
/// </summary>
internal readonly record struct IpLiteral(UInt128 Bits, bool IsV6)
{
    private const int LongestV4 = 15;
    private const int LongestV6 = 45;

    public int Width => IsV6 ? 128 : 32;

    /// <summary>No allocation.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out IpLiteral address)
    {
        address = default;
        if (text.Length is 0 or > LongestV6)
            return false;
        return text.Contains((byte)':') ? TryReadV6(text, out address) : TryReadV4(text, out address);
    }

    private static bool TryReadV4(ReadOnlySpan<byte> text, out IpLiteral address)
    {
        address = default;
        if (text.Length > LongestV4)
            return false;
        uint bits = 0;
        var groups = 0;
        var value = -1;
        foreach (var c in text)
        {
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                value = (Math.Max(value, 0) * 10) + c - '0';
                if (value > byte.MaxValue)
                    return false;
            }
            else if (c == (byte)'.' && value >= 0 && groups < 3)
            {
                bits = (bits << 8) | (uint)value;
                groups++;
                value = -1;
            }
            else
            {
                return false;
            }
        }

        if (groups != 3 || value < 0)
            return false;
        address = new IpLiteral((bits << 8) | (uint)value, IsV6: false);
        return true;
    }

    private static bool TryReadV6(ReadOnlySpan<byte> text, out IpLiteral address)
    {
        address = default;
        Span<ushort> groups = stackalloc ushort[8];
        var count = 0;
        var gap = -1;
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == (byte)':')
            {
                // A single colon only stands between groups; a pair is the one gap.
                if (at + 1 < text.Length && text[at + 1] == (byte)':')
                {
                    if (gap >= 0)
                        return false;
                    gap = count;
                    at += 2;
                    continue;
                }

                if (at == 0 || at + 1 == text.Length || text[at - 1] == (byte)':')
                    return false;
                at++;
                continue;
            }

            var value = 0;
            var from = at;
            for (; at < text.Length && text[at] != (byte)':'; at++)
            {
                var digit = Hex(text[at]);
                if (digit < 0 || at - from == 4)
                    return false;
                value = (value << 4) | digit;
            }

            if (count == 8)
                return false;
            groups[count++] = (ushort)value;
        }

        if (gap < 0 ? count != 8 : count == 8)
            return false;
        UInt128 bits = 0;
        for (var i = 0; i < 8; i++)
        {
            var source = gap < 0 || i < gap ? i : i - (8 - count);
            bits = (bits << 16) | (gap >= 0 && i >= gap && source < gap ? (ushort)0 : groups[source]);
        }

        // An IPv4 address inside IPv6 is that IPv4 address, as Java's InetAddress has it.
        address = bits >> 32 == 0xffff ? new IpLiteral((uint)bits, IsV6: false) : new IpLiteral(bits, IsV6: true);
        return true;
    }

    private static int Hex(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };

    /// <summary>As people write it: compressed IPv6, decimal IPv4.</summary>
    public override string ToString()
    {
        if (!IsV6)
            return new IPAddress(BinaryPrimitives.ReverseEndianness((uint)Bits)).ToString();
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        // Never the mixed notation (::1.2.3.4), which the engine does not take.
        var address = new IPAddress(bytes).ToString();
        return address.Contains('.', StringComparison.Ordinal)
            ? string.Join(':', bytes.Chunk(2).Select(group => Convert.ToHexStringLower(group)))
            : address;
    }
}
