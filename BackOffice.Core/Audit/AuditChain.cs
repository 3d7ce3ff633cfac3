using System.Security.Cryptography;
using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <summary>Makes and checks the links of a subject's hash chain. Pure: clock and salt come from the caller or the cryptographic source.</summary>
public static class AuditChain
{
    /// <summary>The record that follows <paramref name="head"/>, and the head after it.</summary>
    public static (AuditRecord Record, AuditHead Head) Append(
        AuditHead head, SubjectId subject, long subjectVersion, Actor actor, string action, DateTimeOffset at,
        string? commandId = null, string? reason = null, IReadOnlyList<AuditChange>? changes = null, string? note = null)
    {
        var detail = new AuditDetail
        {
            Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            ActorName = actor.Name,
            Reason = reason,
            Changes = changes ?? [],
            Note = note,
        };
        var entry = new AuditEntry
        {
            Subject = subject.Value,
            Number = head.Number + 1,
            At = at,
            ActorId = actor.Id,
            Action = action,
            CommandId = commandId,
            SubjectVersion = subjectVersion,
            DetailDigest = DigestOf(detail),
            Previous = head.Hash,
            Hash = "",
        };
        entry = entry with { Hash = HashOf(entry) };
        return (new AuditRecord(entry, detail), new AuditHead(entry.Number, entry.Hash));
    }

    /// <summary>SHA-256 of the entry's canonical JSON, which is without <see cref="AuditEntry.Hash"/>; see <see cref="AuditCanonical"/>.</summary>
    public static string HashOf(AuditEntry entry) => Convert.ToHexStringLower(SHA256.HashData(AuditCanonical.Write(entry)));

    /// <summary>SHA-256 of the detail with its salt.</summary>
    public static string DigestOf(AuditDetail detail) => Convert.ToHexStringLower(SHA256.HashData(AuditCanonical.Write(detail)));
}
