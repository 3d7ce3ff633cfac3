using BackOffice.Core.Fulfilment;
using BackOffice.Tests.Fakes;
using CsCheck;

namespace BackOffice.Tests.Core.Fulfilment;

/// <summary>What holds for every voucher of a line and unit, whatever is tried with it in whatever order.</summary>
public sealed class VoucherProperties
{
    private static readonly string[] s_operations = ["refund-1", "refund-2", "command-1"];

    [Fact]
    public void AnySequence_NeverLeavesTwoLiveVouchersOfAUnit() => Sample(unit => Assert.True(unit.Vouchers.Count(voucher => voucher.IsLive) <= 1));

    [Fact]
    public void AnySequence_NeverRedeemsWhatIsVoidOrTwice() => Sample(unit =>
    {
        Assert.True(unit.Vouchers.Sum(voucher => voucher.Redemptions.Count(redemption => redemption.ReversedAt is null)) <= 1);
        foreach (var voucher in unit.Vouchers)
        {
            Assert.Equal(voucher.State is VoucherState.Redeemed, voucher.Redemption is not null);
            Assert.All(voucher.Redemptions, redemption => Assert.False(redemption.At > voucher.VoidedAt));
        }
    });

    [Fact]
    public void AnySequence_TheDeadStayAsTheyAre() => Sample(
        _ => { },
        (before, after) =>
        {
            foreach (var dead in before.Where(voucher => voucher.State is VoucherState.Void or VoucherState.Reissued))
                Assert.Equal(dead, after.First(voucher => voucher.VoucherId == dead.VoucherId));
        });

    [Fact]
    public void AnySequence_SuspendedExactlyWhileSomebodyHoldsIt_AndACodeIsNeverUsedAgain() => Sample(unit =>
    {
        Assert.All(unit.Vouchers, voucher => Assert.Equal(voucher.State is VoucherState.Suspended, voucher.Suspensions.Count > 0));
        Assert.All(unit.Vouchers.Where(voucher => voucher.VoidAsked is not null), voucher => Assert.Equal(VoucherState.Suspended, voucher.State));
        Assert.Equal(unit.Vouchers.Count, unit.Vouchers.Select(voucher => voucher.CodeHash).Distinct().Count());
        Assert.Equal(unit.Vouchers.Count(voucher => voucher.State is VoucherState.Reissued), unit.Vouchers.Count(voucher => voucher.PredecessorId is not null));
    });

    [Fact]
    public void RandomSequences_Together_ReachEveryState()
    {
        var seen = new HashSet<VoucherState>();
        foreach (var seed in Enumerable.Range(0, 2_000))
            Play(seed, unit => seen.UnionWith(unit.Vouchers.Select(voucher => voucher.State)), (_, _) => { });

        Assert.Empty(Enum.GetValues<VoucherState>().Except(seen));
    }

    private static void Sample(Action<Unit> holds, Action<IReadOnlyList<Voucher>, IReadOnlyList<Voucher>>? step = null) =>
        Gen.Int.Sample(seed => Play(seed, holds, step ?? ((_, _) => { })), iter: 3_000);

    private static Unit Play(int seed, Action<Unit> holds, Action<IReadOnlyList<Voucher>, IReadOnlyList<Voucher>> step)
    {
        var random = new Random(seed);
        VoucherState[] starts = [VoucherState.Issued, VoucherState.KeptBack, VoucherState.Delivered, VoucherState.Viewed];
        var unit = new Unit([SampleVouchers.Of(starts[random.Next(starts.Length)]) with { PaidExpiresAt = SampleVouchers.At.AddHours(random.Next(1, 80)) }]);
        var now = SampleVouchers.At;
        for (var i = 0; i < 25; i++)
        {
            now = now.AddHours(random.Next(1, 6));
            var before = unit.Vouchers.ToList();
            unit.Try(random, s_operations[random.Next(s_operations.Length)], now);
            step(before, unit.Vouchers);
            holds(unit);
        }

        return unit;
    }

    /// <summary>All vouchers that one line and unit has had.</summary>
    private sealed class Unit(List<Voucher> vouchers)
    {
        private int _codes, _redemptions;

        public List<Voucher> Vouchers { get; } = vouchers;

        public void Try(Random random, string operation, DateTimeOffset now)
        {
            var at = random.Next(Vouchers.Count);
            var voucher = Vouchers[at];
            if (random.Next(12) == 11)
            {
                if (VoucherMoves.Reissue(voucher, new IssuedCode("code-" + ++_codes, "M4XD", "bmV3", null), operation, now) is { IsSuccess: true } reissued)
                {
                    Vouchers[at] = reissued.Value.Old;
                    Vouchers.Add(reissued.Value.Successor);
                }

                return;
            }

            var moved = random.Next(11) switch
            {
                0 => VoucherMoves.Suspend(voucher, new(operation, "Why.", now)),
                1 => VoucherMoves.Release(voucher, operation),
                2 or 3 => VoucherMoves.BeginVoid(voucher, operation, "Why.", now),
                4 => VoucherMoves.ConfirmVoid(voucher, operation, now),
                5 => VoucherMoves.AbandonVoid(voucher, operation),
                6 => VoucherMoves.Redeem(voucher, SampleVouchers.Redemption("shop|" + ++_redemptions, now)),
                7 => VoucherMoves.ReverseRedemption(voucher, voucher.Redemptions.LastOrDefault()?.RedemptionId ?? "none", operation, "Why.", now),
                8 => VoucherMoves.View(voucher, now),
                9 => VoucherTerms.Extend(voucher, random.Next(2) == 0 ? VoucherValue.Paid : VoucherValue.Promotional, now.AddHours(random.Next(1, 60)), now.AddHours(40)),
                _ => VoucherTerms.Expire(voucher, now),
            };
            if (moved.IsSuccess)
                Vouchers[at] = moved.Value;
        }
    }
}
