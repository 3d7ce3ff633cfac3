using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Definitions;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Workflows;

/// <summary>What is wrong with a definition, before anybody installs it.</summary>
public static class DefinitionCheck
{
    /// <summary>Every problem, in the order of the text; empty when the definition can be installed.</summary>
    public static IReadOnlyList<DefinitionProblem> Of(string asl) =>
        [.. AslReader.Read(ShippedDefinitions.FillIn(asl, ContextObject.ActivityArn)).Problems.Select(found => new DefinitionProblem(found.Code, found.Message, found.Path))];
}

/// <param name="Code">AWS's code, <c>SCHEMA_VALIDATION_FAILED</c>; <c>UNSUPPORTED_BY_ENGINE</c> for what is valid and not run here.</param>
/// <param name="Message">For people.</param>
/// <param name="Path">JSON pointer: <c>/States/Hold/Next</c>.</param>
/// <param name="Line">From 1; null where it is not known.</param>
/// <param name="Column">From 1; null where it is not known.</param>
public sealed record DefinitionProblem(string Code, string Message, string Path, int? Line = null, int? Column = null);
