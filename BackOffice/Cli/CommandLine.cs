using System.CommandLine;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary>The program's verbs. Without one it serves.</summary>
public static class CommandLine
{
    /// <param name="args">As the shell gave them.</param>
    /// <param name="errors">Where refusals are told; null for standard error.</param>
    /// <param name="output">Where verbs that need no server print; null for standard output.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter? errors = null, TextWriter? output = null)
    {
        var parsed = Build().Parse(args);
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Error = errors ?? Console.Error, Output = output ?? Console.Out };
        var exitCode = await StartRefusal.GuardAsync(() => parsed.InvokeAsync(configuration), errors);
        // The parser's own errors end with 1, which says "unexpected" in our table.
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }

    internal static RootCommand Build()
    {
        var root = new RootCommand("BackOffice: order processing and its console. Without a verb it serves.");
        root.Options.Add(CommonOptions.Urls);
        root.Options.Add(CommonOptions.Data);
        root.Options.Add(CommonOptions.Set);
        root.SetAction((parsed, cancellationToken) => ServerHost.RunAsync(CommonOptions.SettingsOf(parsed), cancellationToken));
        root.Subcommands.Add(ImportCommand.Build());
        root.Subcommands.Add(ExportCommand.Build());
        root.Subcommands.Add(VerifyCommand.Build());
        root.Subcommands.Add(RolloutCommand.Build());
        root.Subcommands.Add(StatusCommand.Build());
        root.Subcommands.Add(SamplesCommand.Build());
        root.Subcommands.Add(CountersCommand.Build());
        root.Subcommands.Add(BackupCommand.Build());
        root.Subcommands.Add(Workflows.WorkflowCommand.Build());
        root.Subcommands.Add(RuleCommand.Build());
        root.Subcommands.Add(BackendCommand.Build());
        root.Subcommands.Add(Bench.BenchCommand.Build());
        return root;
    }
}
