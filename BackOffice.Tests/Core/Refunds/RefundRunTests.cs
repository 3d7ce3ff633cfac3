using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>How a case runs: one write before the call, goods before money, and what becomes of the order.</summary>
public sealed class RefundRunTests
{
    private readonly RefundWorld _world = new();

    [Fact]
    public async Task Request_WithinTheLimits_IsOneWriteThatReservesSuspendsStoresTheKeyAndClaims()
    {
        var order = await _world.PaidAsync([(8_900, 2)]);
        var before = (await _world.HeadAsync(order)).Version;
        _world.Store.Before = change => Assert.Equal(0, _world.Bank.Calls);

        var asked = await _world.RequestAsync(order, RefundWorld.Units(1));

        var draft = await _world.DraftAsync(order);
        Assert.Equal((before + 1, RefundState.Running), (draft.Head.Version, asked.Value.State));
        Assert.Equal(8_900, draft.Head.Tenders[0].Reserved.Minor);
        Assert.Equal([VoucherState.Delivered, VoucherState.Suspended], draft.Vouchers().Select(voucher => voucher.State));
        var effect = Assert.Single(draft.Effects(), one => one.Kind is EffectKind.RefundPayment);
        Assert.Equal((EffectState.Planned, $"{order}/r-1/refund-money/1/1"), (effect.State, effect.Key.ToString()));
        Assert.Equal($"{order}-R1", draft.Head.Route.Owner);
        var audit = (await _world.Store.AuditAsync(new AuditQuery { Subject = order.Subject.Value, NewestFirst = false }, null, 100, default)).Items.Select(row => row.Entry.Action).ToList();
        Assert.Equal([AuditActions.RefundRequested, AuditActions.VoucherSuspended, AuditActions.RefundStarted], audit);
        Assert.Empty(MoneyInvariants.Of(draft));
    }

