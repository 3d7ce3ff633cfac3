using BackOffice.Core.Common;

namespace BackOffice.Core.Installation;

/// <summary>Writes everything that this installation owns into another folder, while it works.</summary>
public interface IBackup
{
    /// <summary>Why this backend has none, and what to use instead; null where it has one.</summary>
    string? WhyNot { get; }

    /// <summary>
    /// Writes a data folder of one moment of all databases. <see cref="Invalid"/> for <c>to</c> when it is not absolute, holds something, or lies in the data folder;
    /// <see cref="Unavailable"/> when a disk refuses. What is not whole is removed again.
    /// </summary>
    Task<Result<BackupMade>> WriteAsync(string to, CancellationToken cancellationToken);
}

/// <param name="Folder">Absolute; it can be given as <c>--data</c>.</param>
/// <param name="Bytes">Of all its files.</param>
/// <param name="Files">Their names within the folder, in order.</param>
/// <param name="Held">How long nobody could write: while the moment was taken, not while it was copied.</param>
/// <param name="Took">From the start to the last file on disk.</param>
public sealed record BackupMade(string Folder, long Bytes, IReadOnlyList<string> Files, TimeSpan Held, TimeSpan Took);
