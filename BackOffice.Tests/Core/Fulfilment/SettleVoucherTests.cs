using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Fulfilment;

/// <summary>Calls of voids, reissues and resends that nobody can look up are settled by a person with evidence; the acts go on, and refunds are free again.</summary>
public sealed class SettleVoucherTests
{
    private readonly PipelineLab _lab = new();
    private readonly Actor _lead = PipelineLab.Person("op|2", "Lena Marlow", Role.SupportLead);

    public SettleVoucherTests() => _lab.Gateways.LookUp = _ => new LookupUnavailable("down");

    [Theory]
    [InlineData(true, VoucherState.Void, "is void")]
    [InlineData(false, VoucherState.Delivered, "Otis Fairweather showed that it did not happen. The voucher ending")]
    public async Task Void_Unknown_EndsOnAPersonsWord_AndRefundsAreFreeAgain(bool happened, VoucherState state, string outcome)
    {
        var order = await UnknownVoidAsync();
        Assert.Equal("refund.unknown", RefundRules.Blocked(await _lab.HeadAsync(order))?.Code);

        var settled = await SettleAsync(order, happened);

        Assert.True(settled.IsSuccess, settled.Error?.Message);
        Assert.Equal(state, (await _lab.VoucherAsync(order)).State);
        Assert.Null((await _lab.VoucherAsync(order)).Pending);
        Assert.Null(RefundRules.Blocked(await _lab.HeadAsync(order)));
        Assert.Contains(outcome, (await _lab.DraftAsync(order)).Commands().Single(row => row.CommandId == "command-1").Outcome, StringComparison.Ordinal);
        var audit = await _lab.Store.AuditAsync(new AuditQuery { Subject = order.Subject.Value }, null, 100, default);
        var attested = Assert.Single(audit.Items, entry => entry.Entry.Action == AuditActions.EffectAttested);
        Assert.Equal(("Ticket 44 of the merchant.", PipelineLab.Operator.Id), (attested.Detail?.Reason, attested.Entry.ActorId));
    }

    [Fact]
    public async Task Reissue_CodeUnknown_CalledRegistered_GoesOnToTheVoid_AndSendsTheNewOne()
    {
        var order = (await _lab.DeliverAsync()).Id;
        _lab.Gateways.Answer = key => key.Step == StepNames.IssueVouchers ? new GatewayUnknown("lost") : null;
        await _lab.Vouchers.ReissueAsync(await _lab.CommandAsync(order), _lead, default);
        Assert.Equal(OpenCallKind.RegisterCode, (await OpenAsync(order)).What);

        var settled = await SettleAsync(order, happened: true);

        Assert.True(settled.IsSuccess, settled.Error?.Message);
        Assert.Equal(VoucherState.Reissued, (await _lab.VoucherAsync(order)).State);
        Assert.Equal(VoucherState.Delivered, (await _lab.VoucherAsync(order, "01.01-2")).State);
    }

