#if DEBUG
using BackOffice.Core.Common;
#endif
using Xunit.Abstractions;

namespace BackOffice.Tests.Torture.Router;

/// <summary>The event router, killed under load. Sizes by TORTURE_KILLS, TORTURE_ORDERS, TORTURE_SEED.</summary>
[Trait("Category", "Torture")]
public sealed class RouterTortureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Events_KilledAtRandomMoments_NoneIsLostAndNoneIsADeadLetter()
    {
        var settings = TortureSettings.FromEnvironment(kills: 20, orders: 1_000);
        using var run = new RouterTortureRun(settings, output.WriteLine);

        var findings = await run.RunAsync(CancellationToken.None);

        Assert.True(findings.Count == 0, Tell(settings, findings));
        run.Keep = false;
    }

#if DEBUG
    /// <summary>A harness that finds nothing in a router that is wrong proves nothing with one that is right.</summary>
    [Theory]
    [InlineData(SeededBugs.RouterCursorFirst)]
    [InlineData(SeededBugs.DeliveredBeforeSent)]
    public async Task Events_SeededBug_IsCaught(string bug)
    {
        var settings = TortureSettings.FromEnvironment() with { Kills = 12, Orders = 600, QuietWithin = TimeSpan.FromSeconds(60) };
        using var run = new RouterTortureRun(settings, output.WriteLine, bug);

        var findings = await run.RunAsync(CancellationToken.None);

        output.WriteLine(Tell(settings, findings));
        Assert.Contains(findings, finding => finding.Contains("lost", StringComparison.Ordinal));
        run.Keep = false;
    }
#endif

    private static string Tell(TortureSettings settings, IReadOnlyList<string> findings) =>
        $"seed {settings.Seed}: {findings.Count} findings:\n{string.Join('\n', findings.Take(20))}";
}
