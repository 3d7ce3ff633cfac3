namespace BackOffice.Core.Routing.Rules;

/// <summary>One content that a rule has had; kept for ever.</summary>
public sealed record RuleRevision
{
    public required int Number { get; init; }

    public required RuleChange Kind { get; init; }

    public required RuleContent Content { get; init; }

    /// <summary>What it changed, a sentence each: <c>now also matches detail.city is "boston"</c>.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    public required string ById { get; init; }

    public required string By { get; init; }

    /// <summary>The second person, where one was asked.</summary>
    public string? ApprovedBy { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }
}
