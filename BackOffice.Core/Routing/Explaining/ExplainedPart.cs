namespace BackOffice.Core.Routing.Explaining;

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
