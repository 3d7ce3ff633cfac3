namespace BackOffice.Core.Payments.Proof;

/// <summary>Our refunds and miles beside the gateways' own lists, both ways.</summary>
public sealed record LedgerComparison
{
    /// <summary>Refund calls in our ledgers, whatever became of them.</summary>
    public required long Ours { get; init; }

    /// <summary>Refunds that the gateway lists.</summary>
    public required long Theirs { get; init; }

    /// <summary>On both sides, with the same outcome and amount.</summary>
    public required long Same { get; init; }

    /// <summary>Of ours, those whose outcome is still awaited: neither equal nor different.</summary>
    public required long Open { get; init; }

    /// <summary>At most 1,000; <see cref="Different"/> is whole.</summary>
    public required IReadOnlyList<LedgerDifference> Differences { get; init; }

    public required long Different { get; init; }

    /// <summary>Both together: of money and of miles.</summary>
    public LedgerComparison With(LedgerComparison other) => new()
    {
        Ours = Ours + other.Ours, Theirs = Theirs + other.Theirs, Same = Same + other.Same, Open = Open + other.Open, Different = Different + other.Different,
        Differences = [.. Differences, .. other.Differences],
    };
}
