using BackOffice.Core.Payments;

namespace BackOffice.Cli.Bench;

/// <summary>What was done, and what the check of all of it found.</summary>
internal sealed record MoneyBenchReport
{
    /// <summary>From the first POST until the last order had ended.</summary>
    public required TimeSpan Placing { get; init; }

    /// <summary>From the first act on an order until the last refund had ended.</summary>
    public required TimeSpan Acting { get; init; }

    /// <summary>Acts that were taken, by act.</summary>
    public required IReadOnlyDictionary<string, int> Done { get; init; }

    /// <summary>Acts that were refused, by act and error code.</summary>
    public required IReadOnlyDictionary<string, int> Refused { get; init; }

    public required MoneyReport Money { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant($"placed and ended in {Placing.TotalSeconds:F0} s, acted on in {Acting.TotalSeconds:F0} s"));
        foreach (var (what, count) in Done.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            output.WriteLine(FormattableString.Invariant($"{count,9:N0} {what}"));
        foreach (var (what, count) in Refused.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            output.WriteLine(FormattableString.Invariant($"{count,9:N0} refused: {what}"));
        VerifyCommand.Print(Money, output);
    }
}
