using System.CommandLine;
using System.Text.Json;
using BackOffice.Hosting;

namespace BackOffice.Cli.Bench;

/// <summary>The whole way of an order, the workflow engine alone, the rules' matcher alone, every kind of search, the console: on this machine and this disk.</summary>
internal static class BenchCommand
{
    public static Command Build() => new("bench", "Measure on this machine.") 
    {
        Pipeline(), Money(), Engine(), Routing(), Search.SearchBenchCommand.Build(), Circuits.ConsoleBenchCommand.Build(), Circuits.ConsoleBenchCommand.BuildServer(),
    };

    private static Command Routing()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long each number of rules is measured.", DefaultValueFactory = _ => 4 };
        seconds.Validators.Add(result => Positive(result, seconds));
        var json = CommonOptions.Json();
        var command = new Command("routing", "Events a second against 10, 100 and 300 rules on one core, and what an event allocates.") { seconds, json };
        command.SetAction(parsed =>
        {
            var report = RoutingBench.Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, RoutingJson.Default.RoutingReport));
            else
                report.Print(Console.Out);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Pipeline()
    {
        var orders = new Option<int>("--orders") { Description = "How many orders the first phase sends.", DefaultValueFactory = _ => 5_000 };
        var clients = new Option<int>("--clients") { Description = "Requests at once in the first phase.", DefaultValueFactory = _ => 64 };
        orders.Validators.Add(result => Positive(result, orders));
        clients.Validators.Add(result => Positive(result, clients));
        var json = CommonOptions.Json();
        var command = new Command("pipeline", "POST to voucher over HTTP, with sandbox gateways that answer at once: first as fast as it goes, then at 80 % of that rate.")
        {
            orders, clients, json,
        };
        command.SetAction((parsed, cancellationToken) => OnFreshFolderAsync(parsed, async (folder, disk) =>
        {
            await using var server = await BenchServer.StartAsync(Path.Combine(folder, "data"), cancellationToken);
            var report = await PipelineBench.RunAsync(server, parsed.GetValue(orders), parsed.GetValue(clients), disk, Console.Error, cancellationToken);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, BenchJson.Default.PipelineReport));
            else
                report.Print(Console.Out);
            return report.Unfinished == 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }

    private static Command Money()
    {
        var orders = new Option<int>("--orders") { Description = "How many orders are placed; two of five are then refunded, redeemed, voided, reissued or sent again.", DefaultValueFactory = _ => 100_000 };
        var clients = new Option<int>("--clients") { Description = "Requests at once.", DefaultValueFactory = _ => 64 };
        var keep = new Option<bool>("--keep") { Description = "Leave the data folder, for verify; its name is printed." };
        orders.Validators.Add(result => Positive(result, orders));
        clients.Validators.Add(result => Positive(result, clients));
        var command = new Command("money", $"Place orders and act on them as people and clients do, then check I1 to I20 on all of them. Ends with {ExitCodes.AuditBroken} when one is broken.") { orders, clients, keep };
        command.SetAction((parsed, cancellationToken) => OnFreshFolderAsync(parsed, async (folder, _) =>
        {
            var data = Path.Combine(folder, "data");
            await using var server = await BenchServer.StartAsync(data, cancellationToken, MoneyBench.Settings);
            var report = await new MoneyBench(server, parsed.GetValue(orders), parsed.GetValue(clients), Console.Error).RunAsync(cancellationToken);
            report.Print(Console.Out);
            if (parsed.GetValue(keep))
                Console.WriteLine($"kept: {data}");
            return report.Money.IsGreen ? ExitCodes.Success : ExitCodes.AuditBroken;
        }, parsed.GetValue(keep)));
        return command;
    }

    private static Command Engine()
    {
        var orders = new Option<int>("--orders") { Description = "How many executions of instant-voucher the first phase runs.", DefaultValueFactory = _ => 20_000 };
        var concurrency = new Option<int>("--concurrency") { Description = "Executions at once in the first phase.", DefaultValueFactory = _ => 256 };
        orders.Validators.Add(result => Positive(result, orders));
        concurrency.Validators.Add(result => Positive(result, concurrency));
        var json = CommonOptions.Json();
        var command = new Command("engine", "Executions on the embedded workflow engine alone, with handlers that answer at once: as fast as it goes, beside plain SQLite, then at 80 % of that rate.")
        {
            orders, concurrency, json,
        };
        command.SetAction((parsed, cancellationToken) => OnFreshFolderAsync(parsed, async (folder, disk) =>
        {
            var report = await EngineBench.RunAsync(folder, parsed.GetValue(orders), parsed.GetValue(concurrency), disk, parsed.InvocationConfiguration.Error, cancellationToken);
            if (parsed.GetValue(json))
                parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, BenchJson.Default.EngineReport));
            else
                report.Print(parsed.InvocationConfiguration.Output);
            return ExitCodes.Success;
        }));
        return command;
    }

    public static async Task<int> OnFreshFolderAsync(ParseResult parsed, Func<string, DiskProbe, Task<int>> measure, bool keep = false)
    {
        // Never the person's own data: a folder beside it, removed at the end.
        var folder = Path.GetFullPath(parsed.GetRequiredValue(CommonOptions.Data)) + "-bench-" + Guid.NewGuid().ToString("N")[..8];
        Directory.CreateDirectory(folder);
        try
        {
            DiskProbe.RefuseMemory(folder);
            return await measure(folder, DiskProbe.Measure(folder));
        }
        finally
        {
            if (!keep)
                Directory.Delete(folder, recursive: true);
        }
    }

    public static void AtLeast(System.CommandLine.Parsing.OptionResult result, Option<int> option, int least)
    {
        if (result.GetValue(option) < least)
            result.AddError(FormattableString.Invariant($"{option.Name}: at least {least}."));
    }

    private static void Positive(System.CommandLine.Parsing.OptionResult result, Option<int> option) => AtLeast(result, option, 1);
}
