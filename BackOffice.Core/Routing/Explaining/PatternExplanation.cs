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
