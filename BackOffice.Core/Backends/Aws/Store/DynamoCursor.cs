using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>A place in a sorted list: what it is sorted by, then the subject.</summary>
internal readonly record struct Place(long Rank, string Subject)
{
    public int CompareTo(Place other) => Rank != other.Rank ? Rank.CompareTo(other.Rank) : string.CompareOrdinal(Subject, other.Subject);
}

/// <summary>Where a list goes on, for people's URLs: signed with a key of the table and bound to the query.</summary>
/// <param name="Term">Which of the text's readings the list follows.</param>
/// <param name="At">Of the last row looked at.</param>
/// <param name="Found">True once the reading found something: a list stays with the first that does.</param>
internal readonly record struct DynamoCursor(byte Term, Place At, bool Found)
{
    private const byte FoundBit = 0x80;
    private const int Fixed = 9;
    private const int MacLength = 16;
    private const int Longest = 2048;

    public string ToText(byte[] key, string query)
    {
        var subject = Encoding.UTF8.GetBytes(At.Subject);
        var bytes = new byte[Fixed + subject.Length + MacLength];
        bytes[0] = (byte)(Term | (Found ? FoundBit : 0));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), At.Rank);
        subject.CopyTo(bytes, Fixed);
        Mac(key, query, bytes.AsSpan(0, bytes.Length - MacLength)).AsSpan(0, MacLength).CopyTo(bytes.AsSpan(bytes.Length - MacLength));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null for a cursor of another query or another table, and for what is no cursor at all.</summary>
    public static DynamoCursor? Of(string text, byte[] key, string query)
    {
        if (text.Length > Longest || !Base64Url.IsValid(text, out var length) || length < Fixed + MacLength)
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        var place = bytes.AsSpan(0, bytes.Length - MacLength);
        if (!CryptographicOperations.FixedTimeEquals(Mac(key, query, place).AsSpan(0, MacLength), bytes.AsSpan(bytes.Length - MacLength)))
            return null;
        return new DynamoCursor(
            (byte)(bytes[0] & ~FoundBit), new Place(BinaryPrimitives.ReadInt64BigEndian(place[1..]), Encoding.UTF8.GetString(place[Fixed..])), (bytes[0] & FoundBit) != 0);
    }

    private static byte[] Mac(byte[] key, string query, ReadOnlySpan<byte> place)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(place);
        mac.AppendData(Encoding.UTF8.GetBytes(query));
        return mac.GetHashAndReset();
    }
}
