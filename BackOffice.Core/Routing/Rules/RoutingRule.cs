using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Rules;

/// <summary>A rule as it stands: the newest revision, what waits for a second person, and what the router has of it. The head of subject <c>rule/NAME</c>.</summary>
public sealed record RoutingRule
{
    /// <summary>1 to 64 of letters, digits, dot, dash and underscore.</summary>
    public required string Name { get; init; }

    /// <summary>Of the head: one more with every commit, to be sent with the next command.</summary>
    public required long Version { get; init; }

    /// <summary>Of the content: 1, 2, 3 …; 0 while the first waits for a second person.</summary>
    public required int Revision { get; init; }

    public required RuleContent Content { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required string ChangedBy { get; init; }

    /// <summary>What waits for a second person, or null.</summary>
    public PendingChange? Pending { get; init; }

    /// <summary>What the router was told; null before it was told anything.</summary>
    public Publication? Published { get; init; }

    public AuditHead Audit { get; init; } = AuditHead.None;

    /// <summary>True when the router does not have the newest revision yet.</summary>
    public bool IsPublishDue => Revision > 0 && (Published is null || Published.Revision != Revision || Published.Problem is not null);

    /// <summary>The same of the bus that is routed by now: it may be another than the one that was published to.</summary>
    internal bool IsPublishDueAt(string? bus) => IsPublishDue || (Revision > 0 && Published?.Bus != bus);

    public static SubjectId SubjectOf(string name) => new("rule/" + name);
}

/// <summary>A change that a second person must decide.</summary>
/// <param name="ChangeId">The command that asked for it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Content">The rule after it.</param>
/// <param name="ById">Who asked: anybody else may decide.</param>
/// <param name="By">For people.</param>
/// <param name="At">UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="Why">Why a second person is asked: which destinations begin or cease to get events.</param>
public sealed record PendingChange(string ChangeId, RuleChange Kind, RuleContent Content, string ById, string By, DateTimeOffset At, string Reason, string Why);

/// <param name="Revision">The one that the router has, or was to have.</param>
/// <param name="At">UTC.</param>
/// <param name="Problem">What stood in the way, for people; null when the router has it.</param>
/// <param name="Bus">See <see cref="IRuleStore.Bus"/>.</param>
public sealed record Publication(int Revision, DateTimeOffset At, string? Problem = null, string? Bus = null);

public enum RuleChange
{
    Saved,
    Enabled,
    Disabled,
    Deleted,
    RolledBack,
}
