using BackOffice.Core.Common;
using BackOffice.Core.Installation;
using BackOffice.Interaction.Circuits;

namespace BackOffice.Installation;

/// <summary>The answer of <c>GET /api/system</c> and what the System page shows.</summary>
public sealed record SystemReport
{
    /// <summary>When it was read, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When this process began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required IReadOnlyList<HealthFact> Health { get; init; }

    /// <summary>Program, runtime, engines.</summary>
    public required IReadOnlyList<VersionFact> Versions { get; init; }

    public required BackendFacts Backend { get; init; }

    public required IReadOnlyList<QueueState> Queues { get; init; }

    public required IReadOnlyList<InstalledRevision> Definitions { get; init; }

    /// <summary>Null when none was ever finished.</summary>
    public BackupRecord? LastBackup { get; init; }

    /// <summary>Why this backend has no backups; null where it has.</summary>
    public string? WhyNoBackup { get; init; }

    public required CircuitFigures Circuits { get; init; }

    public required IReadOnlyList<SettingFact> Settings { get; init; }
}

public enum HealthState
{
    Good,
    Doubtful,
    Bad,
}

/// <param name="Name">Of the check: <c>store</c>.</param>
/// <param name="State">What it found.</param>
/// <param name="Says">In words, where it is not good; may be empty.</param>
/// <param name="Took">How long the check took.</param>
public sealed record HealthFact(string Name, HealthState State, string Says, TimeSpan Took);

public sealed record VersionFact(string Name, string Value);

/// <param name="Key">As in the settings file: <c>Pipeline:BatchEvery</c>.</param>
/// <param name="Value">In force; <c>set</c> or <c>not set</c> for a secret.</param>
/// <param name="IsSet">False for the default.</param>
/// <param name="IsSecret">Its value is never shown.</param>
public sealed record SettingFact(string Key, string Value, bool IsSet, bool IsSecret);
