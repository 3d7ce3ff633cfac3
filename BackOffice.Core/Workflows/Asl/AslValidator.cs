namespace BackOffice.Core.Workflows.Asl;

/// <summary>Says what is wrong with a definition, without installing it.</summary>
public static class AslValidator
{
    /// <summary>
    /// Every finding, in the order of reading: what the language does not allow, what this engine does not run, and warnings. A definition can
    /// be installed when all of them are warnings, and is valid Amazon States Language when none is an <see cref="DiagnosticSeverity.Error"/>.
    /// </summary>
    /// <param name="json">The definition's text; placeholders such as <c>${activity:name}</c> must have been filled in.</param>
    public static IReadOnlyList<Diagnostic> Validate(string json) => AslReader.Read(json).Problems;
}
