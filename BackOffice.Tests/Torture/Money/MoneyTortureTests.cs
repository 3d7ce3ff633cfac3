#if DEBUG
using BackOffice.Core.Common;
#endif
using Xunit.Abstractions;

namespace BackOffice.Tests.Torture.Money;

/// <summary>Money and vouchers under kills, with three independent records. Sizes by TORTURE_KILLS, TORTURE_OPERATIONS, TORTURE_SEED.</summary>
[Trait("Category", "Torture")]
public sealed class MoneyTortureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Money_KilledAtRandomMoments_EveryRecordSaysTheSame()
    {
        var settings = MoneySettings.FromEnvironment();
        using var run = new MoneyRun(settings, output.WriteLine);

        var findings = await run.RunAsync(CancellationToken.None);

        Assert.True(findings.Count == 0, Tell(settings, findings));
        run.Keep = false;
    }

#if DEBUG
    /// <summary>A harness that finds nothing in a program that is wrong proves nothing with one that is right.</summary>
    [Theory]
    [InlineData(SeededBugs.RefundReservedAfterCall, "not reserved", "I10")]
    [InlineData(SeededBugs.KeyPerTry, "double effect", "books differ", "over-refund")]
    [InlineData(SeededBugs.UnknownIsFailed, "books differ", "not reserved")]
    [InlineData(SeededBugs.UnknownIsDone, "books differ", "I2 ")]
    [InlineData(SeededBugs.RefundLimitIsCaptured, "over-refund", "I1 ")]
    [InlineData(SeededBugs.ApprovalOfAnything, "approved a preview that is not the case's")]
    [InlineData(SeededBugs.MakerApproves, "approved what", "I14")]
    [InlineData(SeededBugs.MoneyBeforeGoods, "value before goods", "I11")]
    [InlineData(SeededBugs.ReversalIgnored, "books differ", "I2 ")]
    [InlineData(SeededBugs.CallbackTwice, "I8 ", "I1 ", "books differ")]
    [InlineData(SeededBugs.BudgetNotCounted, "budget", "I19")]
    [InlineData(SeededBugs.RedeemedOnARead, "double redemption", "lost: redemption")]
    [InlineData(SeededBugs.OldCodeRedeems, "was answered as the one ending", "which ends")]
    public async Task Money_SeededBug_IsCaught(string bug, params string[] oneOf)
    {
        var settings = MoneySettings.FromEnvironment() with { Kills = 3, Operations = 350, QuietWithin = TimeSpan.FromSeconds(12) };
        using var run = new MoneyRun(settings, output.WriteLine, bug);

        var findings = await run.RunAsync(CancellationToken.None);

        output.WriteLine(Tell(settings, findings));
        Assert.True(findings.Any(finding => oneOf.Any(one => finding.Contains(one, StringComparison.Ordinal))), Tell(settings, findings));
        run.Keep = false;
    }
#endif

    private static string Tell(MoneySettings settings, IReadOnlyList<string> findings) => $"seed {settings.Seed}: {findings.Count} findings:\n{string.Join('\n', findings.Take(20))}";
}
