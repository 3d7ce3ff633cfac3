using System.Globalization;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>How bad a finding is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The language does not allow it.</summary>
    Error,

    /// <summary>Valid in the language, and not run by the embedded engine: refused when the definition is installed there.</summary>
    Unsupported,

    /// <summary>Allowed, and probably not meant.</summary>
    Warning,
}

/// <summary>One finding about a definition, as ValidateStateMachineDefinition words it.</summary>
/// <param name="Code">AWS's code (API reference, "ValidateStateMachineDefinitionDiagnostic"): <c>SCHEMA_VALIDATION_FAILED</c>, <c>MISSING_TRANSITION_TARGET</c>, …</param>
/// <param name="Message">AWS's words where they are known.</param>
/// <param name="Path">Where, as AWS writes it: <c>/States/Hold/Choices[0]/Next</c>; null when it concerns the whole workflow.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 characters.</param>
public sealed record Diagnostic(string Code, string Message, string? Path, int Line, int Column, DiagnosticSeverity Severity)
{
    internal const string Json = "INVALID_JSON_DESCRIPTION";
    internal const string Empty = "MISSING_DESCRIPTION";
    internal const string Schema = "SCHEMA_VALIDATION_FAILED";
    internal const string Target = "MISSING_TRANSITION_TARGET";
    internal const string NoEnd = "MISSING_END_STATE";
    internal const string TwiceNamed = "DUPLICATE_STATE_NAME";
    internal const string StateName = "INVALID_STATE_NAME";
    internal const string NoDollar = "NO_DOLLAR";
    internal const string NoPath = "NO_PATH";
    internal const string StaticResult = "PASS_RESULT_IS_STATIC";

    /// <summary>As CreateStateMachine words it: <c>CODE: message at path</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code}: {Message} at {Path ?? "null"}");
}
