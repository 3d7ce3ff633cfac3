using System.Diagnostics;
using BackOffice.Core.Backends.Embedded.Workflows;

namespace BackOffice.Cli.Bench;

/// <summary>
/// Three phases: a closed loop that finds the rate, the raw limit of the same disk for the same bytes, and an open loop at 80 % of the rate that
/// finds the delay.
/// </summary>
internal static class EngineBench
{
    private const int WarmUp = 2_000;
    private static readonly TimeSpan s_steady = TimeSpan.FromSeconds(10);

    public static async Task<EngineReport> RunAsync(
        string folder, int executions, int atOnce, DiskProbe disk, TextWriter progress, CancellationToken cancellationToken)
    {
        await using var load = await EngineLoad.StartAsync(folder, cancellationToken);
        await progress.WriteLineAsync(FormattableString.Invariant($"warm-up: {WarmUp} executions"));
        _ = await load.ClosedLoopAsync("warm", WarmUp, atOnce, _ => { }, cancellationToken);

        await progress.WriteLineAsync(FormattableString.Invariant($"full speed: {executions} executions, {atOnce} at once"));
        var memory = new Memory(executions);
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var (before, cpu, written, file) = (load.Engine.Counts, process.TotalProcessorTime, WrittenBytes(), load.FileBytes);
        var watch = Stopwatch.StartNew();
        var took = await load.ClosedLoopAsync("full", executions, atOnce, memory.Sample, cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        var counts = load.Engine.Counts;
        var (transitions, commits, bytes) = (counts.Transitions - before.Transitions, counts.Commits - before.Commits, counts.Bytes - before.Bytes);
        written = WrittenBytes() - written;
        file = load.FileBytes - file;

        var batch = (int)Math.Max(1, Math.Round(transitions / (double)commits));
        await progress.WriteLineAsync(FormattableString.Invariant($"raw limit: {transitions} rows of {bytes / transitions} bytes, {batch} a commit"));
        var raw = await Task.Run(() => GroupCommitProbe.Measure(folder, transitions, batch, (int)(bytes / transitions)), cancellationToken);

        var rate = executions / seconds;
        var paced = (int)Math.Max(1, Math.Min(executions, rate * 0.8 * s_steady.TotalSeconds));
        await progress.WriteLineAsync(FormattableString.Invariant($"at 80 %: {paced} executions, {rate * 0.8:F0} a second"));
        watch.Restart();
        var delays = await load.OpenLoopAsync("paced", paced, rate * 0.8, cancellationToken);
        var pacedSeconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new EngineReport
        {
            Processors = Environment.ProcessorCount,
            Disk = disk,
            AtOnce = atOnce,
            FullSpeed = EnginePhase.Of(took, seconds),
            TransitionsASecond = transitions / seconds,
            TransitionsACommit = transitions / (double)commits,
            RawTransitionsASecond = raw,
            RatioToRaw = transitions / seconds / raw,
            AtEightyPercent = EnginePhase.Of(delays, pacedSeconds),
            BytesAnExecution = bytes / executions,
            DiskBytesAnExecution = written / executions,
            FileBytesAnExecution = file / executions,
            ProcessorMsAnExecution = cpu.TotalMilliseconds / executions,
            MemoryMb = memory.Samples,
            PeakMemoryMb = process.PeakWorkingSet64 / 1024.0 / 1024.0,
        };
    }

    /// <summary>What the process has had written to disks; 0 where the system does not say.</summary>
    private static long WrittenBytes()
    {
        const string Key = "write_bytes: ";
        return File.Exists("/proc/self/io") && File.ReadLines("/proc/self/io").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(Key.Length), System.Globalization.CultureInfo.InvariantCulture)
            : 0;
    }

    /// <summary>The working set after each quarter: flat, or not.</summary>
    private sealed class Memory(int executions)
    {
        private readonly double[] _samples = new double[4];

        public IReadOnlyList<double> Samples => _samples;

        public void Sample(int done)
        {
            for (var quarter = 1; quarter <= 4; quarter++)
            {
                if (done == (int)((long)executions * quarter / 4))
                    _samples[quarter - 1] = Environment.WorkingSet / 1024.0 / 1024.0;
            }
        }
    }
}
