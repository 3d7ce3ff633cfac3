using System.Diagnostics;
using System.Globalization;
using BackOffice.Core.Backends.Embedded.Workflows;

namespace BackOffice.Cli.Bench;

/// <summary>
/// A closed loop that finds the rate, in four rounds, each followed by the raw limit of the same disk for the same bytes: in turns, so that what else
/// the machine does slows both. Then an open loop at 80 % of the rate, which finds the delay.
/// </summary>
internal static class EngineBench
{
    private const int Rounds = 4;
    private const int WarmUp = 2_000;
    private static readonly TimeSpan s_steady = TimeSpan.FromSeconds(10);

    public static async Task<EngineReport> RunAsync(
        string folder, int executions, int atOnce, DiskProbe disk, TextWriter progress, CancellationToken cancellationToken)
    {
        await using var load = await EngineLoad.StartAsync(folder, cancellationToken);
        await progress.WriteLineAsync(FormattableString.Invariant($"warm-up: {WarmUp} executions"));
        _ = await load.ClosedLoopAsync("warm", WarmUp, atOnce, cancellationToken);

        await progress.WriteLineAsync(FormattableString.Invariant($"full speed: {executions} executions, {atOnce} at once, in turns with plain SQLite"));
        var took = new List<double>(executions);
        var memory = new List<double>(Rounds);
        var (sum, raw) = (default(Cost), TimeSpan.Zero);
        using (var probe = new GroupCommitProbe(folder))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var share = (int)((executions * (round + 1L) / Rounds) - (executions * (long)round / Rounds));
                if (share == 0)
                    continue;
                var before = Cost.Now(load);
                took.AddRange(await load.ClosedLoopAsync(FormattableString.Invariant($"full{round}"), share, atOnce, cancellationToken));
                var cost = Cost.Now(load) - before;
                sum += cost;
                memory.Add(Environment.WorkingSet / 1024.0 / 1024.0);
                raw += await Task.Run(() => probe.Run(cost.Transitions, cost.Commits, cost.Bytes), cancellationToken);
            }
        }

        var rate = executions / sum.Elapsed.TotalSeconds;
        var paced = (int)Math.Max(1, Math.Min(executions, rate * 0.8 * s_steady.TotalSeconds));
        await progress.WriteLineAsync(FormattableString.Invariant($"at 80 %: {paced} executions, {rate * 0.8:F0} a second"));
        var started = Stopwatch.GetTimestamp();
        var delays = await load.OpenLoopAsync("paced", paced, rate * 0.8, cancellationToken);
        var steady = Stopwatch.GetElapsedTime(started);
        using var process = Process.GetCurrentProcess();
        return new EngineReport
        {
            Processors = Environment.ProcessorCount,
            Disk = disk,
            AtOnce = atOnce,
            FullSpeed = EnginePhase.Of(took, sum.Elapsed),
            TransitionsASecond = sum.Transitions / sum.Elapsed.TotalSeconds,
            TransitionsACommit = sum.Transitions / (double)sum.Commits,
            RawTransitionsASecond = sum.Transitions / raw.TotalSeconds,
            RatioToRaw = raw / sum.Elapsed,
            AtEightyPercent = EnginePhase.Of(delays, steady),
            BytesAnExecution = sum.Bytes / executions,
            DiskBytesAnExecution = sum.DiskBytes / executions,
            FileBytesAnExecution = sum.FileBytes / executions,
            ProcessorMsAnExecution = sum.Processor.TotalMilliseconds / executions,
            MemoryMb = memory,
            PeakMemoryMb = process.PeakWorkingSet64 / 1024.0 / 1024.0,
        };
    }

    /// <summary>What has been spent so far, or between two moments.</summary>
    private readonly record struct Cost(TimeSpan Elapsed, TimeSpan Processor, long Transitions, long Commits, long Bytes, long DiskBytes, long FileBytes)
    {
        public static Cost Now(EngineLoad load)
        {
            var counts = load.Engine.Counts;
            return new Cost(
                Stopwatch.GetElapsedTime(0), Environment.CpuUsage.TotalTime, counts.Transitions, counts.Commits, counts.Bytes, WrittenBytes(), load.FileBytes);
        }

        public static Cost operator +(Cost a, Cost b) => new(
            a.Elapsed + b.Elapsed, a.Processor + b.Processor, a.Transitions + b.Transitions, a.Commits + b.Commits, a.Bytes + b.Bytes,
            a.DiskBytes + b.DiskBytes, a.FileBytes + b.FileBytes);

        public static Cost operator -(Cost a, Cost b) => new(
            a.Elapsed - b.Elapsed, a.Processor - b.Processor, a.Transitions - b.Transitions, a.Commits - b.Commits, a.Bytes - b.Bytes,
            a.DiskBytes - b.DiskBytes, a.FileBytes - b.FileBytes);

        /// <summary>What the process has had written to disks; 0 where the system does not say.</summary>
        private static long WrittenBytes()
        {
            const string Key = "write_bytes: ";
            return File.Exists("/proc/self/io") && File.ReadLines("/proc/self/io").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) is { } line
                ? long.Parse(line.AsSpan(Key.Length), CultureInfo.InvariantCulture)
                : 0;
        }
    }
}
