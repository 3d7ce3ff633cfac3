using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Proof;

/// <summary>How the money stands: what the last whole check found, kept right by looking again at each order that changed. One subject, <c>money/standing</c>.</summary>
public sealed record MoneyStanding
{
    public static readonly SubjectId Subject = new("money/standing");

    /// <summary>Checks that are kept.</summary>
    public const int MostChecks = 60;

    [JsonIgnore]
    public long Version { get; init; }

    public AuditHead Audit { get; init; } = AuditHead.None;

    /// <summary>The whole check that is asked for or under way; null when none is.</summary>
    public MoneyRun? Run { get; init; }

    /// <summary>Whole checks that ended, however they ended, newest first.</summary>
    public IReadOnlyList<MoneyCheck> Checks { get; init; } = [];

    /// <summary>The newest that was neither stopped nor failed; null before the first.</summary>
    public MoneyCheck? Whole { get; init; }

    /// <summary>When the next nightly check begins, UTC; null where it is switched off.</summary>
    public DateTimeOffset? NextNightly { get; init; }

    /// <summary>I1 to I20, in order; empty before the first check of anything.</summary>
    public IReadOnlyList<InvariantStanding> Invariants { get; init; } = [];

    /// <summary>Orders whose rows are no orders any more.</summary>
    public long Unreadable { get; init; }

    /// <summary>True when more was found than is listed.</summary>
    public bool IsCut { get; init; }

    public LiveMoney Live { get; init; } = new();

    /// <summary>Of the last whole check; its differences are listed apart. Null before the first.</summary>
    public LedgerComparison? Comparison { get; init; }

    /// <summary>Rows of the page that are red.</summary>
    [JsonIgnore]
    public int Red => Invariants.Count(one => one.Broken > 0) + (Unreadable > 0 ? 1 : 0);
}
