using System.Diagnostics;
using System.Globalization;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Run by hand: <c>BENCH_ORDERS=20000 dotnet test -c Release --filter Category=Bench</c>. Measures; asserts no time.</summary>
[Trait("Category", "Bench")]
public sealed class EngineBench(ITestOutputHelper output)
{
    private static readonly string[] s_activities = ["fraud-scan", "authorise-payment", "issue-vouchers", "capture-payment", "notify-customer"];

    [Fact]
    public async Task InstantVoucher_ManyOrders_AllSucceed()
    {
        var orders = int.Parse(Environment.GetEnvironmentVariable("BENCH_ORDERS") ?? "200", CultureInfo.InvariantCulture);
        var workers = int.Parse(Environment.GetEnvironmentVariable("BENCH_WORKERS") ?? "32", CultureInfo.InvariantCulture);
        var starters = int.Parse(Environment.GetEnvironmentVariable("BENCH_STARTERS") ?? "64", CultureInfo.InvariantCulture);
        await using var world = await EngineWorld.StartAsync();
        await world.InstallAsync(ShippedDefinitions.Read(ShippedDefinitions.InstantVoucher), ShippedDefinitions.InstantVoucher);
        using var stop = new CancellationTokenSource();
        var work = s_activities.SelectMany(a => Enumerable.Range(0, workers).Select(_ => WorkAsync(world, a, stop.Token))).ToArray();
        await RunAsync(world, "warm", Math.Min(500, orders), starters);
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var before = world.Engine.Counts;

        var watch = Stopwatch.StartNew();
        await RunAsync(world, "order", orders, starters);
        watch.Stop();

        var counts = world.Engine.Counts;
        var seconds = watch.Elapsed.TotalSeconds;
        var file = new FileInfo(world.File).Length + new FileInfo(world.File + "-wal").Length;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{orders / seconds:F0} executions/s, {(counts.Transitions - before.Transitions) / seconds:F0} transitions/s, " +
            $"{(counts.Transitions - before.Transitions) / (double)(counts.Commits - before.Commits):F1} transitions a commit, " +
            $"{(counts.Commits - before.Commits) / seconds:F0} commits/s, {(double)file / orders:F0} bytes an order, " +
            $"{(GC.GetTotalAllocatedBytes() - allocated) / orders / 1024} KiB allocated an order, " +
            $"cpu {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds / seconds:F2} cores, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
        await stop.CancelAsync();
        await Task.WhenAll(work);
    }

    private static async Task RunAsync(EngineWorld world, string prefix, int orders, int starters)
    {
        var next = 0;
        var from = (await world.Engine.StatusChangesAsync(0, int.MaxValue, default)).Count;
        await Task.WhenAll(Enumerable.Range(0, starters).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) <= orders;)
                await world.BeginAsync($"{prefix}-{i}", $$"""{"order":"GC-7KQ2-{{i:D4}}"}""", ShippedDefinitions.InstantVoucher);
        })));
        long seen = from;
        for (var done = 0; done < orders;)
        {
            var changes = await world.Engine.StatusChangesAsync(seen, 10_000, default);
            done += changes.Count(c => c.Status == ExecutionStatus.Succeeded);
            seen = changes.Count > 0 ? changes[^1].Sequence : seen;
            Assert.DoesNotContain(changes, c => c.Status is ExecutionStatus.Failed);
            await Task.Delay(5);
        }
    }

    private static async Task WorkAsync(EngineWorld world, string activity, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (await world.Engine.GetTaskAsync(activity, activity, stop) is { } task)
                    Assert.True((await world.Engine.SucceedAsync(task.Token, """{"verdict":"pass","at":"2026-03-01T09:00:00Z"}""", default)).IsSuccess);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
