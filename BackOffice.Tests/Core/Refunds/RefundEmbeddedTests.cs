using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>Refunds on the real store, the real engine and the sandbox's gateways.</summary>
public sealed class RefundEmbeddedTests
{
    [Theory]
    [InlineData("tok_ok", LegState.Succeeded)]
    [InlineData("tok_refund_timeout_before", LegState.Succeeded)]
    [InlineData("tok_refund_timeout_after", LegState.Succeeded)]
    [InlineData("tok_refund_500_after", LegState.Succeeded)]
    [InlineData("tok_refund_garbage_after", LegState.Succeeded)]
    [InlineData("tok_refund_late", LegState.Succeeded)]
    [InlineData("tok_refund_busy_2", LegState.Succeeded)]
    [InlineData("tok_refund_duplicate_callback", LegState.Succeeded)]
    [InlineData("tok_refund_pending", LegState.Succeeded)]
    [InlineData("tok_refund_refused", LegState.Failed)]
    [InlineData("tok_refund_pending_failed", LegState.Failed)]
    [InlineData("tok_refund_requires_action", LegState.Failed)]
    [InlineData("tok_refund_reversed", LegState.Reversed)]
    public async Task Refund_MisbehavingCard_EndsAsTheGatewayDoes_WithOneEffect(string token, LegState expected)
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await DoneAsync(lab, token, 2);

        await AskAsync(lab, order.Id, 1);
        await lab.UntilAsync(order.Id, head => head.Refunds is { Running: null } summary && (expected is LegState.Succeeded ? summary.NeedAttention == 0 : summary.NeedAttention == 1));

        var view = await lab.ViewAsync(order.Id);
        var leg = view.Refunds.Single().Legs.Single(one => one.IsMoney);
        Assert.Equal(expected, leg.State);
        Assert.Null(view.Refunds.Single().Token);
        Assert.Equal([VoucherState.Delivered, VoucherState.Void], view.Vouchers.Select(voucher => voucher.State));
        Assert.Equal(expected is LegState.Succeeded ? 8_900 : 0, view.Head.Tenders[0].Refunded.Minor);
        Assert.Empty(MoneyInvariants.Of(OrderDraft.Of((await lab.Store.GetWithChildrenAsync(order.Id.Subject, default))!)));
        // The order is let go before the execution ends.
        await Eventually.TrueAsync(() => lab.Get<IWorkflows>().DescribeAsync(order.Id + "-R1", default).GetAwaiter().GetResult()?.Status is ExecutionStatus.Succeeded);
        Assert.Equal(1, (await lab.Get<IWorkflows>().DescribeAsync(order.Id + "-R1", default))!.Revision);
        using var ledger = SandboxLedger.Open(Path.Combine(lab.Folder, "sandbox"));
        Assert.Empty(ledger.EffectsByUnit(atLeast: 2));
        var listed = (await lab.Get<IPaymentGateway>().RefundsAsync(null, 100, default)).Items;
        Assert.Equal(
            expected switch { LegState.Succeeded => GatewayRefundStatus.Succeeded, LegState.Reversed => GatewayRefundStatus.Reversed, _ => GatewayRefundStatus.Failed },
            token is "tok_refund_refused" ? GatewayRefundStatus.Failed : Assert.Single(listed).Status);
    }

    [Fact]
    public async Task Refund_ProgramStopsInTheMiddle_GoesOnInTheNext()
    {
        var folder = Path.Combine(Path.GetTempPath(), "backoffice-" + Guid.NewGuid().ToString("N"));
        try
        {
            var orders = new List<OrderId>();
            await using (var first = await EmbeddedLab.StartAsync(folder))
            {
                for (var i = 0; i < 10; i++)
                    orders.Add((await DoneAsync(first, "tok_ok", 1, $"k-{i}")).Id);
                foreach (var order in orders)
                    await AskAsync(first, order, 1);
            }

            await using var second = await EmbeddedLab.StartAsync(folder);
            foreach (var order in orders)
                await second.UntilAsync(order, head => head.Headline is Headline.Refunded, 60);
            using var ledger = SandboxLedger.Open(Path.Combine(folder, "sandbox"));
            Assert.Empty(ledger.EffectsByUnit(atLeast: 2));
            Assert.Equal(10, ledger.Effects().Count(effect => effect is { Operation: "refund", TookEffect: true }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Refund_ManyPeopleAtOnce_NeverMoreThanWasTaken()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await DoneAsync(lab, "tok_ok", 4);
        var refunds = lab.Get<IRefunds>();

        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            var ask = RefundWorld.Goodwill(5_000);
            var actor = PipelineLab.Person($"idp|{i}", $"Agent {i}", BackOffice.Core.Access.Role.SupportAgent);
            while (true)
            {
                var preview = await refunds.PreviewAsync(order.Id, ask, actor, default);
                if (!preview.IsSuccess)
                    return false;
                var done = await refunds.RequestAsync(new RequestRefund(order.Id, $"r-{i}", ask, preview.Value.Hash), actor, default);
                if (done.IsSuccess)
                    return true;
                await lab.UntilAsync(order.Id, head => head.Refunds?.Running is null, 60);
            }
        })));
        await lab.UntilAsync(order.Id, head => head.Refunds is { Running: null, LookAt: null, Pending: 0 }, 60);

        // Seven are as much as was taken. Who waited while another refund was paid was approved for other balances: that case ends without moving money.
        var view = await lab.ViewAsync(order.Id);
        Assert.Equal(7, asked.Count(success => success));
        Assert.All(view.Refunds, refund => Assert.True(
            refund.State is RefundState.Succeeded || refund is { State: RefundState.Expired, Outcome: "What it would do is not what was approved any more." }, $"{refund.State}: {refund.Outcome}"));
        var paid = 5_000 * view.Refunds.Count(refund => refund.State is RefundState.Succeeded);
        Assert.InRange(paid, 5_000, 35_000);
        Assert.Equal(paid, view.Head.Tenders[0].Refunded.Minor);
        Assert.Equal(paid, (await lab.Get<IPaymentGateway>().RefundsAsync(null, 100, default)).Items.Sum(refund => refund.Amount.Minor));
    }

    private static async Task<OrderHead> DoneAsync(EmbeddedLab lab, string token, int quantity, string key = "k-1")
    {
        var request = PipelineLab.Request(quantity);
        var order = await lab.PlaceAsync(request with { Tenders = [request.Tenders[0] with { Token = token }] }, key);
        return await lab.UntilAsync(order.Id, head => head.Headline is Headline.Done);
    }

    private static async Task AskAsync(EmbeddedLab lab, OrderId order, int quantity)
    {
        var refunds = lab.Get<IRefunds>();
        var preview = await refunds.PreviewAsync(order, RefundWorld.Units(quantity), RefundWorld.Agent, default);
        Assert.True(preview.IsSuccess, preview.Error?.Message);
        var asked = await refunds.RequestAsync(new RequestRefund(order, "r-" + order, RefundWorld.Units(quantity), preview.Value.Hash), RefundWorld.Agent, default);
        Assert.True(asked.IsSuccess, asked.Error?.Message);
    }
}
