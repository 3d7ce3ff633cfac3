using System.CommandLine;
using System.Text.Json;
using BackOffice.Core.Workflows;
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
            var problems = DefinitionCheck.Of(parsed.GetRequiredValue(definition).Asl);
            if (parsed.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(problems, WorkflowJson.Default.IReadOnlyListDefinitionProblem));
            else
                Print(problems, output);
            return problems.Count == 0 ? ExitCodes.Success : ExitCodes.Refused;
        });
        return command;
    }

    /// <summary>One line a problem; with a line number where it is known.</summary>
    public static void Print(IReadOnlyList<DefinitionProblem> problems, TextWriter output)
    {
        foreach (var problem in problems)
        {
            var place = problem is { Line: { } line, Column: { } column } ? FormattableString.Invariant($"{line}:{column}: ") : "";
            output.WriteLine($"{place}{problem.Code}: {problem.Message} at {problem.Path}");
        }

        if (problems.Count == 0)
            output.WriteLine("Valid.");
    }
}
