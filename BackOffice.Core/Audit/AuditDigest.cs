using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BackOffice.Core.Audit;

/// <summary>
/// Hash chain over a stretch of the log: each link is SHA-256 of the link before (32 zero bytes at first), the entry's sequence number (8 bytes,
/// big-endian) and the entry's hash. So neither an entry nor its place can change.
/// </summary>
public sealed class AuditDigest
{
    private const int HashLength = 32;
    private readonly byte[] _link = new byte[HashLength + 8 + HashLength];

    public long Count { get; private set; }

    /// <summary>A hash that is not 32 bytes long counts as zeros: it fails elsewhere, and here it must not agree.</summary>
    public void Add(long sequence, ReadOnlySpan<byte> hash)
    {
        BinaryPrimitives.WriteInt64BigEndian(_link.AsSpan(HashLength), sequence);
        var place = _link.AsSpan(HashLength + 8);
        place.Clear();
        if (hash.Length == HashLength)
            hash.CopyTo(place);
        SHA256.HashData(_link, _link.AsSpan(0, HashLength));
        Count++;
    }

    /// <summary>The last link, lower-case hex.</summary>
    public override string ToString() => Convert.ToHexStringLower(_link.AsSpan(0, HashLength));
}
