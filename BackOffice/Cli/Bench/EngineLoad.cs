using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Cli.Bench;

/// <summary>The embedded engine alone on a fresh file, with workers that answer every task at once.</summary>
internal sealed class EngineLoad : IAsyncDisposable
{
    private const int WorkersAnActivity = 32;
    private const string LastActivity = "notify-customer";

    private static readonly string[] s_activities = ["fraud-scan", "authorise-payment", "issue-vouchers", "capture-payment", LastActivity];

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ends = new(StringComparer.Ordinal);
    private readonly Task[] _workers;

    private EngineLoad(EmbeddedWorkflows engine, string folder)
    {
        Engine = engine;
        Folder = folder;
        _workers = [.. s_activities.SelectMany(activity => Enumerable.Range(0, WorkersAnActivity).Select(_ => Task.Run(() => WorkAsync(activity))))];
    }

    public EmbeddedWorkflows Engine { get; }

    public string Folder { get; }

    /// <summary>Bytes of the database and its log.</summary>
    public long FileBytes => Directory.EnumerateFiles(Folder, WorkflowOptions.FileName + "*").Sum(file => new FileInfo(file).Length);

    public static async Task<EngineLoad> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var options = new WorkflowOptions { File = Path.Combine(folder, WorkflowOptions.FileName), CreateIfMissing = true };
        var engine = new EmbeddedWorkflows(options, TimeProvider.System, NullLogger<EmbeddedWorkflows>.Instance);
        await engine.StartAsync(cancellationToken);
        _ = (await engine.InstallAsync(ShippedDefinitions.InstantVoucher, ShippedDefinitions.Read(ShippedDefinitions.InstantVoucher), cancellationToken)).Value;
        return new EngineLoad(engine, folder);
    }

    /// <summary>So many at once, each beginning the next when it ends. Milliseconds from the start's call to the durable end, of each.</summary>
    public async Task<double[]> ClosedLoopAsync(string name, int executions, int atOnce, CancellationToken cancellationToken)
    {
        var took = new double[executions];
        await Parallel.ForAsync(0, executions, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (i, _) =>
            took[i] = await RunAsync(name, i));
        return took;
    }

    /// <summary>Each is started at its own moment, whether or not earlier ones have ended: waiting would hide the delay.</summary>
    public async Task<double[]> OpenLoopAsync(string name, int executions, double rate, CancellationToken cancellationToken)
    {
        var running = new Task<double>[executions];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < executions; i++)
        {
            var wait = TimeSpan.FromSeconds(i / rate) - watch.Elapsed;
            if (wait > TimeSpan.FromMilliseconds(1))
                await Task.Delay(wait, cancellationToken);
            running[i] = RunAsync(name, i);
        }

        return await Task.WhenAll(running);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        await Engine.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<double> RunAsync(string prefix, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ends[name] = end;
        var started = Stopwatch.GetTimestamp();
        _ = (await Engine.StartAsync(ShippedDefinitions.InstantVoucher, name, $$"""{"order":"{{name}}"}""", CancellationToken.None)).Value;
        await end.Task;
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private async Task WorkAsync(string activity)
    {
        try
        {
            while (true)
            {
                if (await Engine.GetTaskAsync(activity, activity, _stop.Token) is not { } task)
                    continue;
                _ = (await Engine.SucceedAsync(task.Token, """{"verdict":"accept","at":"2026-03-01T09:00:00Z"}""", CancellationToken.None)).Value;
                if (activity == LastActivity && _ends.TryRemove(task.HandOut[..task.HandOut.IndexOf('/', StringComparison.Ordinal)], out var end))
                    end.SetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // The bench has ended.
        }
    }
}
