using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Core.Refunds;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Orders;

/// <summary>The sandbox's calls that are always lost, on the real store and engine: both paths, both words.</summary>
public sealed class SettleCallEmbeddedTests
{
    [Theory]
    [InlineData(10_000)]
    [InlineData(0)]
    public async Task Capture_NotDone_MayBeRetried_AndThenUndone_AndNothingIsTaken(int dial)
    {
        await using var lab = await EmbeddedLab.StartAsync(dial: dial);
        var order = await LostAsync(lab, "tok_capture_timeout_always");

        await SettleAsync(lab, order, happened: false);
        var failed = await lab.UntilAsync(order, IsForAPerson);
        Assert.Equal((StepNames.CapturePayment, ErrorCodes.AttestedNotDone, AttentionStatus.NeedsAgent), (failed.Step!.Name, failed.Step.ErrorCode, failed.Attention));
        await WhileStaleAsync(async () => await lab.Commands.RetryAsync(
            new RetryOrder(order, "again-1", (await lab.ViewAsync(order)).Head.Version, "The bank says that nothing came."), PipelineLab.Operator, default));
        await lab.UntilAsync(order, IsLost);
        await SettleAsync(lab, order, happened: false);
        await lab.UntilAsync(order, IsForAPerson);
        var unwinds = lab.Get<IUnwinds>();
        var check = (await unwinds.CheckAsync(order, true, RefundWorld.Operations, default)).Value;
        Assert.True(check.Preview is not null, check.Why?.ToString());
        Assert.True((await unwinds.StartAsync(new UnwindOrder(order, "u-1", check.Executions, check.Preview.Hash, "Cannot be paid."), RefundWorld.Operations, default)).IsSuccess);
        var closed = await lab.UntilAsync(order, one => one.Headline is Headline.Cancelled && one.Refunds is { Running: null }, 60);

        Assert.Equal((0L, 0L), (closed.Tenders[0].Captured.Minor, closed.Tenders[0].Authorised.Minor));
        Assert.Equal([1, 2], (await lab.ViewAsync(order)).Effects.Where(effect => effect.Kind is EffectKind.Capture).Select(effect => effect.Key.Attempt).Order());
        using var ledger = SandboxLedger.Open(Path.Combine(lab.Folder, "sandbox"));
        Assert.Empty(ledger.EffectsByUnit(atLeast: 2));
        Assert.DoesNotContain(ledger.EffectsOf(order), effect => effect is { TookEffect: true, Operation: "capture" });
        await SoundAsync(lab);
    }

    [Fact]
    public async Task Capture_Happened_IsBookedByItsOwnAmount_AndTheVouchersGoOut()
    {
        await using var lab = await EmbeddedLab.StartAsync();
        var order = await LostAsync(lab, "tok_capture_timeout_always");

        await SettleAsync(lab, order, happened: true);
        var done = await lab.UntilAsync(order, one => one.Headline is Headline.Done);

        Assert.Equal((PaymentStatus.Captured, done.Tenders[0].Amount, "ch_44"), (done.Payment, done.Tenders[0].Captured, done.Tenders[0].CaptureId));
        Assert.NotNull(done.NotifiedAt);
        await SoundAsync(lab);
    }

    private static bool IsLost(OrderHead head) => head is { Attention: AttentionStatus.NeedsOps, UnknownEffects: 1 };

    /// <summary>Between the word and the run that it starts, the order is for a moment failed as it was.</summary>
    private static bool IsForAPerson(OrderHead head) => head is { Headline: Headline.Failed, Step.ErrorCode: ErrorCodes.AttestedNotDone, Resume: null };

    private static async Task<OrderId> LostAsync(EmbeddedLab lab, string token)
    {
        var request = PipelineLab.Request();
        var order = await lab.PlaceAsync(request with { Tenders = [request.Tenders[0] with { Token = token }] }, "k-1");
        await lab.UntilAsync(order.Id, IsLost);
        return order.Id;
    }

    private static Task SettleAsync(EmbeddedLab lab, OrderId order, bool happened) => WhileStaleAsync(async () =>
    {
        var view = await lab.ViewAsync(order);
        var effect = view.Effects.Single(one => one.State is EffectState.Unknown);
        return await lab.Commands.SettleCallAsync(
            new SettleCall(order, effect.Key.ToString(), $"settle-{effect.Key.Attempt}", view.Head.Version, happened, happened ? "ch_44" : null, "The gateway's page."), PipelineLab.Operator, default);
    });

    /// <summary>The reconciler looks up all the while, and each look makes the order newer.</summary>
    private static async Task WhileStaleAsync(Func<Task<Result<CommandOutcome>>> act)
    {
        for (var tries = 1; ; tries++)
        {
            var outcome = await act();
            if (outcome.IsSuccess || tries == 20)
            {
                Assert.True(outcome.IsSuccess, outcome.Error?.Message);
                return;
            }

            Assert.Equal("order.version", outcome.Error.Code);
        }
    }

    private static async Task SoundAsync(EmbeddedLab lab) => Assert.Empty((await lab.Get<MoneyAudit>().CheckAsync(PipelineLab.Operator, default)).Value.Findings);
}
