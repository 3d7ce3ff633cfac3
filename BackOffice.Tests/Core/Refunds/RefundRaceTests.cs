using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>The cases at the end of section 2.5 of the commerce reference, each by its name.</summary>
public sealed class RefundRaceTests
{
    private readonly RefundWorld _world = new();

    [Fact]
    public async Task TwoTimes60On100_InParallel_OneIsRefusedAndNothingIsOverRefunded()
    {
        var order = await _world.PaidAsync([(6_000, 1), (4_000, 1)], vouchers: false);
        var (first, second) = (RefundWorld.Goodwill(6_000), RefundWorld.Goodwill(6_000));
        _world.Policy = _world.Policy with { Goodwill = new RefundLimit { Cash = 100m } };
        var (hash1, hash2) = (await _world.HashAsync(order, first), await _world.HashAsync(order, second, RefundWorld.OtherAgent));

        // Both read the order before either writes: the second commit finds another version and decides again.
        Task<Result<RefundOutcome>>? other = null;
        _world.Store.Before = change =>
        {
            if (change.Subject.Kind != "order" || other is not null)
                return;
            other = Task.FromResult(default(Result<RefundOutcome>));
            other = _world.Refunds.RequestAsync(new RequestRefund(order, "r-2", second, hash2), RefundWorld.OtherAgent, default);
        };
        var one = await _world.Refunds.RequestAsync(new RequestRefund(order, "r-1", first, hash1), RefundWorld.Agent, default);
        var two = await other!;

        Assert.True(one.IsSuccess ^ two.IsSuccess);
        await _world.SettleAsync();
        Assert.Equal(6_000, _world.Bank.NetOut);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task TwoTimes60On100_OneWaitsForApproval_TheSecondIsRefusedWithTheReason()
    {
        var order = await _world.PaidAsync([(10_000, 1)], vouchers: false);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Goodwill(6_000))).IsSuccess);

        var second = await _world.Refunds.PreviewAsync(order, RefundWorld.Goodwill(6_000), RefundWorld.OtherAgent, default);

        Assert.Equal("refund.too-much", second.Error?.Code);
        Assert.Contains("r-1", second.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DoubleClick_SameRefundId_IsOneCaseAndOnePayout()
    {
        var order = await _world.PaidAsync([(8_900, 2)]);
        var ask = RefundWorld.Units(1);
        var command = new RequestRefund(order, "r-1", ask, await _world.HashAsync(order, ask));

        var first = await _world.Refunds.RequestAsync(command, RefundWorld.Agent, default);
        var second = await _world.Refunds.RequestAsync(command, RefundWorld.Agent, default);
        await _world.SettleAsync();
        var third = await _world.Refunds.RequestAsync(command, RefundWorld.Agent, default);

        Assert.False(first.Value.Repeated);
        Assert.True(second.Value.Repeated);
        Assert.Equal((true, RefundState.Succeeded), (third.Value.Repeated, third.Value.State));
        Assert.Equal(8_900, _world.Bank.NetOut);
        Assert.Single((await _world.DraftAsync(order)).Refunds());
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task DoubleClick_SameIdOtherAsk_IsRefused()
    {
        var order = await _world.PaidAsync([(8_900, 2)]);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1))).IsSuccess);

        var other = await _world.Refunds.RequestAsync(new RequestRefund(order, "r-1", RefundWorld.Units(2), new string('0', 64)), RefundWorld.Agent, default);

        Assert.Equal("refund.id-reused", other.Error?.Code);
    }

    [Fact]
    public async Task SameIdOnAnotherOrder_IsRefusedAndTakesNoBudget()
    {
        var (one, two) = (await _world.PaidAsync([(8_900, 1)]), await _world.PaidAsync([(8_900, 1)]));
        Assert.True((await _world.RequestAsync(one, RefundWorld.Units(1))).IsSuccess);

        var other = await _world.RequestAsync(two, RefundWorld.Units(1), actor: RefundWorld.OtherAgent);

        Assert.Equal("refund.id-reused", other.Error?.Code);
        Assert.Empty((await _world.Budgets.ReadAsync(RefundWorld.OtherAgent.Id, "20261123", default)).Taken);
    }

    [Fact]
    public async Task TimeoutThenSuccess_IsUnknownUntilLookedUpAndPaidOnce()
    {
        var order = await RunAsync(Weather.LostAfter);
        var unknown = await _world.CaseAsync(order);

        Assert.Equal(LegState.Unknown, unknown.Legs.Single(leg => leg.IsMoney).State);
        var head = await _world.HeadAsync(order);
        Assert.Equal((Headline.Unknown, 8_900L), (head.Headline, head.Tenders[0].Reserved.Minor));
        Assert.Empty(MoneyInvariants.Of(await _world.DraftAsync(order)));

        await _world.SettleAsync();
        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        Assert.Equal(8_900, _world.Bank.NetOut);
        Assert.Single(_world.Bank.Sent);
        Assert.Equal(Headline.Refunded, (await _world.HeadAsync(order)).Headline);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task TimeoutThenFailure_IsSentAgainUnderTheSameKeyAndPaidOnce()
    {
        var sends = 0;
        var order = await RunAsync(key => key.Step == RefundStepNames.Money && sends++ == 0 ? Weather.LostBefore : Weather.Fine);
        Assert.Equal(LegState.Unknown, (await _world.CaseAsync(order)).Legs.Single(leg => leg.IsMoney).State);

        await _world.SettleAsync();

        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        Assert.Equal(2, sends);
        Assert.Equal([$"{order}/r-1/refund-money/1/1"], _world.Bank.Paid.Select(row => row.Key));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task WebhookBeforeResponse_ConvergesToOneSettlement()
    {
        var order = await RunAsync(Weather.CallbackFirst);

        await _world.SettleAsync();

        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        Assert.Single((await _world.DraftAsync(order)).Ledger(), entry => entry.Type is LedgerType.RefundSettle);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task FailureAfterSuccess_ReopensAmountAndCase_AndCanBePaidAgainUnderANewKey()
    {
        var order = await RunAsync(Weather.Fine);
        await _world.SettleAsync();
        var key = (await _world.CaseAsync(order)).Legs.Single(leg => leg.IsMoney).KeyOf(order, "r-1");
        var reversed = _world.Bank.Reverse(key);

        await _world.Callbacks.ReceiveAsync(reversed, default);
        await _world.Callbacks.ReceiveAsync(reversed, default);

        var head = await _world.HeadAsync(order);
        Assert.Equal((AttentionStatus.NeedsAgent, 0L, PaymentStatus.Captured, Headline.Refunding), (head.Attention, head.Tenders[0].Refunded.Minor, head.Payment, head.Headline));
        Assert.Equal(RefundState.NeedsAttention, (await _world.CaseAsync(order)).State);
        await _world.CheckAsync(order);

        var retried = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order), RefundWorld.Agent, default);
        Assert.True(retried.IsSuccess, retried.Error?.Message);
        await _world.SettleAsync();
        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        Assert.Equal([$"{order}/r-1/refund-money/1/1", $"{order}/r-1/refund-money/1/2"], _world.Bank.Paid.Select(row => row.Key));
        Assert.Equal(8_900, _world.Bank.NetOut);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task BatchAndWorkflowRacing_ARunningRefundOwnsTheOrderAlone()
    {
        var order = await _world.PaidAsync([(8_900, 1)], workflow: WorkflowStatus.Failed);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1))).IsSuccess);
        var head = await _world.HeadAsync(order);

        Assert.False(Lease.IsFree(head, _world.Clock.GetUtcNow() + TimeSpan.FromDays(2)));
        Assert.Equal($"{order}-R1", head.Route.Owner);
        var foreign = await _world.Ledger.RunAsync(
            new EffectRun
            {
                Step = new StepContext(order, EffectKey.Checkout, order + "-1", "h", null), StepName = StepNames.NotifyCustomer, Kind = EffectKind.Notify, Unit = "1", Terms = _world.Bank.Terms,
                Send = (_, _) => throw new InvalidOperationException("must not be sent"),
            },
            default);
        Assert.IsType<EffectLeaseLost>(foreign);
    }

    [Fact]
    public async Task WorkflowRunning_RefundIsRefused()
    {
        var order = await _world.PaidAsync([(8_900, 1)], workflow: WorkflowStatus.Running);

        var preview = await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default);

        Assert.Equal("refund.running", preview.Error?.Code);
    }

    [Fact]
    public async Task RetryAfter25Hours_IsNeverSentAgain_APersonSettlesItWithEvidence()
    {
        var sends = 0;
        _world.Bank.LooksUp = false;
        var order = await RunAsync(key => key.Step == RefundStepNames.Money && sends++ == 0 ? Weather.LostBefore : Weather.Fine);
        await _world.SettleAsync(TimeSpan.FromHours(2));
        Assert.Equal(AttentionStatus.NeedsOps, (await _world.HeadAsync(order)).Attention);

        // The gateway answers again when the key is a day old: "not found" does not permit sending any more.
        _world.Clock.Advance(TimeSpan.FromHours(23));
        _world.Bank.LooksUp = true;
        await _world.SettleAsync(TimeSpan.FromHours(2));

        Assert.Equal(1, sends);
        var unknown = await _world.CaseAsync(order);
        Assert.Equal((RefundState.Running, LegState.Unknown), (unknown.State, unknown.Legs.Single(leg => leg.IsMoney).State));
        var forbidden = await SettleAsync(order, RefundWorld.Agent, happened: false);
        Assert.Equal("effects:settle", Assert.IsType<Forbidden>(forbidden.Error).Permission);

        var settled = await SettleAsync(order, RefundWorld.Operations, happened: false);
        Assert.True(settled.IsSuccess, settled.Error?.Message);
        await _world.SettleAsync();

        var failed = await _world.CaseAsync(order);
        Assert.Equal((RefundState.NeedsAttention, LegState.Failed), (failed.State, failed.Legs.Single(leg => leg.IsMoney).State));
        Assert.Equal("Ticket 4711 of the bank.", failed.Legs.Single(leg => leg.IsMoney).Evidence);
        Assert.Equal(0, (await _world.HeadAsync(order)).Tenders[0].Reserved.Minor);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task KeyPruned_ThePersonShowsThatItHappened_ItIsSettledWithoutSending()
    {
        var order = await RunAsync(Weather.LostAfter, looksUp: false);
        await _world.SettleAsync(TimeSpan.FromHours(3));
        var calls = _world.Bank.Calls;

        Assert.True((await SettleAsync(order, RefundWorld.Operations, happened: true)).IsSuccess);
        await _world.SettleAsync();

        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        Assert.Equal(calls + 1, _world.Bank.Calls);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task ReplayOfTheWholeCase_AfterItIsDone_DoesNothing()
    {
        var order = await RunAsync(Weather.Fine);
        await _world.SettleAsync();
        var (calls, version) = (_world.Bank.Calls, (await _world.HeadAsync(order)).Version);

        await _world.Runner.TellEngineAsync(order, default);
        await _world.Runner.LookAsync(order, default);
        _world.Engine.HandOutAgain();
        await _world.SettleAsync();

        Assert.Equal((calls, version), (_world.Bank.Calls, (await _world.HeadAsync(order)).Version));
    }

    private Task<OrderId> RunAsync(Weather weather, bool looksUp = true)
    {
        _world.Bank.LooksUp = looksUp;
        return RunAsync(key => key.Step == RefundStepNames.Money ? weather : Weather.Fine);
    }

    private async Task<OrderId> RunAsync(Func<EffectKey, Weather> weather)
    {
        _world.Bank.Weather = weather;
        var order = await _world.PaidAsync([(8_900, 1)]);
        var asked = await _world.RequestAsync(order, RefundWorld.Units(1));
        Assert.True(asked.IsSuccess, asked.Error?.Message);
        await _world.WorkAsync();
        return order;
    }

    private async Task<Result<RefundOutcome>> SettleAsync(OrderId order, Actor actor, bool happened) => await _world.Refunds.SettleAsync(
        new SettleRefundLeg(order, "r-1", "cash-1", Guid.NewGuid().ToString("N"), (await _world.HeadAsync(order)).Version, happened, happened ? "re_4711" : null, "Ticket 4711 of the bank."),
        actor, default);
}
