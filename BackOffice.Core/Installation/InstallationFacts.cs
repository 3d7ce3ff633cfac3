using BackOffice.Core.Common;

namespace BackOffice.Core.Installation;

/// <summary>The installation as the store's side of the program knows it.</summary>
/// <param name="Backend">Sizes and lags.</param>
/// <param name="Queues">By name.</param>
/// <param name="Definitions">The newest revision of each, by name.</param>
/// <param name="LastBackup">Null when none was ever finished.</param>
/// <param name="WhyNoBackup">Why this backend has none; null where it has one.</param>
public sealed record InstallationFacts(
    BackendFacts Backend, IReadOnlyList<QueueState> Queues, IReadOnlyList<InstalledRevision> Definitions, BackupRecord? LastBackup, string? WhyNoBackup);

/// <param name="Definition">Its name.</param>
/// <param name="Revision">The newest.</param>
/// <param name="InstalledAt">UTC.</param>
/// <param name="Sha256">Of the text as installed, hex.</param>
public sealed record InstalledRevision(string Definition, int Revision, DateTimeOffset InstalledAt, string Sha256);
