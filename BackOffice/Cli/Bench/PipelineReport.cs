namespace BackOffice.Cli.Bench;

/// <summary>Times in milliseconds; order-to-voucher runs from the client's sending of the POST to the customer's message with the vouchers.</summary>
internal sealed record PipelineReport
{
    public required int Processors { get; init; }

    public required DiskProbe Disk { get; init; }

    public required PhaseReport FullSpeed { get; init; }

    public required PhaseReport AtEightyPercent { get; init; }

    /// <summary>Orders that were not done when the bench gave up waiting.</summary>
    public required int Unfinished { get; init; }

    /// <summary>Rows in the order store: head, children, audit entries, outbox events.</summary>
    public required double RowsAnOrder { get; init; }

    /// <summary>Bytes in the data folder's databases, logs included, by file.</summary>
    public required IReadOnlyDictionary<string, long> BytesAnOrder { get; init; }

    /// <summary>Of the whole process: server, gateways and the bench's own client.</summary>
    public required double PeakMemoryMb { get; init; }

    public required double ProcessorMsAnOrder { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant($"{Processors} processors, {Disk.FileSystem}, fsync p50 {Disk.FsyncP50Ms:F2} ms, p99 {Disk.FsyncP99Ms:F2} ms"));
        Print(output, "full speed", FullSpeed);
        Print(output, "at 80 %", AtEightyPercent);
        output.WriteLine(FormattableString.Invariant($"{RowsAnOrder:F1} rows an order; bytes an order: {string.Join(", ", BytesAnOrder.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value:N0}")))}"));
        output.WriteLine(FormattableString.Invariant($"{ProcessorMsAnOrder:F2} ms of processor time an order, peak memory {PeakMemoryMb:F0} MB (client included)"));
        if (Unfinished > 0)
            output.WriteLine(FormattableString.Invariant($"{Unfinished} orders were not done in time"));
    }

    private static void Print(TextWriter output, string name, PhaseReport phase) => output.WriteLine(FormattableString.Invariant(
        $"{name,-10} {phase.Orders:N0} orders, {phase.OrdersASecond:F0} a second; POST p50 {phase.PostP50Ms:F1}, p99 {phase.PostP99Ms:F1} ms; order to voucher p50 {phase.P50Ms:F0}, p95 {phase.P95Ms:F0}, p99 {phase.P99Ms:F0} ms"));
}

internal sealed record PhaseReport(int Orders, double OrdersASecond, double PostP50Ms, double PostP99Ms, double P50Ms, double P95Ms, double P99Ms);
