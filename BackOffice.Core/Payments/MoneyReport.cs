using System.Text.Json.Serialization;
using BackOffice.Core.Payments.Proof;

namespace BackOffice.Core.Payments;

/// <summary>What a check of all money found.</summary>
public sealed record MoneyReport
{
    public required long Orders { get; init; }

    /// <summary>Refund cases in them.</summary>
    public required long Refunds { get; init; }

    /// <summary>Vouchers in them.</summary>
    public required long Vouchers { get; init; }

    /// <summary>Orders whose rows are no orders any more.</summary>
    public required long Unreadable { get; init; }

    /// <summary>I1 to I20, in order.</summary>
    public required IReadOnlyList<InvariantCount> Invariants { get; init; }

    /// <summary>At most 1,000; the counts are whole.</summary>
    public required IReadOnlyList<MoneyFinding> Findings { get; init; }

    /// <summary>Null when the check was stopped before the two ledgers were compared.</summary>
    public LedgerComparison? Comparison { get; init; }

    public required TimeSpan Took { get; init; }

    [JsonIgnore]
    public bool IsGreen => Unreadable == 0 && Invariants.All(one => one.Broken == 0);

    /// <summary>Findings over all invariants.</summary>
    [JsonIgnore]
    public long Broken => Unreadable + Invariants.Sum(one => one.Broken);
}

/// <summary>One invariant in a report.</summary>
/// <param name="Name"><c>I1</c> to <c>I20</c>.</param>
/// <param name="Meaning">What must be true.</param>
/// <param name="Checked">Orders; for I2 refunds on either side, for I19 days of people.</param>
/// <param name="Broken">How often it was not.</param>
public sealed record InvariantCount(string Name, string Meaning, long Checked, long Broken);
