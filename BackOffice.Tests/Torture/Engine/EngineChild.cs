using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>
/// The process that is killed: the embedded engine with workers, and a client on standard input. A line of input is a name and an execution's input;
/// the answer is <c>ok NAME</c>, once the start is acknowledged, or <c>no NAME reason</c>. At the end of the input it stops as a server does.
/// </summary>
internal static class EngineChild
{
    private const int Workers = 16;

    /// <summary>Arguments: the data folder, the ledger, and <c>idle</c> when nobody shall work.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is ["router", var folder, var address])
            return await Router.RouterChild.RunAsync(folder, new Uri(address));
        if (args is ["money-server", var data, var url, var gateway])
            return await Money.MoneyServerChild.RunAsync(data, url, new Uri(gateway));
        if (args is ["money-gateway", var journal, var callbacks, var seed])
            return await Money.GatewayChild.RunAsync(journal, new Uri(callbacks), int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
        if (args.Length < 2)
        {
            await Console.Error.WriteLineAsync("This is the tests' own child process; run the tests with dotnet test.");
            return 2;
        }

        using var ledger = new EffectFile(args[1]);
        var options = new WorkflowOptions { File = Path.Combine(args[0], WorkflowOptions.FileName), CreateIfMissing = true, StartedWithin = TimeSpan.FromMilliseconds(10) };
        await using var engine = new EmbeddedWorkflows(options, TimeProvider.System, NullLogger<EmbeddedWorkflows>.Instance);
        Say("opening");
        await engine.StartAsync(CancellationToken.None);
        await engine.InstallAsync("torture", TortureOrder.Definition, CancellationToken.None);
        Say("ready");

        using var stop = new CancellationTokenSource();
        Task[] work = args is [_, _, "idle"] ? [] : [RedriveAsync(engine, stop.Token), .. Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(engine, ledger, stop.Token)))];
        var starts = new List<Task>();
        while (await Console.In.ReadLineAsync(CancellationToken.None) is { } line)
        {
            var cut = line.IndexOf(' ', StringComparison.Ordinal);
            starts.Add(StartAsync(engine, line[..cut], line[(cut + 1)..]));
        }

        await Task.WhenAll(starts);
        await stop.CancelAsync();
        await Task.WhenAll(work);
        return 0;
    }

    private static async Task StartAsync(EmbeddedWorkflows engine, string name, string input)
    {
        var started = await engine.StartAsync("torture", name, input, CancellationToken.None);
        // What is asked for again after a lost answer may have ended since.
        Say(started.IsSuccess || started.Error.Code == "ExecutionAlreadyExists" ? $"ok {name}" : $"no {name} {started.Error.Message}");
    }

    private static async Task WorkAsync(EmbeddedWorkflows engine, EffectFile ledger, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (await engine.GetTaskAsync("work", "w", stop) is not { } task)
                    continue;
                using var input = JsonDocument.Parse(task.InputJson);
                ledger.Made(EffectOf(input.RootElement), task.HandOut);
                var answered = TortureOrder.ErrorOf(input.RootElement) is { } error
                    ? await engine.FailAsync(task.Token, error, "As planned.", CancellationToken.None)
                    : await engine.SucceedAsync(task.Token, task.InputJson, CancellationToken.None);
                if (answered.IsSuccess)
                    ledger.Answered(task.HandOut);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private static TaskEffect EffectOf(JsonElement input) => new(
        input.GetProperty("plan").GetProperty("order").GetString() ?? "", input.GetProperty("state").GetString() ?? "",
        input.GetProperty("redrive").GetInt32(), input.GetProperty("attempt").GetInt32());

    /// <summary>Redrives what has failed, as a person would.</summary>
    private static async Task RedriveAsync(EmbeddedWorkflows engine, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var failed = await engine.ListAsync(new ExecutionQuery { Status = ExecutionStatus.Failed }, null, 100, stop);
                foreach (var execution in failed.Items)
                    await engine.RedriveAsync(execution.Name, FormattableString.Invariant($"r{execution.RedriveCount + 1}"), CancellationToken.None);
                await Task.Delay(20, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private static void Say(string line)
    {
        lock (Console.Out)
            Console.Out.WriteLine(line);
    }
}
