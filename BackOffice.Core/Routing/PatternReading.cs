namespace BackOffice.Core.Routing;

/// <summary>How strictly a pattern is read.</summary>
public enum PatternReading
{
    /// <summary>For a pattern that somebody writes now: what is surely a mistake is refused, although AWS takes it.</summary>
    Strict,

    /// <summary>
    /// For a rule that exists already on AWS: a malformed <c>$or</c> is read as AWS reads it, as a field of that name, and the length may be
    /// up to <see cref="PatternLimits.MostCharacters"/>.
    /// </summary>
    Existing,
}
