using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>Every fault of a gateway: refusals, outages, answers that are lost or come late, and money that comes back.</summary>
public sealed class RefundFaultTests
{
    private readonly RefundWorld _world = new();

    [Fact]
    public async Task Run_VoidWithoutAnswer_NoMoneyMovesBeforeItIsKnown()
    {
        _world.Bank.Weather = key => key.Step == StepNames.VoidVoucher ? Weather.LostAfter : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        await _world.WorkAsync();
        Assert.Equal(0, _world.Bank.NetOut);
        await _world.SettleAsync();

        Assert.Equal((RefundState.Succeeded, 8_900L), ((await _world.CaseAsync(order)).State, _world.Bank.NetOut));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Run_Refused_ReleasesTheAmount_AndRetryUsesANewKey()
    {
        _world.Bank.Weather = key => key is { Step: RefundStepNames.Money, Attempt: 1 } ? Weather.Refused : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync();

        var head = await _world.HeadAsync(order);
        Assert.Equal((0L, AttentionStatus.NeedsAgent), (head.Tenders[0].Reserved.Minor, head.Attention));
        Assert.Equal(RefundState.NeedsAttention, (await _world.CaseAsync(order)).State);
        Assert.Empty(_world.Bank.Sent);
        Assert.True((await _world.Refunds.RetryAsync(await _world.DecisionAsync(order), RefundWorld.Agent, default)).IsSuccess);
        await _world.SettleAsync();

        Assert.Equal([$"{order}/r-1/refund-money/1/2"], _world.Bank.Paid.Select(row => row.Key));
        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Run_TwoTenders_OneRefused_TheOtherIsPaidAndOnlyTheFailedOneIsTriedAgain()
    {
        _world.Bank.Weather = key => key is { Step: RefundStepNames.Money, Unit: "1", Attempt: 1 } ? Weather.Refused : Weather.Fine;
        var order = await _world.PaidAsync([(10_000, 1)], tenders: [4_000, 6_000]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync();
        Assert.Equal(6_000, _world.Bank.NetOut);
        await _world.CheckAsync(order);

        await _world.Refunds.RetryAsync(await _world.DecisionAsync(order), RefundWorld.Agent, default);
        await _world.SettleAsync();

        Assert.Equal(10_000, _world.Bank.NetOut);
        Assert.Equal(2, _world.Bank.Paid.Count);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Run_Busy_IsSentAgainUnderTheSameKey()
    {
        var busy = 0;
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money && busy++ < 6 ? Weather.Busy : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        await _world.SettleAsync();

        Assert.Equal((RefundState.Succeeded, 1), ((await _world.CaseAsync(order)).State, _world.Bank.Paid.Count));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Run_GatewayDownForLong_APersonIsAskedAndNothingIsLost()
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.Busy : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        await _world.SettleAsync(TimeSpan.FromHours(2));

        Assert.Equal(AttentionStatus.NeedsOps, (await _world.HeadAsync(order)).Attention);
        Assert.Equal(8_900, (await _world.HeadAsync(order)).Tenders[0].Reserved.Minor);
        await _world.CheckAsync(order, quiet: false);

        // However long it lasted: when the gateway is back, the case goes on by itself.
        _world.Bank.Weather = _ => Weather.Fine;
        await _world.SettleAsync(TimeSpan.FromHours(2));
        Assert.Equal((RefundState.Succeeded, 8_900L), ((await _world.CaseAsync(order)).State, (await _world.HeadAsync(order)).Tenders[0].Refunded.Minor));
        await _world.CheckAsync(order);
    }

    [Theory]
    [InlineData(true, RefundState.Succeeded, 8_900)]
    [InlineData(false, RefundState.NeedsAttention, 0)]
    public async Task Run_Pending_WaitsForTheCallback(bool succeeds, RefundState state, long paid)
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.Pending : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync(TimeSpan.FromHours(30));
        var leg = (await _world.CaseAsync(order)).Legs.Single(one => one.IsMoney);
        Assert.Equal((LegState.AwaitingExternal, "pending"), (leg.State, leg.ExternalStatus));
        Assert.Equal((Headline.Refunding, 8_900L), ((await _world.HeadAsync(order)).Headline, (await _world.HeadAsync(order)).Tenders[0].Reserved.Minor));
        Assert.Empty(_world.Bank.Sent);

        await _world.Callbacks.ReceiveAsync(_world.Bank.Finish(leg.KeyOf(order, "r-1"), succeeds), default);
        await _world.SettleAsync();

        Assert.Equal((state, paid), ((await _world.CaseAsync(order)).State, _world.Bank.NetOut));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Run_PendingEndsWithoutACallback_TheLookUpFindsIt()
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.Pending : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.WorkAsync();
        _world.Bank.Finish((await _world.CaseAsync(order)).Legs.Single(one => one.IsMoney).KeyOf(order, "r-1"), succeeded: true);

        await _world.SettleAsync();

        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Callback_OutOfOrder_ReversedBeforeSucceeded_EndsAsTheGatewayDoes()
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.LostAfter : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.WorkAsync();
        var key = (await _world.CaseAsync(order)).Legs.Single(one => one.IsMoney).KeyOf(order, "r-1");
        var succeeded = new PaymentCallback(key, new GatewaySucceeded("ref-1"));
        var reversed = _world.Bank.Reverse(key);

        await _world.Callbacks.ReceiveAsync(reversed, default);
        await _world.Callbacks.ReceiveAsync(succeeded, default);
        await _world.SettleAsync();

        Assert.Equal((LegState.Failed, 0L), ((await _world.CaseAsync(order)).Legs.Single(one => one.IsMoney).State, (await _world.HeadAsync(order)).Tenders[0].Refunded.Minor));
        await _world.CheckAsync(order);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Callback_ThatItCameBackOrFailed_OfACallThatALookUpHadNotSeen_CountsAndTheKeyIsNotSentAgain(bool reversed)
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.LostAfter : Weather.Fine;
        _world.Bank.Hides = true;
        var order = await _world.PaidAsync([(8_900, 1)]);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1))).IsSuccess);
        await _world.WorkAsync();
        _world.Clock.Advance(TimeSpan.FromSeconds(31));
        await _world.LookAsync();
        var leg = (await _world.CaseAsync(order)).Legs.Single(one => one.IsMoney);
        Assert.Equal(LegState.Reserved, leg.State);

