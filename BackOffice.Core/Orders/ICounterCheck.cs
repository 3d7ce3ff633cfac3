namespace BackOffice.Core.Orders;

/// <summary>Counts anew what <see cref="OrderCounters.Of"/> names, from the heads, in one snapshot. Reads every order: some 20 seconds a million.</summary>
public interface ICounterCheck
{
    /// <param name="repair">Writes what was counted in place of what was kept; commits wait meanwhile.</param>
    Task<CounterReport> RunAsync(bool repair, CancellationToken cancellationToken);
}

/// <param name="Orders">Heads that were read.</param>
/// <param name="Counters">Counters that were compared.</param>
/// <param name="Differences">By name; empty when all is well.</param>
/// <param name="Repaired">True when the differences are no more.</param>
public sealed record CounterReport(long Orders, int Counters, IReadOnlyList<CounterDifference> Differences, bool Repaired);

/// <param name="Name">See <see cref="OrderCounters"/>.</param>
/// <param name="Kept">By the counter.</param>
/// <param name="Counted">From the heads.</param>
public sealed record CounterDifference(string Name, long Kept, long Counted);
