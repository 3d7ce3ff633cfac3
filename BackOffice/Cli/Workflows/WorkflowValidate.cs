using System.CommandLine;
using System.Text.Json;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Hosting;

namespace BackOffice.Cli.Workflows;

/// <summary><c>workflow validate</c>: what an installation of the definition would say, without a server and without data.</summary>
internal static class WorkflowValidate
{
    public static Command Build()
    {
        var definition = DefinitionSource.Argument("DEFINITION");
        var json = CommonOptions.Json();
        var command = new Command("validate", $"Say what is wrong with a definition, with AWS's codes. Ends with {ExitCodes.Refused} when anything is.") { definition, json };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var findings = DefinitionCheck.Of(parsed.GetRequiredValue(definition).Asl);
            if (parsed.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(findings, WorkflowJson.Default.IReadOnlyListDiagnostic));
            else
                Print(findings, output);
            return DefinitionCheck.CanBeInstalled(findings) ? ExitCodes.Success : ExitCodes.Refused;
        });
        return command;
    }

    /// <summary>One line a finding, as compilers write them.</summary>
    public static void Print(IReadOnlyList<Diagnostic> findings, TextWriter output)
    {
        foreach (var found in findings)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{found.Line}:{found.Column}: {Word(found.Severity)} {found.Code}: {found.Message} at {found.Path ?? "the whole workflow"}"));
        }

        if (DefinitionCheck.CanBeInstalled(findings))
            output.WriteLine("Valid.");
    }

    private static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Unsupported => "not run here",
        DiagnosticSeverity.Warning => "warning",
    };
}
