using System.CommandLine;
using System.Text.Json;
using BackOffice.Hosting;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary><c>bench console</c>: many open pages at once.</summary>
internal static class ConsoleBenchCommand
{
    public static Command Build()
    {
        var circuits = new Option<int>("--circuits") { Description = "How many pages are open at once.", DefaultValueFactory = _ => 200 };
        var seconds = new Option<int>("--seconds") { Description = "How long each kind of page is measured.", DefaultValueFactory = _ => 30 };
        circuits.Validators.Add(result => BenchCommand.AtLeast(result, circuits, 1));
        seconds.Validators.Add(result => BenchCommand.AtLeast(result, seconds, 5));
        var json = CommonOptions.Json();
        var command = new Command("console", "Real circuits on the list of orders, then on order pages, against a server in a process of its own: memory a circuit, event to render batch, change to render batch.")
        {
            circuits, seconds, json,
        };
        command.SetAction((parsed, cancellationToken) => BenchCommand.OnFreshFolderAsync(parsed, async (folder, disk) =>
        {
            await using var console = await ConsoleProcess.StartAsync(null, Path.Combine(folder, "data"), new Dictionary<string, string>(), Console.Error, cancellationToken);
            var report = await new ConsoleBench(console, parsed.GetValue(circuits), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Error).RunAsync(disk, cancellationToken);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, ConsoleJson.Default.ConsoleReport));
            else
                report.Print(Console.Out);
            return report.List.Troubled + report.OrderPage.Troubled == 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }

    /// <summary>The server half, which the bench and tests start.</summary>
    public static Command BuildServer()
    {
        var command = new Command(ServedConsole.Verb, "The server of bench console.") { Hidden = true };
        command.SetAction((parsed, cancellationToken) => ServedConsole.RunAsync(parsed.GetRequiredValue(CommonOptions.Data), Console.In, Console.Out, cancellationToken));
        return command;
    }
}
