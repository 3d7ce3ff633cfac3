using BackOffice.Core.Common;

namespace BackOffice.Core.Routing;

/// <summary>A pattern that cannot be read, and so matches nothing.</summary>
/// <param name="Said">What is wrong, for people.</param>
/// <param name="Path">Where, as a JSON path: <c>$.detail.amount[0].numeric</c>.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">In characters, counted from 1.</param>
/// <param name="Suggestion">What to write instead, where that can be said.</param>
/// <param name="AwsReason">AWS's reason text, without the "Event pattern is not valid. Reason: " before it; null where AWS's is not known.</param>
public sealed record PatternRefusal(Sentence Said, string Path, int Line, int Column, string? Suggestion, string? AwsReason)
    : Error("pattern.refused", Said);
