using Xunit.Abstractions;

namespace BackOffice.Tests.Torture;

/// <summary>The real program, killed. Sizes by TORTURE_KILLS, TORTURE_ORDERS, TORTURE_SEED; the seed is printed and repeats the run.</summary>
[Trait("Category", "Torture")]
public sealed class TortureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Orders_KilledAtRandomMoments_EndQuietAndNothingHappenedTwice()
    {
        var settings = TortureSettings.FromEnvironment();
        using var run = new TortureRun(settings, output.WriteLine);

        var verdict = await run.RunAsync(CancellationToken.None);

        Assert.True(verdict.Loud.Count == 0, Tell(settings, "not quiet", verdict.Loud));
        Assert.True(verdict.Findings.Count == 0, Tell(settings, "findings", verdict.Findings));
        run.Keep = false;
    }

    [Fact]
    public async Task Import_WithOrdersThatWaitForAPerson_EndsOnceAllIsQuiet()
    {
        // Every input once is enough, and nothing is killed.
        var settings = TortureSettings.FromEnvironment() with { Kills = 0, Orders = 100 };
        using var run = new TortureRun(settings, output.WriteLine);
        await run.PlaceUnderKillsAsync(CancellationToken.None);

        var loud = await run.WaitUntilQuietAsync(CancellationToken.None);
        var import = await run.ImportEndedAsync(CancellationToken.None);

        Assert.True(loud.Count == 0, Tell(settings, "not quiet", loud));
        Assert.True(import is null, import);
        run.Keep = false;
    }

#if DEBUG
    /// <summary>A harness that finds nothing in a program that is wrong proves nothing with one that is right.</summary>
    [Theory]
    [InlineData("unknown-is-failed", 0, "took effect at the gateway")]
    [InlineData("key-per-try", 0, "/checkout/authorise-payment/1/ took effect ")]
    public async Task Orders_SeededBug_IsCaught(string bug, int kills, string finding)
    {
        var settings = TortureSettings.FromEnvironment() with { Kills = kills, Orders = 120, QuietWithin = TimeSpan.FromSeconds(30) };
        using var run = new TortureRun(settings, output.WriteLine) { Settings = { ["BACKOFFICE_SEEDED_BUG"] = bug } };

        var verdict = await run.RunAsync(CancellationToken.None);

        Assert.True(verdict.Findings.Any(found => found.Contains(finding, StringComparison.Ordinal)), Tell(settings, "findings, none of them this one", verdict.Findings));
        run.Keep = false;
    }
#endif

    private static string Tell(TortureSettings settings, string what, IReadOnlyList<string> found) =>
        $"seed {settings.Seed}: {found.Count} {what}:\n{string.Join('\n', found.Take(20))}";
}
