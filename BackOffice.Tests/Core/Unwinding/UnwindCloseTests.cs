using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Core.Refunds;

namespace BackOffice.Tests.Core.Unwinding;

/// <summary>An unwinding that stopped is closed by a person once nothing is left of it; no money is lost by that and none is paid twice.</summary>
public sealed class UnwindCloseTests
{
    private readonly RefundWorld _world = new();

    [Fact]
    public async Task Close_WhatWasLeftWentBackByARefund_EndsTheCaseAndTheAttentionGoes()
    {
        var order = await RefundedAsync(2);
        var before = await _world.HeadAsync(order);
        Assert.Equal((WorkflowStatus.Cancelled, AttentionStatus.NeedsAgent), (before.Workflow, before.Attention));

        var command = await _world.DecisionAsync(order, "u-1");
        var closed = await _world.Refunds.CloseAsync(command, RefundWorld.Operations, default);
        var repeated = await _world.Refunds.CloseAsync(command, RefundWorld.Operations, default);

        Assert.True(closed.IsSuccess, closed.Error?.Message);
        Assert.Equal((RefundState.Closed, true), (repeated.Value.State, repeated.Value.Repeated));
        var draft = await _world.DraftAsync(order);
        Assert.Equal((AttentionStatus.None, 0, before.CompletedAt, "Otis Quill: Checked."), (
            draft.Head.Attention, draft.Head.Refunds!.NeedAttention, draft.Head.CompletedAt, draft.Refunds().Single(refund => refund.RefundId == "u-1").Outcome));
        var audit = (await _world.Store.AuditAsync(new AuditQuery { Subject = order.Subject.Value }, null, 1, default)).Items[0];
        Assert.Equal((AuditActions.UnwindClosed, RefundWorld.Operations.Id, "Checked."), (audit.Entry.Action, audit.Entry.ActorId, audit.Detail?.Reason));
        Assert.Equal("Refund Closed", (await _world.Store.OutboxAsync(0, 100, default))[^1].Event.DetailType);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Close_WhileSomethingIsLeft_SaysWhatAndChangesNothing()
    {
        var order = await StoppedAsync();
        var alive = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        await _world.ChangeAsync(order, draft => draft.Put(draft.Voucher("01.02")! with { State = VoucherState.Void }));
        var owed = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        await _world.RequestAsync(order, RefundWorld.Goodwill(4_000));
        await _world.ApproveAsync(order, RefundWorld.Lead);
        var waits = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        await _world.SettleAsync();
        var kind = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);

        Assert.Equal("Voucher 01.02 is neither void nor redeemed.", Assert.IsType<Rejected>(alive.Error).Message);
        Assert.Equal("178.00 USD were taken and have not gone back. Refund them first.", Assert.IsType<Rejected>(owed.Error).Message);
        Assert.Equal("refund.busy", Assert.IsType<Conflict>(waits.Error).Code);
        // A kindness pays for no unit: all of what is held is owed still.
        Assert.Equal("138.00 USD were taken and have not gone back. Refund them first.", Assert.IsType<Rejected>(kind.Error).Message);
        Assert.Equal(RefundState.NeedsAttention, (await _world.CaseAsync(order, "u-1")).State);
        Assert.DoesNotContain((await _world.DraftAsync(order)).Commands(), row => row.Command == AuditActions.UnwindClosed);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Close_WithAnAuthorisationThatStands_IsRefused()
    {
        _world.Bank.Weather = key => key is { Step: StepNames.VoidVoucher, Unit: "1.2" } ? Weather.Redeemed : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 2 });
        await _world.UnwindAsync(order);
        await _world.SettleAsync();
        await RedeemAsync(order);

