using System.Text.Json.Serialization;
using BackOffice.Core.Audit;

namespace BackOffice.Core.Access;

/// <summary>How often one person has looked at something in clear: a subject of its own, so that a look never makes a colleague's view of an order stale.</summary>
internal sealed record RevealHead
{
    public required long Version { get; init; }

    /// <summary>UTC, <c>20261123</c>.</summary>
    public required string Day { get; init; }

    public required int InDay { get; init; }

    /// <summary>UTC, <c>2026112302</c>.</summary>
    public required string Hour { get; init; }

    public required int InHour { get; init; }

    /// <summary>The newest looks: the same command within its minute is the same look.</summary>
    public IReadOnlyList<RevealRow> Newest { get; init; } = [];

    public AuditHead Audit { get; init; } = AuditHead.None;
}

internal sealed record RevealRow(string CommandId, string Order, string What, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RevealHead))]
internal sealed partial class RevealJson : JsonSerializerContext;
