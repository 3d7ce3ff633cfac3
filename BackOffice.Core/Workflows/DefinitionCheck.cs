using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Definitions;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Workflows;

/// <summary>What an installation of a definition would say.</summary>
public static class DefinitionCheck
{
    /// <summary>As <see cref="AslValidator.Validate"/>, with <c>${activity:name}</c> filled in.</summary>
    public static IReadOnlyList<Diagnostic> Of(string asl) => AslValidator.Validate(ShippedDefinitions.FillIn(asl, ContextObject.ActivityArn));

    /// <summary>True when nothing stands against its installation: warnings do not.</summary>
    public static bool CanBeInstalled(IEnumerable<Diagnostic> findings) => findings.All(found => found.Severity is DiagnosticSeverity.Warning);
}
