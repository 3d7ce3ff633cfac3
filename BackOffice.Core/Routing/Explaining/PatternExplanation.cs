namespace BackOffice.Core.Routing.Explaining;

/// <summary>Why an event matches a pattern, or does not.</summary>
/// <param name="Matched">The same as <see cref="EventPattern.Matches"/> says.</param>
/// <param name="Root">The pattern's parts; all of them must hold.</param>
/// <param name="Note">What the parts alone do not tell: that they are met in different elements of an array; null for none.</param>
public sealed record PatternExplanation(bool Matched, ExplainedPart Root, string? Note)
{
    /// <summary>As indented lines, each with its outcome in a word.</summary>
    public override string ToString() => ExplanationText.Write(this);
}

/// <summary>What became of one part of a pattern.</summary>
public enum PartOutcome
{
    /// <summary>Holds.</summary>
    Matched,

    /// <summary>The event has the field, with another value; or a group's parts do not hold.</summary>
    Failed,

    /// <summary>The event lacks the field.</summary>
    Absent,
}

/// <summary>How a part's own parts are joined.</summary>
public enum PartKind
{
    /// <summary>One field; it has no parts.</summary>
    Field,

    /// <summary>All parts must hold.</summary>
    All,

    /// <summary>One of the parts must hold.</summary>
    Any,
}

/// <summary>One part of a pattern and what the event has there.</summary>
public sealed record ExplainedPart
{
    public required PartKind Kind { get; init; }

    public required PartOutcome Outcome { get; init; }

    /// <summary>The field, as names joined with dots; null for a group.</summary>
    public string? Path { get; init; }

    /// <summary>What is asked for, to be put after the path: <c>is "orders" or starts with "gilt."</c>; null for a group.</summary>
    public string? Expected { get; init; }

    /// <summary>The event's value as JSON, shortened; null when it has none. Of several in an array the one that met the pattern or came nearest.</summary>
    public string? Actual { get; init; }

    /// <summary>Where that value lies, with array indices: <c>detail.items[1].sku</c>; null when it has none.</summary>
    public string? Place { get; init; }

    /// <summary>How near the value or the name came; null when it was not near.</summary>
    public string? NearMiss { get; init; }

    /// <summary>In the order of the pattern.</summary>
    public IReadOnlyList<ExplainedPart> Parts { get; init; } = [];
}