    [Fact]
    public async Task Reissue_VoidUnknown_CalledNotDone_WithdrawsTheNewCode_AndTheOldOneCounts()
    {
        var order = (await _lab.DeliverAsync()).Id;
        _lab.Gateways.Answer = key => key.Step == StepNames.VoidVoucher && !key.Unit.EndsWith(".new", StringComparison.Ordinal) ? new GatewayUnknown("lost") : null;
        await _lab.Vouchers.ReissueAsync(await _lab.CommandAsync(order), _lead, default);

        await SettleAsync(order, happened: false);

        Assert.Equal((VoucherState.Delivered, null), ((await _lab.VoucherAsync(order)).State, (await _lab.VoucherAsync(order)).Pending));
        Assert.Contains(_lab.Gateways.Calls, call => call.EndsWith("/1.1.new/1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, CommandState.Accepted, 1)]
    [InlineData(false, CommandState.Refused, 0)]
    public async Task Resend_Unknown_EndsOnAPersonsWord(bool happened, CommandState state, int deliveries)
    {
        var order = (await _lab.DeliverAsync()).Id;
        _lab.Gateways.Answer = key => key.Operation == "resend-1" ? new GatewayUnknown("lost") : null;
        await ResendAsync(order);
        Assert.Equal(OpenCallKind.Send, (await OpenAsync(order)).What);

        await SettleAsync(order, happened);

        Assert.Equal(state, (await _lab.DraftAsync(order)).Commands().Single(row => row.CommandId == "resend-1").State);
        Assert.Equal(deliveries, (await _lab.VoucherAsync(order)).Deliveries.Count);
        Assert.Empty((await ViewAsync(order)).OpenCalls);
    }

    [Fact]
    public async Task Settle_TwiceUnderOneId_IsDoneOnce_AndAnotherIdFindsNothingToSettle()
    {
        var order = await UnknownVoidAsync();
        var command = await SettlingAsync(order, happened: true);
        await _lab.Commands.SettleCallAsync(command, PipelineLab.Operator, default);

        var again = await _lab.Commands.SettleCallAsync(command, PipelineLab.Operator, default);
        var other = await _lab.Commands.SettleCallAsync(command with { CommandId = "settle-2", Happened = false, ExpectedVersion = (await _lab.HeadAsync(order)).Version }, PipelineLab.Operator, default);

        Assert.True(again.Value.Repeated);
        Assert.Equal("effect.settled", other.Error?.Code);
        Assert.Equal(VoucherState.Void, (await _lab.VoucherAsync(order)).State);
    }

    [Fact]
    public async Task Settle_WithoutPermission_Evidence_ReferenceOrTheVersionSeen_IsRefused()
    {
        var order = await UnknownVoidAsync();
        var command = await SettlingAsync(order, happened: true);

        Assert.Equal("effects:settle", Assert.IsType<Forbidden>((await _lab.Commands.SettleCallAsync(command, _lead, default)).Error).Permission);
        Assert.IsType<Invalid>((await _lab.Commands.SettleCallAsync(command with { Evidence = " " }, PipelineLab.Operator, default)).Error);
        Assert.IsType<Invalid>((await _lab.Commands.SettleCallAsync(command with { Reference = null }, PipelineLab.Operator, default)).Error);
        Assert.Equal("order.version", (await _lab.Commands.SettleCallAsync(command with { ExpectedVersion = 1 }, PipelineLab.Operator, default)).Error?.Code);
        Assert.Equal("effect.not-found", (await _lab.Commands.SettleCallAsync(command with { EffectKey = "none" }, PipelineLab.Operator, default)).Error?.Code);
    }

    [Fact]
    public async Task Withdraw_ThatARefundOvertakes_IsStillDoneAtTheIssuer()
    {
        var order = (await _lab.DeliverAsync()).Id;
        var lost = true;
        _lab.Gateways.Answer = key => key.Step != StepNames.VoidVoucher ? null
            : key.Unit.EndsWith(".new", StringComparison.Ordinal) ? lost ? new GatewayNotExecuted(ErrorCodes.GatewayBusy, "Busy.") : null
            : key.Operation == "command-1" ? new GatewayRefused(ErrorCodes.VoucherRefused, "No.") : null;
        await _lab.Vouchers.ReissueAsync(await _lab.CommandAsync(order), _lead, default);
        Assert.Equal(PendingKind.Withdraw, (await _lab.VoucherAsync(order)).Pending?.Kind);

        await KillAsync(order);
        lost = false;
        _lab.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Single(await _lab.Store.DueAsync(DueKinds.Vouchers, _lab.Clock.GetUtcNow(), 10, default));
        await _lab.Keeper.LookAsync(order, default);

        Assert.Equal((VoucherState.Void, null), ((await _lab.VoucherAsync(order)).State, (await _lab.VoucherAsync(order)).Pending));
        Assert.Equal(2, _lab.Gateways.Calls.Count(call => call.EndsWith("/1.1.new/1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Resend_ThatAVoidOvertakes_IsNotSent_AndItsCommandEnds()
    {
        var order = (await _lab.DeliverAsync()).Id;
        _lab.Gateways.Answer = key => key.Operation == "resend-1" ? new GatewayNotExecuted(ErrorCodes.GatewayBusy, "Busy.") : null;
        await ResendAsync(order);
        Assert.Equal(PendingKind.Resend, (await _lab.VoucherAsync(order)).Pending?.Kind);
        _lab.Gateways.Answer = _ => null;

        await KillAsync(order);
        _lab.Clock.Advance(TimeSpan.FromHours(2));
        await _lab.Keeper.LookAsync(order, default);

        Assert.Null((await _lab.VoucherAsync(order)).Pending);
        var row = (await _lab.DraftAsync(order)).Commands().Single(known => known.CommandId == "resend-1");
        Assert.Equal((CommandState.Refused, "It was not sent: the voucher cannot be used any more."), (row.State, row.Outcome));
        Assert.Single(_lab.Gateways.Calls, call => call.Contains("/resend-1/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resend_SentAndNotKnown_ThatAVoidOvertakes_IsNotSaidToBeUnsent()
    {
        var order = (await _lab.DeliverAsync()).Id;
        _lab.Gateways.Answer = key => key.Operation == "resend-1" ? new GatewayUnknown("lost") : null;
        await ResendAsync(order);
        _lab.Gateways.Answer = _ => null;
        _lab.Gateways.LookUp = key => key.Operation == "resend-1" ? new LookupNotFound() : null;
        _lab.Clock.Advance(TimeSpan.FromMinutes(10));
        await _lab.Reconciler.LookAsync(order, now: true, default);

        await KillAsync(order);
        _lab.Clock.Advance(TimeSpan.FromHours(2));
        await _lab.Keeper.LookAsync(order, default);

        var draft = await _lab.DraftAsync(order);
        var row = draft.Commands().Single(known => known.CommandId == "resend-1");
        Assert.Equal((CommandState.Refused, "It is not sent again: the voucher cannot be used any more. The first message may have arrived."), (row.State, row.Outcome));
        Assert.Contains("may have arrived", draft.Effects().Single(effect => effect.Key.Operation == "resend-1").ErrorMessage, StringComparison.Ordinal);
        Assert.Single(_lab.Gateways.Calls, call => call.Contains("/resend-1/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resend_OfASuspendedVoucher_WaitsUntilItIsReleased()
    {
        var order = (await _lab.DeliverAsync()).Id;
        _lab.Gateways.Answer = key => key.Operation == "resend-1" ? new GatewayNotExecuted(ErrorCodes.GatewayBusy, "Busy.") : null;
        await ResendAsync(order);
        _lab.Gateways.Answer = _ => null;
        await ChangeAsync(order, draft => VoucherChanges.Suspend(draft, "01.01", Cause("refund-9")));

        _lab.Clock.Advance(TimeSpan.FromHours(2));
        await _lab.Keeper.LookAsync(order, default);
        Assert.Single(_lab.Gateways.Calls, call => call.Contains("/resend-1/", StringComparison.Ordinal));
        await ChangeAsync(order, draft => VoucherChanges.Release(draft, "01.01", Cause("refund-9")));
        _lab.Clock.Advance(TimeSpan.FromHours(2));
        await _lab.Keeper.LookAsync(order, default);

        Assert.Single((await _lab.VoucherAsync(order)).Deliveries);
        Assert.Equal(CommandState.Accepted, (await _lab.DraftAsync(order)).Commands().Single(known => known.CommandId == "resend-1").State);
    }

    private async Task<OrderId> UnknownVoidAsync()
    {
        var order = (await _lab.DeliverAsync()).Id;
        _lab.Gateways.Answer = key => key.Step == StepNames.VoidVoucher ? new GatewayUnknown("lost") : null;
        await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order), _lead, default);
        Assert.Equal(OpenCallKind.Void, (await OpenAsync(order)).What);
        return order;
    }

    private async Task<Result<CommandOutcome>> SettleAsync(OrderId order, bool happened) =>
        await _lab.Commands.SettleCallAsync(await SettlingAsync(order, happened), PipelineLab.Operator, default);

    private async Task<SettleCall> SettlingAsync(OrderId order, bool happened) => new(
        order, (await OpenAsync(order)).Key, "settle-1", (await _lab.HeadAsync(order)).Version, happened, happened ? "re-44" : null, "Ticket 44 of the merchant.");

    private async Task<OpenCall> OpenAsync(OrderId order) => Assert.Single((await ViewAsync(order)).OpenCalls);

    private async Task<VoucherView> ViewAsync(OrderId order) => (await new VoucherQueries(_lab.Store, _lab.Vault, _lab.Limits).GetAsync(order, "01.01", _lead, default)).Value;

    private async Task ResendAsync(OrderId order) =>
        await _lab.Vouchers.ResendAsync(new ResendVouchers(order, [], "resend-1", (await _lab.HeadAsync(order)).Version, "Nothing arrived."), _lead, default);

    /// <summary>What a refund does to the voucher, from its start to the issuer's word.</summary>
    private async Task KillAsync(OrderId order)
    {
        await ChangeAsync(order, draft => VoucherChanges.BeginVoid(draft, "01.01", Cause("refund-9")));
        await ChangeAsync(order, draft => VoucherChanges.ConfirmVoid(draft, "01.01", Cause("refund-9")));
    }

    private async Task ChangeAsync(OrderId order, Func<OrderDraft, Error?> change) => Assert.True((await _lab.Orders.ChangeAsync(order, change, default)).IsSuccess);

    private VoucherCause Cause(string refund) => new(Actor.System("refunds"), refund, "A refund.", _lab.Clock.GetUtcNow());
}
