namespace BackOffice.Core.Routing;

/// <summary>Something of a good pattern that its author should know.</summary>
/// <param name="Path">The field, as names joined with dots.</param>
/// <param name="Message">For people.</param>
public sealed record PatternWarning(string Path, string Message);