    [Fact]
    public async Task Run_Partial_KillsOneVoucherPaysTellsAndLetsTheOrderGo()
    {
        var order = await _world.PaidAsync([(8_900, 2)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        await _world.SettleAsync();

        var draft = await _world.DraftAsync(order);
        Assert.Equal([VoucherState.Delivered, VoucherState.Void], draft.Vouchers().Select(voucher => voucher.State));
        Assert.Equal((PaymentStatus.PartlyRefunded, Headline.Done, null), (draft.Head.Payment, draft.Head.Headline, draft.Head.Route.Owner));
        var sent = Assert.Single(_world.Bank.Sent);
        Assert.Contains("89.00 USD", sent.Text, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Refund Requested", "Voucher Suspended", "Refund Started", "Voucher Voided", "Refund Leg Succeeded", "Refund Leg Succeeded", "Refund Leg Succeeded", "Refund Succeeded",
            ],
            (await _world.Store.OutboxAsync(0, 100, default)).Select(record => record.Event.DetailType));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Run_TheMessageIsTheOneOfThePreview()
    {
        var order = await _world.PaidAsync([(8_900, 2)]);
        var preview = (await _world.Refunds.PreviewAsync(order, RefundWorld.Units(2, reason: "merchant-closed"), RefundWorld.Agent, default)).Value;
        await _world.RequestAsync(order, RefundWorld.Units(2, reason: "merchant-closed"));
        await _world.ApproveAsync(order, RefundWorld.Lead);

        await _world.SettleAsync();

        var sent = _world.Bank.Sent.Single();
        var customer = (await _world.HeadAsync(order)).Customer;
        Assert.Equal((CustomerMask.Email(customer.Email), customer.Email), (preview.Message!.To, sent.To));
        Assert.DoesNotContain(customer.Name, preview.Message.Text, StringComparison.Ordinal);
        Assert.Equal(preview.Message.Text.Replace(CustomerMask.Name(customer.Name), customer.Name, StringComparison.Ordinal), sent.Text);
    }

    [Fact]
    public async Task Run_TheMerchantHadRedeemedTheVoucher_NoMoneyMovesAndTheCaseEnds()
    {
        _world.Bank.Weather = key => key.Step == StepNames.VoidVoucher ? Weather.Redeemed : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        await _world.SettleAsync();

        var refund = await _world.CaseAsync(order);
        var head = await _world.HeadAsync(order);
        Assert.Equal((RefundState.Cancelled, 0L, 0L, null), (refund.State, _world.Bank.NetOut, head.Tenders[0].Reserved.Minor, head.Route.Owner));
        Assert.Empty(_world.Bank.Sent);
        Assert.Empty((await _world.Budgets.ReadAsync(RefundWorld.Agent.Id, "20261123", default)).Taken);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Run_OneOfTwoVouchersCannotBeStopped_NoMoneyMoves_AndTheDeadOneCanBeRefundedAnew()
    {
        _world.Bank.Weather = key => key is { Step: StepNames.VoidVoucher, Unit: "1.2" } ? Weather.Redeemed : Weather.Fine;
        var order = await _world.PaidAsync([(5_000, 2)]);
        await _world.RequestAsync(order, RefundWorld.Units(2));
        await _world.SettleAsync();
        Assert.Equal((RefundState.NeedsAttention, 0L), ((await _world.CaseAsync(order)).State, _world.Bank.NetOut));
        await _world.CheckAsync(order);

        Assert.True((await _world.Refunds.CancelAsync(await _world.DecisionAsync(order), RefundWorld.Agent, default)).IsSuccess);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1), "r-2")).IsSuccess);
        await _world.SettleAsync();

        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order, "r-2")).State);
        Assert.Equal(5_000, _world.Bank.NetOut);
        await _world.CheckAsync(order);
    }

    [Theory]
    [InlineData(ErrorCodes.VoucherRefused, AttentionStatus.NeedsAgent)]
    [InlineData(ErrorCodes.GatewayUnavailable, AttentionStatus.NeedsOps)]
    public async Task Run_UnknownOnAnOrderThatWaitsForAPerson_LeavesItWaiting(string code, AttentionStatus waits)
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.LostAfter : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 2)], workflow: WorkflowStatus.Failed);
        Assert.True((await _world.Orders.ChangeAsync(
            order,
            draft =>
            {
                draft.Head = draft.Head with { Attention = waits, Step = new CurrentStep(StepNames.IssueVouchers, StepStatus.Failed, 1, code, "No.", _world.Clock.GetUtcNow()) };
                return null;
            },
            default)).IsSuccess);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1))).IsSuccess);
        await _world.WorkAsync();
        Assert.Equal(Headline.Unknown, (await _world.HeadAsync(order)).Headline);

        await _world.SettleAsync();

        Assert.Equal((RefundState.Succeeded, waits), ((await _world.CaseAsync(order)).State, (await _world.HeadAsync(order)).Attention));
    }

    [Fact]
    public async Task Reject_OnAnOrderThatWaitsForAPerson_LeavesItWaiting()
    {
        var order = await _world.PaidAsync([(20_000, 2)], workflow: WorkflowStatus.Failed);
        Assert.True((await _world.Orders.ChangeAsync(
            order,
            draft =>
            {
                draft.Head = draft.Head with
                {
                    Attention = AttentionStatus.NeedsAgent, Step = new CurrentStep(StepNames.NotifyCustomer, StepStatus.Failed, 1, ErrorCodes.AddressRefused, "No.", _world.Clock.GetUtcNow()),
                };
                return null;
            },
            default)).IsSuccess);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1))).IsSuccess);
        Assert.Equal(AttentionStatus.NeedsApproval, (await _world.HeadAsync(order)).Attention);

        Assert.True((await _world.Refunds.RejectAsync(await _world.DecisionAsync(order), RefundWorld.Lead, default)).IsSuccess);

        Assert.Equal(AttentionStatus.NeedsAgent, (await _world.HeadAsync(order)).Attention);
    }

    /// <summary>A process died while it sent the voucher again, and before it was taken up the voucher was refunded.</summary>
    [Fact]
    public async Task Run_VoucherWhoseMessageWasUnderWay_IsLookedUpAndItsCommandEnds()
    {
        var order = await _world.PaidAsync([(8_900, 1)]);
        var now = _world.Clock.GetUtcNow();
        var key = new EffectKey(order, "resend-1", StepNames.NotifyCustomer, "1", 1);
        Assert.True((await _world.Orders.ChangeAsync(
            order,
            draft =>
            {
                draft.Put(draft.Vouchers().Single() with { Pending = new PendingAct("resend-1", PendingKind.Resend, "idp|ana", "Ana", "Asked.", now, now.AddHours(1)) });
                draft.Put(new Effect
                {
                    Key = key, Kind = EffectKind.Notify, State = EffectState.Sent, RequestHash = "x", Owner = "vouchers:resend-1", Epoch = 1, FirstSentAt = now, LastSentAt = now,
                    KeyValidUntil = now.AddHours(24), Sends = 1,
                });
                draft.Put(new CommandRow { CommandId = "resend-1", Command = "resend-vouchers", ActorId = "idp|ana", ActorName = "Ana", At = now, State = CommandState.Requested });
                return null;
            },
            default)).IsSuccess);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1))).IsSuccess);

        await _world.SettleAsync();

        var draft = await _world.DraftAsync(order);
        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        Assert.Equal(CommandState.Refused, draft.Commands().Single(row => row.CommandId == "resend-1").State);
        Assert.DoesNotContain(draft.Effects(), effect => effect.State is EffectState.Sent or EffectState.Unknown);
        Assert.Equal(1, draft.Effects().Single(effect => effect.Key == key).Lookups);
    }

    [Fact]
    public async Task Run_MessageBounces_TheMoneyStaysPaidAndAPersonIsAsked()
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Notify ? Weather.Refused : Weather.Fine;
        var order = await _world.PaidAsync([(8_900, 1)]);
        await _world.RequestAsync(order, RefundWorld.Units(1));

        await _world.SettleAsync();

        var refund = await _world.CaseAsync(order);
        Assert.Equal((RefundState.NeedsAttention, LegState.Succeeded, LegState.Failed), (refund.State, refund.Legs.Single(leg => leg.IsMoney).State, refund.Legs[^1].State));
        Assert.Equal(8_900, _world.Bank.NetOut);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Run_AfterAFailedOrderIsRefundedWhole_ItIsClosedAndNeverDelivered()
    {
        var order = await _world.PaidAsync([(8_900, 1)], vouchers: false, workflow: WorkflowStatus.Failed);
        await _world.RequestAsync(order, RefundWorld.Units(1, reason: "not-delivered"));
        await _world.SettleAsync();

        var head = await _world.HeadAsync(order);
        Assert.Equal((WorkflowStatus.Cancelled, Headline.Refunded), (head.Workflow, head.Headline));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Redeemed_NeedsAnOverrideAndTwoOthers()
    {
        var order = await _world.PaidAsync([(5_000, 1)]);
        await _world.Orders.ChangeAsync(
            order,
            draft =>
            {
                draft.Put(draft.Vouchers().Single() with { State = VoucherState.Redeemed });
                return null;
            },
            default);

        Assert.Equal("refund.redeemed", (await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default)).Error?.Code);
        var ask = RefundWorld.Units(1) with { Override = true };
        Assert.Equal(RefundApprovalLevel.TwoPeople, (await _world.Refunds.PreviewAsync(order, ask, RefundWorld.Agent, default)).Value.Level);
        await _world.RequestAsync(order, ask);
        await _world.ApproveAsync(order, RefundWorld.Lead);
        Assert.Equal(0, _world.Bank.Calls);
        await _world.ApproveAsync(order, RefundWorld.OtherLead);
        await _world.SettleAsync();

        Assert.Equal((RefundState.Succeeded, VoucherState.Redeemed), ((await _world.CaseAsync(order)).State, (await _world.DraftAsync(order)).Vouchers().Single().State));
        Assert.Empty(_world.Bank.Voided);
        await _world.CheckAsync(order);
    }
}
