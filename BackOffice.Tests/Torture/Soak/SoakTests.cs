using Xunit.Abstractions;

namespace BackOffice.Tests.Torture.Soak;

/// <summary>
/// People come and go and orders flow, for hours. SOAK=1 asks for 30 minutes, SOAK_MINUTES for another time, SOAK_CIRCUITS for how many people at once; without
/// SOAK or SOAK_MINUTES it is not run.
/// </summary>
[Trait("Category", "Torture")]
public sealed class SoakTests(ITestOutputHelper output)
{
    [SoakFact]
    public async Task Console_UsedForLong_StaysFlatAndNoCircuitWedges()
    {
        var settings = SoakSettings.FromEnvironment();
        await using var run = await SoakRun.StartAsync(settings, output.WriteLine);

        await run.UseAsync();
        var verdict = await run.EndAsync();

        Assert.True(verdict.Wedged.Count == 0, string.Join('\n', verdict.Wedged.Take(20)));
        // One is the process's own, for the counts.
        Assert.Equal(1, verdict.StillWatching);
        Assert.True(verdict.Grown <= settings.MayGrow, FormattableString.Invariant($"The heap grew by {verdict.Grown / 1024.0 / 1024:F1} MB between the second and the last third."));
        Assert.True(verdict.Visits > settings.Circuits, $"Only {verdict.Visits} visits: nobody came and went.");
    }
}
