using System.Diagnostics;
using BackOffice.Hosting;

namespace BackOffice.Cli.Bench;

/// <summary>What the disk under the data folder does when it is asked to be durable.</summary>
/// <param name="FileSystem">As the system names it: ext4, xfs.</param>
/// <param name="FsyncP50Ms">Milliseconds of a 4 KiB write with fsync, the middle one of 200.</param>
/// <param name="FsyncP99Ms">The slowest but two.</param>
internal sealed record DiskProbe(string FileSystem, double FsyncP50Ms, double FsyncP99Ms)
{
    private const int Writes = 200;

    /// <exception cref="StartRefusedException">The folder is in memory, where an fsync costs nothing and a figure says nothing.</exception>
    public static void RefuseMemory(string folder)
    {
        var format = new DriveInfo(folder).DriveFormat;
        if (format is "tmpfs" or "ramfs")
        {
            throw new StartRefusedException(ExitCodes.DataUnusable, $"The bench does not run on {format}: {folder} is memory, not a disk.",
                ["Give --data a folder on a disk."]);
        }
    }

    public static DiskProbe Measure(string folder)
    {
        var block = new byte[4096];
        var took = new List<double>(Writes);
        using (var file = new FileStream(Path.Combine(folder, "fsync-probe"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            for (var i = 0; i < Writes; i++)
            {
                var started = Stopwatch.GetTimestamp();
                file.Write(block);
                file.Flush(flushToDisk: true);
                took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return new DiskProbe(new DriveInfo(folder).DriveFormat, Percentiles.Of(took, 50), Percentiles.Of(took, 99));
    }
}
