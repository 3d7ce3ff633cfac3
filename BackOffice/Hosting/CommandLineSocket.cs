using System.Text;

namespace BackOffice.Hosting;

/// <summary>The Unix socket in the data folder through which the command line reaches the server that owns the folder.</summary>
public sealed class CommandLineSocket(string dataFolder)
{
    public const string FileName = "backoffice.sock";

    /// <summary>What the command line calls the server by; no name server knows it.</summary>
    public const string HostName = "backoffice.sock";

    /// <summary>The system's limit for a socket's path, its closing zero included, is 108 bytes.</summary>
    private const int LongestPath = 107;

    public string Path { get; } = System.IO.Path.Combine(dataFolder, FileName);

    /// <summary>Kestrel's spelling; null where the path is longer than the system allows, and then there is no socket.</summary>
    public string? Address => Encoding.UTF8.GetByteCount(Path) <= LongestPath ? "http://unix:" + Path : null;

    /// <summary>Removes the file that a killed server left. Only the owner of the folder's lock may.</summary>
    public void RemoveStale() => File.Delete(Path);

    /// <summary>Owner only. The folder, which is 0700, has kept others out since before the bind.</summary>
    public void Protect()
    {
        if (!OperatingSystem.IsWindows() && File.Exists(Path))
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
