using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>Maker and checker, limits, budgets, and what people do to each other.</summary>
public sealed class RefundApprovalTests
{
    private readonly RefundWorld _world = new();

    [Theory]
    [InlineData(15_000, RefundApprovalLevel.None)]
    [InlineData(15_001, RefundApprovalLevel.Lead)]
    [InlineData(100_000, RefundApprovalLevel.Lead)]
    [InlineData(100_001, RefundApprovalLevel.TwoPeople)]
    public async Task Level_FollowsTheAmount(long minor, RefundApprovalLevel level)
    {
        var order = await _world.PaidAsync([(minor, 1)]);

        var preview = await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default);

        Assert.Equal(level, preview.Value.Level);
    }

    [Theory]
    [InlineData(5_000, RefundApprovalLevel.None)]
    [InlineData(5_001, RefundApprovalLevel.TwoPeople)]
    public async Task Level_OfGoodwill_HasItsOwnLimit(long minor, RefundApprovalLevel level)
    {
        var order = await _world.PaidAsync([(50_000, 1)]);

        Assert.Equal(level, (await _world.Refunds.PreviewAsync(order, RefundWorld.Goodwill(minor), RefundWorld.Agent, default)).Value.Level);
    }

    [Fact]
    public async Task Approve_ByTheMaker_IsForbiddenAlsoForALead()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1), actor: RefundWorld.Lead)).IsSuccess);

        var own = await _world.ApproveAsync(order, RefundWorld.Lead);
        var agent = await _world.ApproveAsync(order, RefundWorld.OtherAgent);

        Assert.IsType<Forbidden>(own.Error);
        Assert.Contains("Support lead", Assert.IsType<Forbidden>(agent.Error).Message, StringComparison.Ordinal);
        Assert.Equal(RefundState.PendingApproval, (await _world.CaseAsync(order)).State);
        Assert.Equal(0, _world.Bank.Calls);
    }

    [Fact]
    public async Task Approve_ByAnother_RunsIt()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        var asked = await _world.RequestAsync(order, RefundWorld.Units(1));
        Assert.Equal(RefundState.PendingApproval, asked.Value.State);
        Assert.Equal(AttentionStatus.NeedsApproval, (await _world.HeadAsync(order)).Attention);
        Assert.Equal(["r-1"], (await _world.Refunds.PendingAsync(50, RefundWorld.Lead, default)).Value.Select(one => one.Case.RefundId));
        var message = Assert.Single((await _world.Refunds.PendingAsync(50, RefundWorld.Lead, default)).Value).Preview?.Message;
        Assert.Contains("•••", message?.To, StringComparison.Ordinal);
        Assert.Contains("•••", message?.Text, StringComparison.Ordinal);

        Assert.True((await _world.ApproveAsync(order, RefundWorld.Lead)).IsSuccess);
        await _world.SettleAsync();

        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        Assert.Empty((await _world.Refunds.PendingAsync(50, RefundWorld.Lead, default)).Value);
        Assert.Equal(AttentionStatus.None, (await _world.HeadAsync(order)).Attention);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Approve_AboveTheLeadsLimit_NeedsTwoDifferentPeople()
    {
        var order = await _world.PaidAsync([(120_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        var first = await _world.ApproveAsync(order, RefundWorld.Lead);
        var again = await _world.ApproveAsync(order, RefundWorld.Lead);
        Assert.Equal(RefundState.PendingApproval, first.Value.State);
        Assert.IsType<Forbidden>(again.Error);
        var second = await _world.ApproveAsync(order, RefundWorld.OtherLead);

        Assert.Equal(RefundState.Running, second.Value.State);
        await _world.SettleAsync();
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Approve_AnEditedRefund_TheVoucherWasRedeemedMeanwhile_ExpiresInstead()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await ChangeAsync(order, draft => draft.Put(draft.Vouchers().Single() with { State = VoucherState.Redeemed }));

        var approved = await _world.ApproveAsync(order, RefundWorld.Lead);

        Assert.Equal("refund.preview-changed", approved.Error?.Code);
        Assert.Equal(RefundState.Expired, (await _world.CaseAsync(order)).State);
        Assert.Equal(0, _world.Bank.Calls);
    }

    [Fact]
    public async Task Approve_ThePolicyChanged_ExpiresInstead()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        _world.Policy = _world.Policy with { Lead = new RefundLimit { Cash = 900m, Miles = 100_000 } };

        var approved = await _world.ApproveAsync(order, RefundWorld.Lead);

        Assert.Equal("refund.preview-changed", approved.Error?.Code);
        Assert.Equal(RefundState.Expired, (await _world.CaseAsync(order)).State);
    }

    [Fact]
    public async Task Approve_WithAnotherPreviewOrAnOldVersion_IsRefusedAndChangesNothing()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        var decision = await _world.DecisionAsync(order);

        var other = await _world.Refunds.ApproveAsync(decision with { PreviewHash = new string('0', 64) }, RefundWorld.Lead, default);
        await ChangeAsync(order, draft => draft.Put(new Note { NoteId = "n", At = _world.Clock.GetUtcNow(), ActorId = "a", ActorName = "A", Text = "Called." }));
        var stale = await _world.Refunds.ApproveAsync(decision, RefundWorld.Lead, default);

        Assert.Equal("refund.preview-changed", other.Error?.Code);
        Assert.Equal("order.version", stale.Error?.Code);
        Assert.Equal(RefundState.PendingApproval, (await _world.CaseAsync(order)).State);
        Assert.True((await _world.ApproveAsync(order, RefundWorld.Lead)).IsSuccess);
    }

    [Fact]
    public async Task Approve_TwoPeopleWithinAMillisecond_OneStartsItTheOtherIsTold()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        var (one, two) = (await _world.DecisionAsync(order), await _world.DecisionAsync(order));
        Task<Result<RefundOutcome>>? other = null;
        _world.Store.Before = _ =>
        {
            if (other is not null)
                return;
            other = Task.FromResult(default(Result<RefundOutcome>));
            other = _world.Refunds.ApproveAsync(two, RefundWorld.OtherLead, default);
        };

        var first = await _world.Refunds.ApproveAsync(one, RefundWorld.Lead, default);

        Assert.True(first.IsSuccess ^ (await other!).IsSuccess);
        await _world.SettleAsync();
        Assert.Equal(20_000, _world.Bank.NetOut);
        Assert.Single((await _world.CaseAsync(order)).Approvals);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Approve_TheSameCommandAgain_IsRepeated()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        var decision = await _world.DecisionAsync(order);

        await _world.Refunds.ApproveAsync(decision, RefundWorld.Lead, default);
        var again = await _world.Refunds.ApproveAsync(decision, RefundWorld.Lead, default);

        Assert.True(again.Value.Repeated);
        Assert.Single((await _world.CaseAsync(order)).Approvals);
    }

    [Fact]
    public async Task Pending_After24Hours_ExpiresByItself()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        _world.Clock.Advance(TimeSpan.FromHours(24));
        await _world.LookAsync();

        Assert.Equal(RefundState.Expired, (await _world.CaseAsync(order)).State);
        Assert.Equal(RefundState.PendingApproval, (await _world.RequestAsync(order, RefundWorld.Units(1), "r-2")).Value.State);
    }

    [Fact]
    public async Task Budget_IsUsedUp_TheNextCaseNeedsALead()
    {
        _world.Policy = _world.Policy with { DailyAlone = new RefundLimit { Cash = 200m, Miles = 0 } };
        var orders = new List<OrderId>();
        for (var i = 0; i < 3; i++)
            orders.Add(await _world.PaidAsync([(10_000, 1)]));

        var states = new List<RefundState>();
        foreach (var (order, index) in orders.Select((order, index) => (order, index)))
            states.Add((await _world.RequestAsync(order, RefundWorld.Units(1), $"r-{index}")).Value.State);

        Assert.Equal([RefundState.Running, RefundState.Running, RefundState.PendingApproval], states);
        Assert.Equal(20_000, (await _world.Budgets.ReadAsync(RefundWorld.Agent.Id, "20261123", default)).Sum("USD").Minor);
        var next = await _world.PaidAsync([(10_000, 1)]);
        _world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(RefundState.Running, (await _world.RequestAsync(next, RefundWorld.Units(1), "r-next")).Value.State);
    }

    [Fact]
    public async Task Budget_TwoOrdersAtOnce_CannotBothTakeTheLastOfIt()
    {
        _world.Policy = _world.Policy with { DailyAlone = new RefundLimit { Cash = 150m, Miles = 0 } };
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            _world.Budgets.TakeAsync("idp|ana", $"r-{i}", [new Money(10_000, "USD")], default))));

        Assert.Single(taken, day => day.Value is not null);
    }

    [Fact]
    public async Task Reject_EndsIt_AndTheUnitsAreFreeAgain()
    {
        var order = await _world.PaidAsync([(20_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        Assert.True((await _world.Refunds.RejectAsync(await _world.DecisionAsync(order), RefundWorld.Lead, default)).IsSuccess);

        Assert.Equal(RefundState.Rejected, (await _world.CaseAsync(order)).State);
        Assert.True((await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default)).IsSuccess);
        Assert.Equal(AttentionStatus.None, (await _world.HeadAsync(order)).Attention);
    }

    [Fact]
    public async Task Cancel_OfARunningCase_IsRefused()
    {
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        var cancelled = await _world.Refunds.CancelAsync(await _world.DecisionAsync(order), RefundWorld.Agent, default);

        Assert.Equal("refund.not-waiting", cancelled.Error?.Code);
    }

    [Fact]
    public async Task Request_WithoutPermission_NamesItAndWhoHasIt()
    {
        var order = await _world.PaidAsync([(8_900, 1)]);

        var asked = await _world.Refunds.RequestAsync(new RequestRefund(order, "r-1", RefundWorld.Units(1), new string('0', 64)), RefundWorld.Operations, default);

        Assert.Equal("This needs refunds:request. Support agent, Support lead have it.", asked.Error?.Message);
    }

    [Fact]
    public async Task RoleRemovedMidDialog_TheConfirmationIsForbidden()
    {
        var order = await _world.PaidAsync([(8_900, 1)]);
        var hash = await _world.HashAsync(order, RefundWorld.Units(1));

        var asked = await _world.Refunds.RequestAsync(new RequestRefund(order, "r-1", RefundWorld.Units(1), hash), RefundWorld.Agent with { Permissions = [] }, default);

        Assert.IsType<Forbidden>(asked.Error);
        Assert.Empty((await _world.DraftAsync(order)).Refunds());
    }

    private async Task ChangeAsync(OrderId order, Action<OrderDraft> change)
    {
        var written = await _world.Orders.ChangeAsync(
            order,
            draft =>
            {
                change(draft);
                return null;
            },
            default);
        Assert.True(written.IsSuccess, written.Error?.Message);
    }
}
