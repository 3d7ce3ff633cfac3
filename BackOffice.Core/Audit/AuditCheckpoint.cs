using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace BackOffice.Core.Audit;

/// <summary>
/// A signed statement about a stretch of the log: which entries, in which order, with which hashes. Each names the one before, so that the last
/// one vouches for the whole log.
/// </summary>
public sealed record AuditCheckpoint
{
    /// <summary>What the first checkpoint has in place of one before.</summary>
    public static readonly string NoPrevious = new('0', 64);

    /// <summary>1 for the first.</summary>
    public required long Number { get; init; }

    /// <summary>The first sequence number it covers: one after the last of the checkpoint before.</summary>
    public required long From { get; init; }

    /// <summary>The last one.</summary>
    public required long To { get; init; }

    public required long Count { get; init; }

    /// <summary>See <see cref="AuditDigest"/>; lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary><see cref="Hash"/> of the checkpoint before.</summary>
    public required string Previous { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Which key signed: the start of the SHA-256 of its public half, hex.</summary>
    public required string KeyId { get; init; }

    /// <summary>ECDSA P-256 over SHA-256 of <see cref="Content"/>, IEEE P1363, base 64.</summary>
    public string Signature { get; init; } = "";

    /// <summary>What is signed: fixed order of fields, invariant text, without the signature.</summary>
    public byte[] Content() => Write(withSignature: false);

    /// <summary>The line that both places keep, without line end.</summary>
    public byte[] Line() => Write(withSignature: true);

    /// <summary>SHA-256 of <see cref="Content"/>, lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Content()));

    /// <summary>Null for anything but exactly what <see cref="Line"/> writes.</summary>
    public static AuditCheckpoint? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var json = document.RootElement;
            var checkpoint = new AuditCheckpoint
            {
                Number = json.GetProperty("number").GetInt64(),
                From = json.GetProperty("from").GetInt64(),
                To = json.GetProperty("to").GetInt64(),
                Count = json.GetProperty("count").GetInt64(),
                Digest = json.GetProperty("digest").GetString() ?? "",
                Previous = json.GetProperty("previous").GetString() ?? "",
                At = DateTimeOffset.Parse(json.GetProperty("at").GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                KeyId = json.GetProperty("key").GetString() ?? "",
                Signature = json.GetProperty("signature").GetString() ?? "",
            };
            return line.SequenceEqual(checkpoint.Line()) ? checkpoint : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private byte[] Write(bool withSignature)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("number"u8, Number);
            json.WriteNumber("from"u8, From);
            json.WriteNumber("to"u8, To);
            json.WriteNumber("count"u8, Count);
            json.WriteString("digest"u8, Digest);
            json.WriteString("previous"u8, Previous);
            json.WriteString("at"u8, At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("key"u8, KeyId);
            if (withSignature)
                json.WriteString("signature"u8, Signature);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
