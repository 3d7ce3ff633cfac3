using System.Text;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Core.Refunds;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Miles;

/// <summary>Orders paid partly with miles, on the real store, the real engine and the sandbox's gateways, placed by the body of the API.</summary>
public sealed class MilesEmbeddedTests
{
    [Theory]
    [InlineData(10_000)]
    [InlineData(0)]
    public async Task Order_PaidPartlyWithMiles_IsDelivered_OnBothPaths_AndBothLedgersAgree(int dial)
    {
        await using var lab = await EmbeddedLab.StartAsync(dial: dial);

        var order = await PlaceAsync(lab, "mem_ok");
        var head = await lab.UntilAsync(order, one => one.Headline is Headline.Done, 60);

        Assert.Equal((PaymentStatus.Captured, MilesStatus.Redeemed), (head.Payment, head.Miles));
        Assert.Equal((10_000L, 17_800L), (head.Tenders[1].Captured.Minor, head.Tenders[0].Captured.Minor));
        Assert.Equal(10_000, head.Tenders[1].Lots!.Sum(lot => lot.Miles));
        if (dial > 0)
            Assert.Equal("miles-voucher", (await lab.Get<IWorkflows>().DescribeAsync(order + "-1", default))!.Definition);
        await SoundAsync(lab);
    }

    [Theory]
    [InlineData("mem_timeout_before")]
    [InlineData("mem_timeout_after")]
    [InlineData("mem_500_after")]
    [InlineData("mem_late")]
    [InlineData("mem_busy_2")]
    public async Task Order_MisbehavingProgramme_RedeemsOnce(string member)
    {
        await using var lab = await EmbeddedLab.StartAsync();

        var order = await PlaceAsync(lab, member);
        await lab.UntilAsync(order, one => one.Headline is Headline.Done, 60);

        using var ledger = SandboxLedger.Open(Path.Combine(lab.Folder, "sandbox"));
        Assert.Empty(ledger.EffectsByUnit(atLeast: 2));
        Assert.Single(ledger.EffectsOf(order), effect => effect is { Operation: "redeem", TookEffect: true });
        await SoundAsync(lab);
    }

    [Fact]
    public async Task Order_NotEnoughMiles_FailsBeforeAnyVoucher_AndIsUnwoundToNothing()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await PlaceAsync(lab, "mem_short");
        var failed = await lab.UntilAsync(order, one => one.Headline is Headline.Failed);
        Assert.Equal(("Miles.Insufficient", 0), (failed.Step!.ErrorCode, failed.VouchersIssued));

        await UnwindAsync(lab, order);
        var closed = await lab.UntilAsync(order, one => one.Headline is Headline.Cancelled && one.Refunds?.Running is null);

