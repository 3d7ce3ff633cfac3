using System.Diagnostics;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Installation;

namespace BackOffice.Core.Backends.Embedded;

/// <summary>
/// A data folder of one moment. All databases are held still while a snapshot of each is opened (some milliseconds), so that together they are what a kill at that
/// moment would have left, which every start can go on from; then they are copied with SQLite's online backup while work goes on. Until the copy is done the
/// write-ahead logs grow by what is written meanwhile. What stands for the outside world (sandbox, mail) and exports are not part of it.
/// </summary>
internal sealed class EmbeddedBackup(DataFolder folder, CheckpointFile? checkpoints) : IBackup
{
    /// <summary>Their second place is part of the folder unless it was set to be elsewhere: then it is older than no backup, and stays where it is.</summary>
    private readonly string? _checkpoints = checkpoints?.Path is { } path && Path.GetFullPath(path).StartsWith(folder.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : null;

    public string? WhyNot => null;

    public async Task<Result<BackupMade>> WriteAsync(string to, CancellationToken cancellationToken)
    {
        if (Refuse(to) is { } invalid)
            return invalid;
        // Copying is blocking work of seconds to minutes.
        return await Task.Run(() => Write(Path.TrimEndingDirectorySeparator(Path.GetFullPath(to)), cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    private Invalid? Refuse(string to)
    {
        if (!Path.IsPathFullyQualified(to))
            return new Invalid("to", "An absolute path is needed.");
        var full = Path.GetFullPath(to);
        if (full == folder.Path || full.StartsWith(folder.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return new Invalid("to", "A backup inside the data folder would be lost with it. Give another folder, best on another disk.");
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            return new Invalid("to", $"{full} holds something already. Give a folder that is empty or does not exist.");
        return null;
    }

    private Result<BackupMade> Write(string to, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var partial = to + ".partial";
        try
        {
            MakePrivate(partial);
            using (var moment = DataMoment.Take(folder, _checkpoints, cancellationToken))
            {
                moment.CopyTo(partial, cancellationToken);
                CopyKeys(partial);
                if (Directory.Exists(to))
                    Directory.Delete(to);
                Directory.Move(partial, to);
                var files = Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories).Select(path => new FileInfo(path)).OrderBy(file => file.FullName, StringComparer.Ordinal).ToList();
                return new BackupMade(to, files.Sum(file => file.Length), [.. files.Select(file => Path.GetRelativePath(to, file.FullName))], moment.Held, clock.Elapsed);
            }
        }
        catch (SqliteFailure failure) when (failure.Outage is { } outage)
        {
            return outage;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Unavailable("backup.disk", $"The backup could not be written: {failure.Message}");
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    /// <summary>Keys never change once they are there; without them a restored folder is refused.</summary>
    private void CopyKeys(string to)
    {
        var keys = folder.PathOf("keys");
        if (!Directory.Exists(keys))
            return;
        MakePrivate(Path.Combine(to, "keys"));
        foreach (var key in Directory.EnumerateFiles(keys))
            File.Copy(key, Path.Combine(to, "keys", Path.GetFileName(key)));
    }

    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
