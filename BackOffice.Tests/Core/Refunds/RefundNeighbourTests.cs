using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>What refunds and the other commands of an order must not do to each other: ids that meet, and redemptions that are taken back after they were paid back.</summary>
public sealed class RefundNeighbourTests
{
    private static readonly Actor s_agent = PipelineLab.Person("op|5", "Ana Field", Role.SupportAgent);
    private static readonly Actor s_lead = PipelineLab.Person("op|2", "Lena Marlow", Role.SupportLead);

    private readonly PipelineLab _lab = new();

    [Fact]
    public async Task ReverseRedemption_OfAUnitThatARefundPaysBack_IsRefused_UntilTheRefundIsOffTheTable()
    {
        var order = (await _lab.DeliverAsync()).Id;
        Assert.True((await _lab.Redemptions.RedeemAsync(new RedeemVoucher(await _lab.CodeAsync(order), "till-1"), PipelineLab.Merchant(), default)).IsSuccess);
        Assert.Equal(RefundState.PendingApproval, (await RequestAsync(order, "r-1", Units() with { Override = true })).Value.State);

        var refused = await _lab.Vouchers.ReverseRedemptionAsync(await _lab.CommandAsync(order, command: "c-1"), s_lead, default);
        Assert.Equal("voucher.refunded", refused.Error?.Code);
        Assert.Equal(VoucherState.Redeemed, (await _lab.VoucherAsync(order)).State);

        var decision = new DecideRefund(order, "r-1", "c-2", (await _lab.HeadAsync(order)).Version, null, "Not within the terms.");
        Assert.True((await _lab.Refunds.RejectAsync(decision, s_lead, default)).IsSuccess);
        var taken = await _lab.Vouchers.ReverseRedemptionAsync(await _lab.CommandAsync(order, command: "c-3"), s_lead, default);

        Assert.True(taken.IsSuccess, taken.Error?.Message);
        Assert.Equal(VoucherState.Viewed, (await _lab.VoucherAsync(order)).State);
    }

    [Fact]
    public async Task Command_WithTheIdOfARefund_IsRefused()
    {
        var order = (await _lab.DeliverAsync()).Id;
        await RequestAsync(order, "same-1", Units(), s_lead);

        var refused = await _lab.Vouchers.SuspendAsync(await _lab.CommandAsync(order, command: "same-1"), s_lead, default);

        Assert.Equal("command.id-reused", refused.Error?.Code);
        Assert.DoesNotContain((await _lab.VoucherAsync(order)).Suspensions, suspension => suspension.Reason == "For a test.");
    }

    [Fact]
    public async Task Refund_WithTheIdOfACommand_IsRefused_AndItsSuspensionIsNotTakenForTheRefunds()
    {
        var order = (await _lab.DeliverAsync(quantity: 2)).Id;
        Assert.True((await _lab.Vouchers.SuspendAsync(await _lab.CommandAsync(order, command: "same-1"), s_lead, default)).IsSuccess);

        var refused = await RequestAsync(order, "same-1", Units());

        Assert.Equal("refund.id-reused", refused.Error?.Code);
        Assert.Empty((await _lab.DraftAsync(order)).Refunds());
    }

    [Fact]
    public async Task Refund_WithTheIdOfAResend_IsRefused()
    {
        var order = (await _lab.DeliverAsync()).Id;
        Assert.True((await _lab.Vouchers.ResendAsync(new ResendVouchers(order, [], "same-1", (await _lab.HeadAsync(order)).Version, "Nothing arrived."), s_lead, default)).IsSuccess);

        Assert.Equal("refund.id-reused", (await RequestAsync(order, "same-1", Units())).Error?.Code);
    }

    [Fact]
    public async Task Checkout_IsNoIdOfARefundOrACommand()
    {
        var order = (await _lab.DeliverAsync()).Id;

        var refund = await _lab.Refunds.RequestAsync(new RequestRefund(order, EffectKey.Checkout, Units(), new string('0', 64)), s_agent, default);
        var command = await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order, command: EffectKey.Checkout), s_lead, default);

        Assert.Contains(Assert.IsType<Invalid>(refund.Error).Fields, field => field.Field == "refundId");
        Assert.Contains(Assert.IsType<Invalid>(command.Error).Fields, field => field.Field == "commandId");
        Assert.Equal(VoucherState.Delivered, (await _lab.VoucherAsync(order)).State);
    }

    private static RefundAsk Units() => new()
    {
        Kind = RefundKind.OrderReduction, ReasonCode = "customer-request", Reason = "Asked by phone.", Lines = [new RefundLineAsk(1, 1)],
    };

    private async Task<Result<RefundOutcome>> RequestAsync(OrderId order, string id, RefundAsk ask, Actor? actor = null)
    {
        var preview = await _lab.Refunds.PreviewAsync(order, ask, actor ?? s_agent, default);
        Assert.True(preview.IsSuccess, preview.Error?.Message);
        return await _lab.Refunds.RequestAsync(new RequestRefund(order, id, ask, preview.Value.Hash), actor ?? s_agent, default);
    }
}
