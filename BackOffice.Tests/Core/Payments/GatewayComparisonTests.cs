using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Proof;
using BackOffice.Tests.Core.Refunds;

namespace BackOffice.Tests.Core.Payments;

/// <summary>Each way in which our refunds and the gateway's own list can differ, found by a whole check.</summary>
public sealed class GatewayComparisonTests
{
    private readonly MoneyLab _lab = new();

    [Fact]
    public async Task Compare_RefundThatOnlyTheGatewayHas_NamesItsOrderAndAmount()
    {
        var order = await _lab.RefundedAsync();
        _lab.World.Bank.Paid.Add(($"{order}/by-hand/refund-money/1/1", $"{order}-cap-1", 500, false));
        _lab.World.Bank.Answered($"{order}/by-hand/refund-money/1/1", new GatewaySucceeded("re-1"));

        var difference = await OnlyAsync();

        Assert.Equal((DifferenceKind.OnlyAtGateway, order.Value, 500L, null), (difference.Kind, difference.Order, difference.TheirAmount?.Minor, difference.Ours));
    }

    [Fact]
    public async Task Compare_RefundThatTheGatewayDoesNotList_IsFound()
    {
        var order = await _lab.RefundedAsync();
        _lab.World.Bank.Paid.Clear();

        var difference = await OnlyAsync();

        Assert.Equal((DifferenceKind.OnlyHere, order.Value, EffectState.Succeeded, 8_900L), (difference.Kind, difference.Order, difference.Ours, difference.OurAmount?.Minor));
    }

    [Fact]
    public async Task Compare_AnotherAmount_ShowsBoth()
    {
        await _lab.RefundedAsync();
        _lab.World.Bank.Paid[0] = _lab.World.Bank.Paid[0] with { Minor = 9_800 };

        var difference = await OnlyAsync();

        Assert.Equal((DifferenceKind.Amount, 8_900L, 9_800L), (difference.Kind, difference.OurAmount?.Minor, difference.TheirAmount?.Minor));
    }

    [Fact]
    public async Task Compare_ReversalWhoseCallbackWasLost_IsFound()
    {
        await _lab.RefundedAsync();
        _lab.World.Bank.Paid[0] = _lab.World.Bank.Paid[0] with { Back = true };

        Assert.Equal((DifferenceKind.CameBack, GatewayRefundStatus.Reversed), (await OnlyAsync()) is var found ? (found.Kind, found.Theirs) : default);
    }

    [Fact]
    public async Task Compare_AttestedAsNotDone_AndDoneThere_IsFound()
    {
        _lab.World.Bank.Weather = key => key.Step == RefundStepMoney ? Weather.LostAfter : Weather.Fine;
        _lab.World.Bank.LooksUp = false;
        var order = await _lab.World.PaidAsync([(8_900, 2)]);
        await _lab.World.RequestAsync(order, RefundWorld.Units(1));
        await _lab.World.WorkAsync();
        var settled = await _lab.World.Refunds.SettleAsync(
            new BackOffice.Core.Payments.Refunds.SettleRefundLeg(order, "r-1", "cash-1", "s-1", (await _lab.World.HeadAsync(order)).Version, false, null, "The list of yesterday."), RefundWorld.Operations, default);
        Assert.True(settled.IsSuccess, settled.Error?.Message);

        Assert.Equal((DifferenceKind.DoneThere, EffectState.Failed), (await OnlyAsync()) is var found ? (found.Kind, found.Ours) : default);
    }

    [Fact]
    public async Task Compare_RefundThatIsStillUnknown_IsOpen_AndNoDifference()
    {
        _lab.World.Bank.Weather = key => key.Step == RefundStepMoney ? Weather.LostAfter : Weather.Fine;
        _lab.World.Bank.LooksUp = false;
        var order = await _lab.World.PaidAsync([(8_900, 2)]);
        await _lab.World.RequestAsync(order, RefundWorld.Units(1));
        await _lab.World.WorkAsync();

        var compared = (await _lab.CheckAsync()).Standing.Comparison!;

        Assert.Equal((1L, 1L, 0L, 1L, 0L), (compared.Ours, compared.Theirs, compared.Same, compared.Open, compared.Different));
    }

    private const string RefundStepMoney = BackOffice.Core.Payments.Refunds.RefundStepNames.Money;

    private async Task<LedgerDifference> OnlyAsync()
    {
        var view = await _lab.CheckAsync();
        Assert.Equal(1, view.Standing.Invariants.Single(one => one.Name == "I2").Broken);
        Assert.Equal(1, view.Standing.Comparison?.Different);
        return Assert.Single(view.Differences);
    }
}
