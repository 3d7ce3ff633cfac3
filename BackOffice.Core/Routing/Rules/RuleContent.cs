using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Rules;

/// <summary>What a person decides of a rule. Immutable: a change is a new content, and so a new revision.</summary>
public sealed record RuleContent
{
    /// <summary>At most 512 characters.</summary>
    public string Description { get; init; } = "";

    /// <summary>JSON text, as it was written.</summary>
    public required string Pattern { get; init; }

    public RuleState State { get; init; } = RuleState.Disabled;

    /// <summary>1 to 5.</summary>
    public required IReadOnlyList<RuleTarget> Targets { get; init; }

    /// <summary>Events that the rule must match, and that it must leave alone; tried on every save.</summary>
    public IReadOnlyList<RuleSample> Samples { get; init; } = [];
}

/// <param name="Name">What it shows, for people.</param>
/// <param name="MustMatch">False for one that the rule must leave alone.</param>
/// <param name="Event">JSON text.</param>
public sealed record RuleSample(string Name, bool MustMatch, string Event);
