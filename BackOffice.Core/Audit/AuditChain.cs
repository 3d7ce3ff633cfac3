using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
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

    /// <summary>SHA-256 of the entry's canonical JSON: fixed order of fields, invariant text, without <see cref="AuditEntry.Hash"/>.</summary>
    public static string HashOf(AuditEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("subject", entry.Subject);
            json.WriteNumber("number", entry.Number);
            json.WriteString("at", entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("actor", entry.ActorId);
            json.WriteString("action", entry.Action);
            json.WriteString("command", entry.CommandId);
            json.WriteNumber("version", entry.SubjectVersion);
            json.WriteString("detail", entry.DetailDigest);
            json.WriteString("previous", entry.Previous);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary>SHA-256 of the detail with its salt.</summary>
    public static string DigestOf(AuditDetail detail)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("salt", detail.Salt);
            json.WriteString("actor", detail.ActorName);
            json.WriteString("reason", detail.Reason);
            json.WriteStartArray("changes");
            foreach (var change in detail.Changes)
            {
                json.WriteStartArray();
                json.WriteStringValue(change.Field);
                json.WriteStringValue(change.Before);
                json.WriteStringValue(change.After);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteString("note", detail.Note);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }
}
