using System.CommandLine;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Hosting;

namespace BackOffice.Cli.Bench.Search;

/// <summary><c>bench search</c>: every kind of search over as many invented orders as are asked for.</summary>
internal static class SearchBenchCommand
{
    public static Command Build()
    {
        var orders = new Option<int>("--orders") { Description = "How many orders there are.", DefaultValueFactory = _ => 100_000 };
        var runs = new Option<int>("--runs") { Description = "How often each kind of search is timed; 0 makes the orders and times nothing.", DefaultValueFactory = _ => 200 };
        orders.Validators.Add(result => BenchCommand.AtLeast(result, orders, 10_000));
        runs.Validators.Add(result => BenchCommand.AtLeast(result, runs, 0));
        var postgres = new Option<string?>("--compare-postgres") { Description = "A PostgreSQL to load with the same orders and ask the same, as Npgsql takes it: Host=localhost;Username=bench;Database=bench. Its table bench_orders is made anew.", HelpName = "CONNECTION" };
        var json = CommonOptions.Json();
        var command = new Command("search", "Every kind of search over invented orders of five years. The orders are kept beside the data folder for the next run; remove that folder when done.")
        {
            orders, runs, postgres, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var count = parsed.GetValue(orders);
            var folder = FormattableString.Invariant($"{Path.GetFullPath(parsed.GetRequiredValue(CommonOptions.Data))}-bench-search-{count}");
            if (await RunAsync(folder, count, parsed.GetValue(runs), parsed.GetValue(postgres), CommonOptions.SettingsOf(parsed), cancellationToken) is not { } report)
                Console.WriteLine($"The orders are in {Path.Combine(folder, "data")}.");
            else if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, SearchJson.Default.SearchReport));
            else
                report.Print(Console.Out);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<SearchReport?> RunAsync(string folder, int count, int runs, string? postgres, ServerSettings settings, CancellationToken cancellationToken)
    {
        var loaded = Path.Combine(folder, "loaded");
        if (Directory.Exists(folder) && !File.Exists(loaded))
            Directory.Delete(folder, recursive: true); // a load that was broken off
        Directory.CreateDirectory(folder);
        DiskProbe.RefuseMemory(folder);
        await using var app = ServerHost.Build(
            settings with { Data = Path.Combine(folder, "data"), SocketOnly = true, RunPipeline = false }, builder => builder.Logging.AddFilter(level => level >= LogLevel.Warning));
        var orders = new InventedOrders(count);
        var bench = new SearchBench(app.Services.GetRequiredService<IStore>(), orders, count, runs, TimeProvider.System, Console.Error);
        double? rate = null;
        if (!File.Exists(loaded))
        {
            rate = await bench.LoadAsync(cancellationToken);
            await File.WriteAllTextAsync(loaded, "The orders of bench search are all here.", cancellationToken);
        }

        if (runs == 0)
            return null;
        await using var other = postgres is null ? null : await PostgresOrders.OpenAsync(postgres, orders, count, Console.Error, cancellationToken);
        var kinds = await bench.MeasureAsync(other, cancellationToken);
        var memory = Environment.WorkingSet / 1024.0 / 1024.0;
        var (writes, p99) = await bench.MeasureWhileWritingAsync(cancellationToken);
        return new SearchReport
        {
            Processors = Environment.ProcessorCount,
            FileSystem = new DriveInfo(folder).DriveFormat,
            Orders = count,
            LoadedASecond = rate,
            BytesAnOrder = Directory.EnumerateFiles(Path.Combine(folder, "data"), "orders.db*").Sum(file => new FileInfo(file).Length) / count,
            Kinds = kinds,
            WritesASecond = writes,
            SearchP99WhileWritingMs = p99,
            MemoryMb = memory,
        };
    }
}
