using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BackOffice.Core.Rollouts;

/// <summary>
/// A subject's place on the dial: SHA-256 of id, line feed, flag; the first four bytes as little-endian number over 2³² − 1. The same as
/// Microsoft.FeatureManagement's targeting default, so that any of its SDKs agrees.
/// </summary>
public static class RolloutBucket
{
    /// <summary>0 to 10,000 basis points, rounded down to 0.0001. The id is trimmed and lower-cased: one GUID in two spellings is one person.</summary>
    public static decimal Of(string subject, string flag) => Math.Floor(Share(subject.Trim().ToLowerInvariant(), flag) * 100_000_000m) / 10_000m;

    /// <summary>0 to 1, of the id as it is.</summary>
    internal static decimal Share(string id, string flag)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{id}\n{flag}"), hash);
        return (decimal)BinaryPrimitives.ReadUInt32LittleEndian(hash) / uint.MaxValue;
    }
}
