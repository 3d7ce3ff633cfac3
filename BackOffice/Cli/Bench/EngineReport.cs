namespace BackOffice.Cli.Bench;

/// <summary>The engine alone. Times in milliseconds, from the call that starts an execution to the answer that ends it, both on disk.</summary>
internal sealed record EngineReport
{
    public required int Processors { get; init; }

    public required DiskProbe Disk { get; init; }

    /// <summary>Executions that ran at the same time at full speed.</summary>
    public required int AtOnce { get; init; }

    public required EnginePhase FullSpeed { get; init; }

    public required double TransitionsASecond { get; init; }

    /// <summary>How many shared an fsync.</summary>
    public required double TransitionsACommit { get; init; }

    /// <summary>Rows of the same size that plain SQLite commits, as many a transaction as the engine did.</summary>
    public required double RawTransitionsASecond { get; init; }

    /// <summary>1 would be an engine whose own work costs nothing.</summary>
    public required double RatioToRaw { get; init; }

    public required EnginePhase AtEightyPercent { get; init; }

    /// <summary>History and snapshots as handed to SQLite.</summary>
    public required long BytesAnExecution { get; init; }

    /// <summary>Written to the disk, log and checkpoints included; 0 where the system does not say.</summary>
    public required long DiskBytesAnExecution { get; init; }

    /// <summary>Growth of the database and its log.</summary>
    public required long FileBytesAnExecution { get; init; }

    public required double ProcessorMsAnExecution { get; init; }

    /// <summary>Working set after each round of the first phase.</summary>
    public required IReadOnlyList<double> MemoryMb { get; init; }

    public required double PeakMemoryMb { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant($"{Processors} processors, {Disk.FileSystem}, fsync p50 {Disk.FsyncP50Ms:F2} ms, p99 {Disk.FsyncP99Ms:F2} ms"));
        Print(output, "full speed", FullSpeed);
        Print(output, "at 80 %", AtEightyPercent);
        output.WriteLine(FormattableString.Invariant(
            $"{TransitionsASecond:F0} transitions a second, {TransitionsACommit:F0} a commit; plain SQLite with the same bytes and commits {RawTransitionsASecond:F0}: ratio {RatioToRaw:F2}"));
        output.WriteLine(FormattableString.Invariant(
            $"bytes an execution: {BytesAnExecution:N0} of history and snapshots, {FileBytesAnExecution:N0} in the file, {DiskBytesAnExecution:N0} written to disk"));
        output.WriteLine(FormattableString.Invariant(
            $"{ProcessorMsAnExecution:F2} ms of processor time an execution; memory by round {string.Join(", ", MemoryMb.Select(mb => FormattableString.Invariant($"{mb:F0}")))} MB, peak {PeakMemoryMb:F0} MB (workers and client included)"));
    }

    private static void Print(TextWriter output, string name, EnginePhase phase) => output.WriteLine(FormattableString.Invariant(
        $"{name,-10} {phase.Executions:N0} executions, {phase.ExecutionsASecond:F0} a second; start to finish p50 {phase.P50Ms:F1}, p95 {phase.P95Ms:F1}, p99 {phase.P99Ms:F1} ms"));
}

internal sealed record EnginePhase(int Executions, double ExecutionsASecond, double P50Ms, double P95Ms, double P99Ms)
{
    public static EnginePhase Of(IReadOnlyCollection<double> took, TimeSpan elapsed) =>
        new(took.Count, took.Count / elapsed.TotalSeconds, Percentiles.Of(took, 50), Percentiles.Of(took, 95), Percentiles.Of(took, 99));
}
