using System.Text.Json.Serialization;
using BackOffice.Core.Audit;

namespace BackOffice.Core.Installation;

/// <summary>The last backup that was finished.</summary>
/// <param name="At">UTC, when it was begun: what is in it is at least as new.</param>
/// <param name="By">Who asked for it, by name.</param>
/// <param name="To">The folder.</param>
/// <param name="Bytes">Of all its files.</param>
/// <param name="Took">From the start to the last file on disk.</param>
public sealed record BackupRecord(DateTimeOffset At, string By, string To, long Bytes, TimeSpan Took);

internal sealed record BackupHead(long Version, AuditHead Audit, BackupRecord? Last);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackupHead))]
internal sealed partial class BackupJson : JsonSerializerContext;
