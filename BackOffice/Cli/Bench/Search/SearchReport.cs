using BackOffice.Cli.Bench;

namespace BackOffice.Cli.Bench.Search;

/// <summary>Times in milliseconds, from the call of the store to 50 hits or the proven end (bounded kinds: or to a cursor).</summary>
internal sealed record SearchReport
{
    public required int Processors { get; init; }

    public required string FileSystem { get; init; }

    public required int Orders { get; init; }

    /// <summary>Null when the data was there from an earlier run.</summary>
    public required double? LoadedASecond { get; init; }

    public required long BytesAnOrder { get; init; }

    public required IReadOnlyList<SearchTimes> Kinds { get; init; }

    /// <summary>Commits a second by 16 writers while 2 readers search, and what the readers saw.</summary>
    public required double WritesASecond { get; init; }

    public required double SearchP99WhileWritingMs { get; init; }

    public required double MemoryMb { get; init; }

    public void Print(TextWriter output)
    {
        var load = LoadedASecond is { } rate ? FormattableString.Invariant($", loaded at {rate:F0} a second") : "";
        output.WriteLine(FormattableString.Invariant($"{Processors} processors, {FileSystem}; {Orders:N0} orders, {BytesAnOrder:N0} bytes an order{load}; memory {MemoryMb:F0} MB"));
        foreach (var bounded in new[] { false, true })
        {
            output.WriteLine(bounded ? "bounded searches (to the end, or to a cursor that says how far)" : "indexed (to 50 hits, or to the proven end)");
            foreach (var kind in Kinds.Where(kind => kind.Bounded == bounded))
                output.WriteLine(FormattableString.Invariant($"  {kind.Name,-36} p50 {kind.P50Ms,8:F2}  p95 {kind.P95Ms,8:F2}  p99 {kind.P99Ms,8:F2} ms  hits {kind.Hits,5:F1}  rows {kind.Rows,9:F0}{(kind.Cut > 0 ? FormattableString.Invariant($"  went on in {kind.Cut:P0}") : "")}{Beside(kind)}"));
        }

        if (Kinds.Any(kind => kind.Postgres is not null))
        {
            var behind = Kinds.Where(kind => kind.Postgres is { } other && other.P50Ms < kind.P50Ms).Select(kind => kind.Name).ToList();
            output.WriteLine($"behind PostgreSQL at the median: {(behind.Count == 0 ? "none" : string.Join(", ", behind))}");
        }

        output.WriteLine(FormattableString.Invariant($"while searching: {WritesASecond:F0} commits a second; while writing: search p99 {SearchP99WhileWritingMs:F2} ms"));
    }

    private static string Beside(SearchTimes kind) => kind.Postgres is { } other
        ? FormattableString.Invariant($"  | PostgreSQL p50 {other.P50Ms,8:F2}  p99 {other.P99Ms,8:F2} ms, {other.P50Ms / Math.Max(kind.P50Ms, 0.001):F1} times ours")
        : "";
}

/// <param name="Hits">On average.</param>
/// <param name="Rows">Rows looked at, on average.</param>
/// <param name="Cut">Share of the searches that ended at a cursor before their page was full.</param>
/// <param name="Postgres">The same queries on PostgreSQL, each right after ours; null when it was not asked for.</param>
internal sealed record SearchTimes(string Name, bool Bounded, double P50Ms, double P95Ms, double P99Ms, double Hits, double Rows, double Cut, OtherTimes? Postgres);

/// <param name="Hits">On average; a bounded search of ours that went on found fewer.</param>
internal sealed record OtherTimes(double P50Ms, double P95Ms, double P99Ms, double Hits);
