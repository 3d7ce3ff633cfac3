using Xunit.Abstractions;

namespace BackOffice.Tests.Torture;

/// <summary>Counts what the real program asks of the disk, from outside, with strace.</summary>
public sealed class FsyncTests(ITestOutputHelper output)
{
    private const int Orders = 30;

    [StraceFact]
    public async Task OneClientAtATime_EveryAcknowledgedCommitWaitedForTheDisk()
    {
        var calls = await CountAsync([]);

        output.WriteLine($"{Orders} orders acknowledged one by one, {calls} fsync and fdatasync calls");
        Assert.True(calls >= Orders, $"{calls} calls for {Orders} acknowledged commits");
    }

#if DEBUG
    [StraceFact]
    public async Task SeededBug_SynchronousOff_IsNoticed()
    {
        var calls = await CountAsync(new() { ["BACKOFFICE_SEEDED_BUG"] = "synchronous-off" });

        output.WriteLine($"{Orders} orders acknowledged one by one, {calls} fsync and fdatasync calls");
        Assert.True(calls < Orders, $"{calls} calls although the store did not wait for the disk");
    }
#endif

    /// <summary>The rollout is at zero, so that an order is one commit and nothing else writes.</summary>
    private static async Task<int> CountAsync(Dictionary<string, string> settings)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var folder = Directory.CreateTempSubdirectory("backoffice-fsync-");
        var data = Path.Combine(folder.FullName, "data");
        var trace = Path.Combine(folder.FullName, "trace");
        try
        {
            settings["Pipeline__BatchEvery"] = "12:00:00";
            using var server = await ServerProcess.StartAsync(data, ServerProcess.FreePort(), Path.Combine(folder.FullName, "log"), settings, patience.Token);
            using var count = await FsyncCount.AttachAsync(server.Id, trace, patience.Token);
            await new OrderClient(data).PlaceOneByOneAsync(OrderMix.Make(Orders, 7), patience.Token);
            server.Kill();
            return await count.CallsAsync(patience.Token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
