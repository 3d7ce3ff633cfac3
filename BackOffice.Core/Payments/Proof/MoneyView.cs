namespace BackOffice.Core.Payments.Proof;

/// <summary>The standing with what is listed.</summary>
/// <param name="Standing">The head.</param>
/// <param name="Findings">At most 1,000, by invariant and order; without those of I2.</param>
/// <param name="Differences">Those of I2, at most 1,000.</param>
public sealed record MoneyView(MoneyStanding Standing, IReadOnlyList<StandingFinding> Findings, IReadOnlyList<LedgerDifference> Differences);