        var closed = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);

        Assert.Equal("178.00 USD are still reserved on tender 1.", Assert.IsType<Rejected>(closed.Error).Message);
    }

    [Fact]
    public async Task Close_OneVoucherRedeemed_EndsWhenTheOtherIsPaidBack_AndTheRedeemedOneCanStillBeRefunded()
    {
        var order = await StoppedAsync(past: new Past { Issued = 2, Captured = true, UnitMiles = 1_000 });
        await RedeemAsync(order);
        var early = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync();

        var closed = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);

        Assert.Equal("unwind.left", Assert.IsType<Rejected>(early.Error).Code);
        Assert.True(closed.IsSuccess, closed.Error?.Message);
        var head = await _world.HeadAsync(order);
        Assert.Equal((WorkflowStatus.Cancelled, AttentionStatus.None), (head.Workflow, head.Attention));
        // Nothing is lost: what the customer is given later goes the way of any refund, once.
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1) with { Override = true }, "r-2")).IsSuccess);
        await _world.ApproveAsync(order, RefundWorld.Lead, "r-2");
        await _world.ApproveAsync(order, RefundWorld.OtherLead, "r-2");
        await _world.SettleAsync();
        Assert.Equal((17_800L, 2_000L), (Back("-cap-1"), Back("-mil")));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Close_ThenEveryOtherWay_PaysNothingTwice()
    {
        var order = await RefundedAsync(2);
        Assert.True((await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default)).IsSuccess);

        var goneOn = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        var again = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        var cancelled = await _world.Refunds.CancelAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        var refunded = await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default);
        var draft = await _world.DraftAsync(order);
        await _world.SettleAsync(TimeSpan.FromHours(30));

        Assert.Equal(("refund.not-stopped", "unwind.not-stopped", "refund.not-waiting", "refund.quantity"), (goneOn.Error?.Code, again.Error?.Code, cancelled.Error?.Code, refunded.Error?.Code));
        Assert.Equal("unwind.begun", UnwindRules.Blocked(draft, null, _world.Clock.GetUtcNow())?.Code);
        Assert.NotNull(RetryRules.WhyNot(draft.Head));
        Assert.Equal(17_800, Back("-cap-1"));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Close_ThenTheRefundComesBack_ThatRefundCallsForAPersonAndPaysOnce()
    {
        var order = await RefundedAsync(2);
        Assert.True((await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default)).IsSuccess);
        var key = (await _world.CaseAsync(order)).Legs.Single(leg => leg.IsMoney).KeyOf(order, "r-1");

        await _world.Callbacks.ReceiveAsync(_world.Bank.Reverse(key), default);
        var came = await _world.HeadAsync(order);
        var goneOn = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order), RefundWorld.Lead, default);
        await _world.SettleAsync();

        Assert.Equal(AttentionStatus.NeedsAgent, came.Attention);
        Assert.True(goneOn.IsSuccess, goneOn.Error?.Message);
        Assert.Equal((17_800L, AttentionStatus.None), (Back("-cap-1"), (await _world.HeadAsync(order)).Attention));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Close_WithoutThePermissionOrOnWhatIsNoStoppedUnwinding_IsRefused()
    {
        var order = await RefundedAsync(2);

        var byLead = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Lead, default);
        var refund = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order), RefundWorld.Operations, default);
        var stale = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1") with { ExpectedVersion = 1 }, RefundWorld.Operations, default);
        var silent = await _world.Refunds.CloseAsync(await _world.DecisionAsync(order, "u-1") with { Reason = "" }, RefundWorld.Operations, default);

        Assert.IsType<Forbidden>(byLead.Error);
        Assert.Equal("unwind.not-stopped", Assert.IsType<Conflict>(refund.Error).Code);
        Assert.IsType<Conflict>(stale.Error);
        Assert.IsType<Invalid>(silent.Error);
        Assert.Equal(RefundState.NeedsAttention, (await _world.CaseAsync(order, "u-1")).State);
    }

    /// <summary>One voucher is void, the void of the other was refused; nothing of value moved.</summary>
    private async Task<OrderId> StoppedAsync(Past? past = null)
    {
        _world.Bank.Weather = key => key is { Step: StepNames.VoidVoucher, Unit: "1.2", Operation: "u-1" } ? Weather.Refused : Weather.Fine;
        var order = await _world.FailedAsync(past ?? new Past { Issued = 2, Captured = true });
        Assert.True((await _world.UnwindAsync(order)).IsSuccess);
        await _world.SettleAsync();
        Assert.Equal((RefundState.NeedsAttention, 0), ((await _world.CaseAsync(order, "u-1")).State, _world.Bank.Paid.Count));
        return order;
    }

    /// <summary>Stopped, and then so many units went back by an ordinary refund.</summary>
    private async Task<OrderId> RefundedAsync(int units)
    {
        var order = await StoppedAsync();
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(units))).IsSuccess);
        await _world.ApproveAsync(order, RefundWorld.Lead);
        await _world.SettleAsync();
        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        return order;
    }

    private Task RedeemAsync(OrderId order) => _world.ChangeAsync(order, draft => draft.Put(draft.Voucher("01.02")! with { State = VoucherState.Redeemed }));

    private long Back(string capture) => _world.Bank.Paid.Where(row => row.Capture.EndsWith(capture, StringComparison.Ordinal) && !row.Back).Sum(row => row.Minor);
}
