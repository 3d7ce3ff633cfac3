using System.Diagnostics;
using System.Globalization;

namespace BackOffice.Core.Backends.Embedded;

/// <summary>
/// The one folder that an embedded BackOffice owns, locked for the life of the process (the system drops the lock when the process dies).
/// Its marker names the databases that were initialised: such a database is never created again, whatever happened to its file.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "lock";

    /// <summary>Who holds the lock, in words: beside the lock, because a locked file cannot be read.</summary>
    private const string HolderName = "lock.holder";
    private const int SqliteHeaderBytes = 16;
    private static readonly string[] s_mayBeBesideNoMarker = [LockName, HolderName, DataMarker.FileName + ".new", "lost+found"];
    private static readonly byte[] s_sqliteMagic = "SQLite format 3\0"u8.ToArray();

    private readonly FileStream _lock;
    private readonly Lock _gate = new();
    private DataMarker _marker;

    private DataFolder(string path, FileStream lockFile, DataMarker marker)
    {
        Path = path;
        _lock = lockFile;
        _marker = marker;
    }

    /// <summary>Of this folder alone, for ever.</summary>
    public Guid Id
    {
        get
        {
            lock (_gate)
                return _marker.FolderId;
        }
    }

    /// <summary>The folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>Opens the folder, or creates it with its marker.</summary>
    /// <exception cref="DataRefused">In use (the message names the process), foreign, newer, or not to be written.</exception>
    public static DataFolder Open(string path, TimeProvider clock)
    {
        path = System.IO.Path.GetFullPath(path);
        FileStream? lockFile = null;
        try
        {
            var markerPath = System.IO.Path.Combine(path, DataMarker.FileName);
            if (Directory.Exists(path))
                RefuseForeign(path, markerPath);
            else
                Directory.CreateDirectory(path);
            lockFile = TakeLock(path, clock);
            OwnerOnly(path);
            var marker = File.Exists(markerPath) ? DataMarker.Read(markerPath) : DataMarker.Create(markerPath, clock);
            return new DataFolder(path, lockFile, marker);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lockFile?.Dispose();
            throw new DataRefused(
                DataRefusal.NoAccess, path, $"The data folder {path} cannot be used: {e.Message}",
                "Check the path, its owner and its permissions (the program needs to own the folder), and that the disk is there and not read-only.", e);
        }
        catch (DataRefused)
        {
            lockFile?.Dispose();
            throw;
        }
    }

    /// <summary>The full path of a file or folder inside.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// The full path of a database, after the checks that need no database engine: one that was initialised must be there, not empty, and start
    /// as SQLite files start. Call it before opening, and <see cref="MarkInitialised"/> once the schema is on disk.
    /// </summary>
    /// <exception cref="DataRefused">Missing or damaged.</exception>
    public string Expect(string name)
    {
        var path = PathOf(name);
        var promised = IsInitialised(name);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            if (promised)
                throw DataRefused.Missing(path);
            if (File.Exists(path + "-wal"))
                throw DataRefused.Damaged(path, "the file is missing, but its log (-wal) is there.");
            return path;
        }

        if (file.Length == 0 && !promised)
            return path;
        if (file.Length < SqliteHeaderBytes)
            throw DataRefused.Damaged(path, $"it has {file.Length} bytes.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[SqliteHeaderBytes];
        stream.ReadExactly(header);
        return header.SequenceEqual(s_sqliteMagic) ? path : throw DataRefused.Damaged(path, "it does not start as a SQLite database does.");
    }

    /// <summary>True once <see cref="MarkInitialised"/> was called for it, in this life of the folder or an earlier one.</summary>
    public bool IsInitialised(string name)
    {
        lock (_gate)
            return _marker.Databases.Contains(name);
    }

    /// <summary>What was marked under a name with that start, without it; null when nothing was.</summary>
    public string? Marked(string start)
    {
        lock (_gate)
            return _marker.Databases.FirstOrDefault(name => name.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
    }

    /// <summary>The full paths of the databases that were initialised and lie in the folder, by name.</summary>
    public IReadOnlyList<string> Databases()
    {
        lock (_gate)
            return [.. _marker.Databases.Where(name => name.EndsWith(".db", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(PathOf)];
    }

    /// <summary>From now on the database must be there whenever the folder is opened. Durable when it returns; may be repeated.</summary>
    public void MarkInitialised(string name)
    {
        lock (_gate)
        {
            if (_marker.Databases.Contains(name))
                return;
            var next = _marker with { Databases = [.. _marker.Databases, name] };
            next.Write(PathOf(DataMarker.FileName));
            _marker = next;
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _lock.Dispose();

    private static void RefuseForeign(string path, string markerPath)
    {
        if (File.Exists(markerPath))
            return;
        var strange = Directory.EnumerateFileSystemEntries(path).Select(System.IO.Path.GetFileName)
            .FirstOrDefault(name => !s_mayBeBesideNoMarker.Contains(name));
        if (strange is not null)
            throw new DataRefused(
                DataRefusal.Foreign, path, $"The folder {path} is not empty (it holds \"{strange}\") and has no marker {DataMarker.FileName}.",
                $"Give --data a new or empty folder. If this was a data folder, put its {DataMarker.FileName} back from the backup: " +
                "it says which databases must be there.");
    }

    private static FileStream TakeLock(string path, TimeProvider clock)
    {
        var lockPath = System.IO.Path.Combine(path, LockName);
        FileStream stream;
        try
        {
            stream = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (File.Exists(lockPath))
        {
            throw new DataRefused(
                DataRefusal.InUse, path, $"The data folder {path} is in use by {Holder(path)}.",
                "Stop that process, or give --data another folder. Commands reach a running server by themselves; they need no folder of their own.", e);
        }

        using var process = Process.GetCurrentProcess();
        File.WriteAllText(System.IO.Path.Combine(path, HolderName), string.Create(
            CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId} ({process.ProcessName}) on {Environment.MachineName} since {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC"));
        return stream;
    }

    private static string Holder(string path)
    {
        var file = System.IO.Path.Combine(path, HolderName);
        return File.Exists(file) && File.ReadAllText(file) is { Length: > 0 } text ? text : "another process";
    }

    private static void OwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
