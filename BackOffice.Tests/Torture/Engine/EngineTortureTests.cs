#if DEBUG
using BackOffice.Core.Common;
#endif
using Xunit.Abstractions;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>The workflow engine alone, killed. Sizes by TORTURE_KILLS, TORTURE_ORDERS, TORTURE_SEED; the seed is printed and repeats the plan.</summary>
[Trait("Category", "Torture")]
public sealed class EngineTortureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Executions_KilledAtRandomMoments_NoneIsLostAndNothingHappensTwice()
    {
        var settings = TortureSettings.FromEnvironment(kills: 20, orders: 400);
        using var run = new EngineTortureRun(settings, output.WriteLine);

        var findings = await run.RunAsync(CancellationToken.None);

        Assert.True(findings.Count == 0, Tell(settings, findings));
        run.Keep = false;
    }

#if DEBUG
    /// <summary>A harness that finds nothing in an engine that is wrong proves nothing with one that is right.</summary>
    [Theory]
    [InlineData(SeededBugs.AcknowledgeBeforeCommit, "was acknowledged and is lost")]
    [InlineData(SeededBugs.SnapshotApart, "history is not well formed", "have not ended")]
    [InlineData(SeededBugs.TimerNotStored, "executions have not ended")]
    [InlineData(SeededBugs.NewKeyAfterRestart, "under the keys")]
    [InlineData(SeededBugs.EventIdFromMemory, "UNIQUE constraint failed: history", "history is not well formed", "have not ended")]
    public async Task Executions_SeededBug_IsCaught(string bug, params string[] oneOf)
    {
        var settings = TortureSettings.FromEnvironment() with { Kills = 8, Orders = 300, QuietWithin = TimeSpan.FromSeconds(6) };
        using var run = new EngineTortureRun(settings, output.WriteLine, bug);

        var findings = await run.RunAsync(CancellationToken.None);

        output.WriteLine(Tell(settings, findings));
        Assert.True(findings.Any(finding => oneOf.Any(one => finding.Contains(one, StringComparison.Ordinal))), Tell(settings, findings));
        run.Keep = false;
    }
#endif

    private static string Tell(TortureSettings settings, IReadOnlyList<string> findings) =>
        $"seed {settings.Seed}: {findings.Count} findings:\n{string.Join('\n', findings.Take(20))}";
}
