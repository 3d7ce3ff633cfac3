#if DEBUG
using BackOffice.Core.Common;
#endif
using Xunit.Abstractions;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>Counts what the engine asks of the disk when one client starts one execution after the other.</summary>
[Trait("Category", "Torture")]
public sealed class EngineFsyncTests(ITestOutputHelper output)
{
    private const int Orders = 30;

    [StraceFact]
    public async Task OneClientAtATime_EveryAcknowledgedStartWaitedForTheDisk()
    {
        var calls = await CountAsync(bug: null);

        output.WriteLine($"{Orders} executions acknowledged one by one, {calls} fsync and fdatasync calls");
        Assert.True(calls >= Orders, $"{calls} calls for {Orders} acknowledged starts");
    }

#if DEBUG
    [StraceFact]
    public async Task SeededBug_SynchronousOff_IsNoticed()
    {
        var calls = await CountAsync(SeededBugs.SynchronousOff);

        output.WriteLine($"{Orders} executions acknowledged one by one, {calls} fsync and fdatasync calls");
        Assert.True(calls < Orders, $"{calls} calls although the engine did not wait for the disk");
    }
#endif

    /// <summary>Nobody works, so that a start is one commit and nothing else writes.</summary>
    private static async Task<int> CountAsync(string? bug)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var folder = Directory.CreateTempSubdirectory("bo-engine-fsync-");
        try
        {
            using var engine = TalkingProcess.Start(bug, folder.CreateSubdirectory("data").FullName, Path.Combine(folder.FullName, "ledger"), "idle");
            await engine.UntilAsync("ready", patience.Token);
            using var count = await FsyncCount.AttachAsync(engine.Id, Path.Combine(folder.FullName, "trace"), patience.Token);
            foreach (var order in TortureOrder.Make(Orders, 7))
            {
                Assert.True(engine.TrySend(order.Line));
                await engine.UntilAsync($"ok {order.Name}", patience.Token);
            }

            engine.Kill();
            return await count.CallsAsync(patience.Token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
