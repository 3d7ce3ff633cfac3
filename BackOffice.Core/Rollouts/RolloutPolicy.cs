using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Rollouts;

/// <summary>The policy of one flag. Dials are basis points (0 to 10,000: 4,000 is 40.00 %), so that no culture and no fraction can misread them.</summary>
public sealed record RolloutPolicy
{
    public const string CityOrdersInstantProcessing = "city_orders_instant_processing";

    public const int FullDial = 10_000;

    public required string Flag { get; init; }

    /// <summary>The store's version, which is the policy version that orders keep.</summary>
    public required long Version { get; init; }

    /// <summary>Off for everybody, whatever else is set.</summary>
    public bool Killed { get; init; }

    public int Dial { get; init; }

    /// <summary>Replaces the default dial in a city.</summary>
    public IReadOnlyDictionary<string, int> CityDials { get; init; } = new Dictionary<string, int>();

    /// <summary>User guids that are always instant; at most 5,000.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>User guids that are never instant; at most 5,000. Beats <see cref="Allow"/>.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    public DateTimeOffset ChangedAt { get; init; }

    public string? ChangedBy { get; init; }

    public AuditHead Audit { get; init; } = AuditHead.None;

    public static SubjectId SubjectOf(string flag) => new("flag/" + flag);
}
