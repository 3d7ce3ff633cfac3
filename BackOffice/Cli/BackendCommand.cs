using System.CommandLine;
using BackOffice.Hosting;

namespace BackOffice.Cli;

internal static class BackendCommand
{
    public static Command Build()
    {
        var init = new Command("init", "Make the table and its indexes in DynamoDB, or say in what those that are there differ. May be run again.");
        init.SetAction((parsed, cancellationToken) => BackendInit.RunAsync(CommonOptions.SettingsOf(parsed), Console.Out, Console.Error, cancellationToken));
        return new Command("backend", "What the backends of the settings need before the first start.") { init };
    }
}
