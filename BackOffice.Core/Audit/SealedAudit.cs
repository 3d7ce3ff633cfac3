using System.Security.Cryptography;
using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <summary>An audit record as it is stored: the canonical bytes and their hash, made outside the transaction.</summary>
internal sealed record SealedAudit(AuditEntry Entry, byte[] Hash, byte[] EntryJson, byte[] DetailJson)
{
    /// <summary>The records' bytes; or what is wrong: a hash or a digest that is not that of its content.</summary>
    public static Result<SealedAudit[]> Of(IReadOnlyList<AuditRecord> records)
    {
        var made = new SealedAudit[records.Count];
        for (var i = 0; i < made.Length; i++)
        {
            var (entry, detail) = records[i];
            var entryJson = AuditCanonical.Write(entry);
            var hash = SHA256.HashData(entryJson);
            if (Convert.ToHexStringLower(hash) != entry.Hash)
                return new Invalid("audit", $"Entry {entry.Number} does not have the hash of its content.");
            var detailJson = AuditCanonical.Write(detail);
            if (Convert.ToHexStringLower(SHA256.HashData(detailJson)) != entry.DetailDigest)
                return new Invalid("audit", $"Entry {entry.Number} does not have the digest of its detail.");
            made[i] = new SealedAudit(entry, hash, entryJson, detailJson);
        }

        return made;
    }
}
