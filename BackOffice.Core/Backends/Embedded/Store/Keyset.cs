using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>A place in a sorted list: what it is sorted by (UTC ticks, or an amount), then the row's id.</summary>
/// <param name="Term">Which of the text's readings the list follows; see <see cref="SearchTerms"/>.</param>
/// <param name="Rank">Of the last row of the page before.</param>
/// <param name="Id">Of the last row of the page before.</param>
/// <param name="Found">True once the reading found something: a list stays with the first that does.</param>
internal readonly record struct Keyset(byte Term, long Rank, long Id, bool Found = false)
{
    private const byte FoundBit = 0x80;
    private const int Length = 17;
    private const int MacLength = 16;

    /// <summary>The cursor for people's URLs, bound to the query by a key of this database.</summary>
    public string ToCursor(byte[] key, string query)
    {
        Span<byte> bytes = stackalloc byte[Length + MacLength];
        bytes[0] = (byte)(Term | (Found ? FoundBit : 0));
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Rank);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Id);
        Mac(key, query, bytes[..Length]).AsSpan(0, MacLength).CopyTo(bytes[Length..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null for a cursor of another query or another database, and for what is no cursor at all.</summary>
    public static Keyset? FromCursor(string cursor, byte[] key, string query)
    {
        Span<byte> bytes = stackalloc byte[Length + MacLength];
        if (!Base64Url.IsValid(cursor, out var length) || length != bytes.Length || !Base64Url.TryDecodeFromChars(cursor, bytes, out _))
            return null;
        if (!CryptographicOperations.FixedTimeEquals(Mac(key, query, bytes[..Length]).AsSpan(0, MacLength), bytes[Length..]))
            return null;
        return new Keyset((byte)(bytes[0] & ~FoundBit), BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]), (bytes[0] & FoundBit) != 0);
    }

    private static byte[] Mac(byte[] key, string query, ReadOnlySpan<byte> place)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(place);
        mac.AppendData(Encoding.UTF8.GetBytes(query));
        return mac.GetHashAndReset();
    }
}
