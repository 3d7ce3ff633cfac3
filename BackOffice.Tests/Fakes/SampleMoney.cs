using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Proof;

namespace BackOffice.Tests.Fakes;

/// <summary>How the money of a store may stand.</summary>
internal static class SampleMoney
{
    private static readonly DateTimeOffset s_night = SampleViews.Placed.Date.AddHours(3) is var at ? new DateTimeOffset(at, TimeSpan.Zero) : default;

    public static MoneyView Empty() => new(new MoneyStanding { NextNightly = s_night.AddDays(1) }, [], []);

    public static MoneyView Sound()
    {
        var check = new MoneyCheck("night-2026-11-20", "money watch", true, s_night, s_night.AddSeconds(41), MoneyCheckEnd.Whole, 100_000, 18_204, 0);
        return new MoneyView(
            new MoneyStanding
            {
                Version = 9, NextNightly = s_night.AddDays(1), Whole = check,
                Checks =
                [
                    check, check with { Id = "c-1", By = "Ines Marlow", Nightly = false, End = MoneyCheckEnd.Stopped, Orders = 41_200, EndedAt = s_night.AddHours(-9.99), BegunAt = s_night.AddHours(-10) },
                    check with { Id = "night-2026-11-19", End = MoneyCheckEnd.Failed, Orders = 0, Refunds = 0, BegunAt = s_night.AddDays(-1), EndedAt = s_night.AddDays(-1).AddSeconds(3) },
                ],
                Invariants = [.. MoneyInvariants.All.Select(one => new InvariantStanding(one.Name, one.Name switch { "I2" => 36_391, "I19" => 212, _ => 100_000 }, 0))],
                Comparison = Compared(0),
                Live = new LiveMoney { Position = 7, To = SampleViews.Placed.AddSeconds(114), Orders = 318 },
            },
            [], []);
    }

    /// <summary>Two red rows: a balance, and three refunds that the gateway tells otherwise.</summary>
    public static MoneyView Red()
    {
        var view = Sound();
        var differences = new[]
        {
            new LedgerDifference(DifferenceKind.OnlyAtGateway, "GC-4417-0901", "GC-4417-0901/by-hand/refund-money/1/1", "re_0000000881", null, null, GatewayRefundStatus.Succeeded, Usd(2_500)),
            new LedgerDifference(DifferenceKind.CameBack, "GC-4417-0744", "GC-4417-0744/rf01k9/refund-money/1/1", "re_0000000512", EffectState.Succeeded, Usd(8_900), GatewayRefundStatus.Reversed, Usd(8_900)),
            new LedgerDifference(DifferenceKind.CameBack, "GC-4417-0745", "GC-4417-0745/rf01ka/refund-money/1/1", "re_0000000513", EffectState.Succeeded, Usd(17_800), GatewayRefundStatus.Reversed, Usd(17_800)),
        };
        return view with
        {
            Standing = view.Standing with
            {
                Invariants = [.. view.Standing.Invariants.Select(one => one.Name switch { "I2" => one with { Broken = 3 }, "I15" => one with { Broken = 1 }, _ => one })], Comparison = Compared(3),
            },
            Findings = [new StandingFinding("I15", "GC-4417-0932", "Tender 1: the ledger says (17800, 17800, 0, 0, 0), the head (17800, 17900, 0, 0, 0).", SampleViews.Placed.AddSeconds(60))],
            Differences = differences,
        };
    }

    public static MoneyView Running(string? stoppedBy = null)
    {
        var view = Sound();
        return view with
        {
            Standing = view.Standing with
            {
                Run = new MoneyRun { Id = "c-9", By = "Ines Marlow", AskedAt = SampleViews.Placed, BegunAt = SampleViews.Placed, SeenAt = SampleViews.Placed, Orders = 41_200, About = 100_318, StoppedBy = stoppedBy },
            },
        };
    }

    private static LedgerComparison Compared(long different) => new() { Ours = 18_204, Theirs = 18_187, Same = 18_180 - different, Open = 7, Differences = [], Different = different };

    private static Money Usd(long minor) => new(minor, "USD");
}
