using System.Text.Json.Serialization;

namespace BackOffice.Core.Payments;

/// <summary>What a check of all money found.</summary>
public sealed record MoneyReport
{
    public required long Orders { get; init; }

    /// <summary>Refund cases in them.</summary>
    public required long Refunds { get; init; }

    /// <summary>I1 to I20, in order.</summary>
    public required IReadOnlyList<InvariantCount> Invariants { get; init; }

    /// <summary>At most 1,000; the counts are whole.</summary>
    public required IReadOnlyList<MoneyFinding> Findings { get; init; }

    public required TimeSpan Took { get; init; }

    [JsonIgnore]
    public bool IsGreen => Invariants.All(one => one.Broken == 0);
}

/// <param name="Name"><c>I1</c> to <c>I20</c>.</param>
/// <param name="Meaning">What must be true.</param>
/// <param name="Checked">Orders; for I2 refunds on either side, for I19 days of people.</param>
/// <param name="Broken">How often it was not.</param>
public sealed record InvariantCount(string Name, string Meaning, long Checked, long Broken);
