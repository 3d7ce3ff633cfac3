using System.CommandLine;

namespace BackOffice.Cli.Workflows;

internal static class WorkflowCommand
{
    public static Command Build() => new("workflow", "Definitions and executions of the workflow engine.")
    {
        WorkflowRun.Build(), WorkflowValidate.Build(), WorkflowHistory.Build(),
    };
}
