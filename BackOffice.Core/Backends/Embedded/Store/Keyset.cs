using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>A place in a list that is sorted newest first: the time placed (UTC ticks), then the row's id.</summary>
/// <param name="Term">Which of the text's readings the list follows; see <see cref="SearchTerms"/>.</param>
/// <param name="Placed">Of the last row of the page before.</param>
/// <param name="Id">Of the last row of the page before.</param>
internal readonly record struct Keyset(byte Term, long Placed, long Id)
{
    private const int Length = 17;
    private const int MacLength = 16;

    public static readonly Keyset Start = new(0, long.MaxValue, long.MaxValue);

    /// <summary>The cursor for people's URLs, bound to the query by a key of this database.</summary>
    public string ToCursor(byte[] key, string query)
    {
        Span<byte> bytes = stackalloc byte[Length + MacLength];
        bytes[0] = Term;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Placed);
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
        return new Keyset(bytes[0], BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]));
    }

    private static byte[] Mac(byte[] key, string query, ReadOnlySpan<byte> place)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(place);
        mac.AppendData(Encoding.UTF8.GetBytes(query));
        return mac.GetHashAndReset();
    }
}