        var key = leg.KeyOf(order, "r-1");
        await _world.Callbacks.ReceiveAsync(reversed ? _world.Bank.Reverse(key) : _world.Bank.Finish(key, succeeded: false), default);
        _world.Bank.Hides = false;
        await _world.SettleAsync();

        Assert.Equal(LegState.Failed, (await _world.CaseAsync(order)).Legs.Single(one => one.IsMoney).State);
        Assert.Equal((0L, RefundState.NeedsAttention), (_world.Bank.NetOut, (await _world.CaseAsync(order)).State));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Callback_SuccessOfWhatAPersonCalledFailed_IsRecordedAndShown()
    {
        _world.Bank.LooksUp = false;
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.LostAfter : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.WorkAsync();
        await _world.Refunds.SettleAsync(
            new SettleRefundLeg(order, "r-1", "cash-1", "s-1", (await _world.HeadAsync(order)).Version, false, null, "The bank says no."), RefundWorld.Operations, default);
        await _world.SettleAsync();
        _world.Bank.LooksUp = true;
        var key = (await _world.CaseAsync(order)).Legs.Single(one => one.IsMoney).KeyOf(order, "r-1");

        await _world.Callbacks.ReceiveAsync(new PaymentCallback(key, new GatewaySucceeded("ref-1")), default);

        var head = await _world.HeadAsync(order);
        Assert.Equal((8_900L, AttentionStatus.NeedsOps), (head.Tenders[0].Refunded.Minor, head.Attention));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Unknown_WhileTheGatewayIsDown_AsksAPersonAndIsNeverSentAgain()
    {
        _world.Bank.LooksUp = false;
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.LostAfter : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync(TimeSpan.FromHours(2));

        var effect = (await _world.DraftAsync(order)).Effects().Single(one => one.Kind is EffectKind.RefundPayment);
        Assert.Equal((EffectState.Unknown, 1, AttentionStatus.NeedsOps), (effect.State, effect.Sends, (await _world.HeadAsync(order)).Attention));
        Assert.InRange(effect.Lookups, 4, 6);
        await _world.CheckAsync(order, quiet: false);
    }

#if DEBUG
    [Theory]
    [InlineData(SeededBugs.UnknownIsFailed)]
    [InlineData(SeededBugs.KeyPerTry)]
    public async Task SeededBug_IsNoticed(string bug)
    {
        SeededBugs.Plant(bug);
        try
        {
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () =>
            {
                var tries = 0;
                _world.Bank.Weather = key => key.Step != RefundStepNames.Money ? Weather.Fine : tries++ == 0 ? Weather.LostAfter : Weather.Fine;
                var order = await _world.PaidAsync([(8_900, 2)]);
                await _world.RequestAsync(order, RefundWorld.Units(1));
                await _world.SettleAsync();
                if ((await _world.CaseAsync(order)).State is RefundState.NeedsAttention)
                {
                    await _world.Refunds.RetryAsync(await _world.DecisionAsync(order), RefundWorld.Agent, default);
                    await _world.SettleAsync();
                }

                await _world.CheckAsync(order);
            });
        }
        finally
        {
            SeededBugs.Plant(null);
        }
    }
#endif
}
