namespace BackOffice.Core.Audit;

/// <summary>How the audit log is sealed.</summary>
public sealed record AuditOptions
{
    /// <summary>New entries are sealed at the latest after this time: what is younger is protected by the subjects' chains alone.</summary>
    public TimeSpan SealEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>So many new entries are sealed at once, whatever the time.</summary>
    public int SealEntries { get; init; } = 1_000;

    /// <summary>The second place of the checkpoints, a file; null for <c>checkpoints/checkpoints.jsonl</c> in the data folder. Best on another disk.</summary>
    public string? CheckpointFile { get; init; }
}
