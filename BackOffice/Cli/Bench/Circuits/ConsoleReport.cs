using System.Text.Json.Serialization;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>So many circuits at once on the list, then on order pages. Times in milliseconds at the client, memory of the server after a full collection.</summary>
internal sealed record ConsoleReport
{
    public required int Processors { get; init; }

    public required DiskProbe Disk { get; init; }

    public required int Circuits { get; init; }

    /// <summary>Orders in the store, done, before the circuits opened.</summary>
    public required int Orders { get; init; }

    public required PageFigures List { get; init; }

    public required PageFigures OrderPage { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant(
            $"{Circuits} circuits, {Processors} processors shared by server and clients, {Orders} orders, {Disk.FileSystem}, fsync p50 {Disk.FsyncP50Ms:F2} ms, p99 {Disk.FsyncP99Ms:F2} ms"));
        List.Print(output, "list");
        OrderPage.Print(output, "order page");
    }
}

/// <param name="HeapKb">Managed memory a circuit, kB of 1,024 bytes.</param>
/// <param name="PrivateKb">Private memory a circuit: with what the heap keeps free and what is not managed.</param>
/// <param name="Event">From a click sent to the batch that shows it.</param>
/// <param name="Change">From a command given in the server, its commit and fsync included, to the batch that shows it, for every circuit that watches.</param>
/// <param name="BatchesASecond">Of all circuits, while measured.</param>
/// <param name="BytesABatch">On average.</param>
/// <param name="ServerProcessors">Processors that the server kept busy: 1 is a whole one.</param>
/// <param name="ClientProcessors">The bench's own, on the same machine.</param>
/// <param name="Troubled">Circuits that ended or were told of an error.</param>
internal sealed record PageFigures(
    double HeapKb, double PrivateKb, Delays Event, Delays Change, double BatchesASecond, double BytesABatch, double ServerProcessors, double ClientProcessors, int Troubled)
{
    public void Print(TextWriter output, string name)
    {
        output.WriteLine(FormattableString.Invariant($"{name,-10} {HeapKb:F0} kB of heap a circuit, {PrivateKb:F0} kB private; server {ServerProcessors:F2} processors, client {ClientProcessors:F2}"));
        output.WriteLine(FormattableString.Invariant($"{"",-10} event to batch p50 {Event.P50Ms:F1}, p95 {Event.P95Ms:F1}, p99 {Event.P99Ms:F1} ms ({Event.Count} events, {Event.Lost} without answer)"));
        output.WriteLine(FormattableString.Invariant($"{"",-10} change to batch p50 {Change.P50Ms:F1}, p95 {Change.P95Ms:F1}, p99 {Change.P99Ms:F1} ms ({Change.Count} seen, {Change.Lost} not seen)"));
        output.WriteLine(FormattableString.Invariant($"{"",-10} {BatchesASecond:F0} batches a second of {BytesABatch:F0} bytes{(Troubled > 0 ? $"; {Troubled} CIRCUITS IN TROUBLE" : "")}"));
    }
}

/// <param name="Count">How many were measured.</param>
/// <param name="Lost">How many did not come within ten seconds.</param>
internal sealed record Delays(int Count, int Lost, double P50Ms, double P95Ms, double P99Ms)
{
    public static Delays Of(IReadOnlyCollection<double?> took)
    {
        var seen = took.OfType<double>().ToList();
        return new Delays(seen.Count, took.Count - seen.Count, Percentiles.Of(seen, 50), Percentiles.Of(seen, 95), Percentiles.Of(seen, 99));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ConsoleReport))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