        Assert.Equal((PaymentStatus.None, MilesStatus.None), (closed.Payment, closed.Miles));
        using var ledger = SandboxLedger.Open(Path.Combine(lab.Folder, "sandbox"));
        Assert.Equal(["scan", "authorise", "release", "send"], Did(ledger, order).OrderBy(effect => effect.At).Select(effect => effect.Operation));
        await SoundAsync(lab);
    }

    [Theory]
    [InlineData("tok_ok", "mem_ok")]
    [InlineData("tok_release_timeout_after", "mem_recredit_timeout_after")]
    [InlineData("tok_release_timeout_before", "mem_recredit_late")]
    [InlineData("tok_release_busy_2", "mem_recredit_pending")]
    [InlineData("tok_release_500_after", "mem_recredit_duplicate_callback")]
    public async Task Unwind_SoldOutHalfWay_UndoesEachEffectOnce_AndIsDrawnAsAWorkflow(string token, string member)
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await PlaceAsync(lab, member, token, "LAST1-sail");
        var failed = await lab.UntilAsync(order, one => one.Headline is Headline.Failed);
        Assert.Equal(1, failed.VouchersIssued);

        await UnwindAsync(lab, order);
        var closed = await lab.UntilAsync(order, one => one.Headline is Headline.Cancelled && one.Refunds is { Running: null }, 60);

        Assert.Equal((PaymentStatus.None, MilesStatus.Recredited, FulfilmentStatus.Reversed), (closed.Payment, closed.Miles, closed.Fulfilment));
        Assert.Equal(0, closed.Tenders[0].Authorised.Minor);
        using var ledger = SandboxLedger.Open(Path.Combine(lab.Folder, "sandbox"));
        Assert.Empty(ledger.EffectsByUnit(atLeast: 2));
        Assert.Equal(["void", "recredit", "release", "send"], Did(ledger, order).Where(effect => effect.Key.Contains("/u-1/", StringComparison.Ordinal)).OrderBy(effect => effect.At).Select(effect => effect.Operation));
        await Eventually.TrueAsync(() => lab.Get<IWorkflows>().DescribeAsync(order + "-U1", default).GetAwaiter().GetResult()?.Status is ExecutionStatus.Succeeded);
        var view = await lab.ViewAsync(order);
        Assert.Equal(("unwind-order", VoucherState.Void), (view.Unwinding!.Execution.Definition, view.Vouchers.Single().State));
        Assert.NotEmpty(view.Unwinding.History);
        Assert.Contains($"\"executions\":[\"{order}-1\"]", view.Unwinding.Execution.Input, StringComparison.Ordinal);
        await SoundAsync(lab);
    }

    [Fact]
    public async Task Refund_OneUnitOfALapsingMember_GivesBackWhatStillCounts()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await PlaceAsync(lab, SandboxLots.Lapsing);
        await lab.UntilAsync(order, one => one.Headline is Headline.Done);
        var refunds = lab.Get<IRefunds>();

        foreach (var id in new[] { "r-1", "r-2" })
        {
            var preview = await refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default);
            Assert.True(preview.IsSuccess, preview.Error?.Message);
            Assert.True((await refunds.RequestAsync(new RequestRefund(order, id, RefundWorld.Units(1), preview.Value.Hash), RefundWorld.Agent, default)).IsSuccess);
            await lab.UntilAsync(order, one => one.Refunds is { Running: null, NeedAttention: 0 });
        }

        // The unit given back first has the lots that still count; the other has those that had ended.
        var head = (await lab.ViewAsync(order)).Head;
        Assert.Equal((5_000L, 5_000L, MilesStatus.Recredited), (head.Tenders[1].Refunded.Minor, TenderBalances.ForfeitedOf(head.Tenders[1]).Minor, head.Miles));
        await SoundAsync(lab);
    }

    [Fact]
    public async Task Audit_TheProgrammeKnowsSomethingElse_IsFound_BothWays()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await PlaceAsync(lab, "mem_ok");
        await lab.UntilAsync(order, one => one.Headline is Headline.Done);
        await lab.Get<IMilesGateway>().RedeemAsync(new RedeemMilesRequest(new EffectKey(new OrderId("GC-NOBO-DYS1"), EffectKey.Checkout, "redeem-miles", "2", 1), "mem_ok", new Money(7, Money.Miles)), default);
        await lab.Get<OrderWriter>().ChangeAsync(
            order,
            draft =>
            {
                var redeemed = draft.Effects().Single(effect => effect.Kind is EffectKind.RedeemMiles);
                draft.Put(redeemed with { Key = redeemed.Key with { Unit = "3" } });
                return null;
            },
            default);

        var report = (await lab.Get<MoneyAudit>().CheckAsync(PipelineLab.Operator, default)).Value;

        var found = report.Findings.Where(finding => finding.Invariant == "I2").Select(finding => finding.Text).ToList();
        Assert.Contains(found, text => text.StartsWith("GC-NOBO-DYS1", StringComparison.Ordinal) && text.Contains("no order knows it", StringComparison.Ordinal));
        Assert.Contains(found, text => text.StartsWith($"{order}/checkout/redeem-miles/3", StringComparison.Ordinal) && text.Contains("does not list it", StringComparison.Ordinal));
        Assert.Equal(2, found.Count);
    }

    private static IEnumerable<SandboxEffect> Did(ISandboxLedger ledger, OrderId order) => ledger.EffectsOf(order).Where(effect => effect.TookEffect);

    private static async Task UnwindAsync(EmbeddedLab lab, OrderId order)
    {
        var unwinds = lab.Get<IUnwinds>();
        var check = (await unwinds.CheckAsync(order, true, RefundWorld.Operations, default)).Value;
        Assert.True(check.Preview is not null, check.Why?.ToString());
        var started = await unwinds.StartAsync(new UnwindOrder(order, "u-1", check.Executions, check.Preview.Hash, "Cannot be delivered."), RefundWorld.Operations, default);
        Assert.True(started.IsSuccess, started.Error?.Message);
    }

    private static async Task SoundAsync(EmbeddedLab lab)
    {
        var report = (await lab.Get<MoneyAudit>().CheckAsync(PipelineLab.Operator, default)).Value;
        Assert.Empty(report.Findings);
    }

    private static async Task<OrderId> PlaceAsync(EmbeddedLab lab, string member, string token = "tok_ok", string offer = "sail-2")
    {
        var body = $$"""
            {
              "kind": "DealVoucher", "brand": "gilt-city", "customer": { "name": "Ana Invented", "email": "ana@example.test", "userGuid": "u-1" },
              "lines": [{
                "city": "Boston", "offerId": "{{offer}}", "unitId": "adult", "title": "Harbour sail", "quantity": 2,
                "unitPrice": { "minor": 8900, "unit": "USD" }, "unitMiles": { "minor": 5000, "unit": "MILES" }
              }],
              "tenders": [
                { "kind": "Card", "token": "{{token}}", "brand": "visa", "last4": "4242", "amount": { "minor": 17800, "unit": "USD" } },
                { "kind": "Miles", "token": "{{member}}", "amount": { "minor": 10000, "unit": "MILES" } }
              ]
            }
            """;
        var parsed = OrderRequestParser.Parse(Encoding.UTF8.GetBytes(body));
        Assert.True(parsed.IsSuccess, parsed.Error?.Message);
        return (await lab.PlaceAsync(parsed.Value.Request, "k-1")).Id;
    }
}
