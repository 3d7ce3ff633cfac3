using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Samples;

/// <summary>How far the samples are. Kept in the store, so that a restart goes on where it stopped: an order that was placed is never placed again.</summary>
public sealed record SampleRun
{
    public static readonly SubjectId Subject = new("samples/run");

    /// <summary>Rises with every start and stop; 0 when there never was one.</summary>
    public long Commands { get; init; }

    /// <summary>The store's version: it rises with progress too.</summary>
    public long Version { get; init; }

    /// <summary>Sample orders placed since the data folder was made.</summary>
    public int Placed { get; init; }

    /// <summary>The first order of the run that was asked for last.</summary>
    public int From { get; init; }

    /// <summary>How many are to be placed in all, the trickle not counted.</summary>
    public int Wanted { get; init; }

    public bool Trickle { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public string? StartedBy { get; init; }

    public AuditHead Audit { get; init; } = AuditHead.None;

    /// <summary>The background job has orders to place before the trickle's.</summary>
    [JsonIgnore]
    public bool IsRunning => Placed < Wanted;

    [JsonIgnore]
    public int ToPlace => Math.Max(0, Wanted - Placed);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SampleRun))]
internal sealed partial class SampleJson : JsonSerializerContext;
