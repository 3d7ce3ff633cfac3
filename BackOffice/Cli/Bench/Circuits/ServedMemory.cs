using System.Diagnostics;
using System.Globalization;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>What a process holds and has used.</summary>
/// <param name="HeapBytes">Managed objects that are alive, after a full collection.</param>
/// <param name="PrivateBytes">Memory of its own that is in use (anonymous pages on Linux), after that collection gave back what it could.</param>
/// <param name="ProcessorMs">Processor time since its start.</param>
internal sealed record ServedMemory(long HeapBytes, long PrivateBytes, double ProcessorMs)
{
    public static ServedMemory Measure()
    {
        var before = ProcessorTime();
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return new ServedMemory(GC.GetTotalMemory(forceFullCollection: true), PrivateNow(), before);
    }

    public static double ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalMilliseconds;
    }

    public static ServedMemory Parse(string text)
    {
        var parts = text.Split(' ');
        return new ServedMemory(
            long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => FormattableString.Invariant($"{HeapBytes} {PrivateBytes} {ProcessorMs:F0}");

    private static long PrivateNow()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            return process.PrivateMemorySize64;
        }

        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
