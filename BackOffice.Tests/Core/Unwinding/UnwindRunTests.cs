using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Core.Refunds;

namespace BackOffice.Tests.Core.Unwinding;

/// <summary>What a failed order did is undone, in order, once, and nothing else.</summary>
public sealed class UnwindRunTests
{
    private readonly RefundWorld _world = new();

    [Fact]
    public async Task Unwind_AuthorisedAndPartlyIssued_VoidsReleasesTellsAndClosesTheOrder()
    {
        var order = await _world.FailedAsync(new Past { Quantity = 3, Issued = 2 });

        var started = await _world.UnwindAsync(order);
        await _world.SettleAsync();

        Assert.True(started.IsSuccess, started.Error?.Message);
        Assert.Equal(
            [$"{order}/u-1/void-voucher/1.1/1", $"{order}/u-1/void-voucher/1.2/1", $"{order}/u-1/release-authorisation/1/1", $"{order}/u-1/refund-notify/1/1"], _world.Bank.Did);
        var draft = await _world.DraftAsync(order);
        Assert.Equal((WorkflowStatus.Cancelled, Headline.Cancelled, PaymentStatus.None, FulfilmentStatus.Reversed, AttentionStatus.None), (
            draft.Head.Workflow, draft.Head.Headline, draft.Head.Payment, draft.Head.Fulfilment, draft.Head.Attention));
        Assert.Null(draft.Head.Route.Owner);
        Assert.All(draft.Vouchers(), voucher => Assert.Equal(VoucherState.Void, voucher.State));
        Assert.All(draft.Effects().Where(effect => effect.Key.Operation == EffectKey.Checkout), effect => Assert.Equal(EffectState.Reversed, effect.State));
        Assert.Equal([LedgerType.Authorise, LedgerType.AuthoriseVoid], draft.Ledger().Select(entry => entry.Type));
        Assert.Equal(0, draft.Head.Tenders[0].Authorised.Minor);
        Assert.Equal([order + "-U1"], _world.Engine.Names);
        await _world.CheckAsync(order);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unwind_CardDeclinedAndNothingDone_ClosesTheOrder(bool tell)
    {
        var order = await _world.FailedAsync(new Past { Authorised = false, Issued = 0 });
        var check = (await _world.Unwinds.CheckAsync(order, tell, RefundWorld.Operations, default)).Value;
        Assert.NotNull(check.Preview);
        Assert.Equal((0, 0L, tell), (check.Executions.Count, check.Preview.Total.Minor, check.Preview.Message is { } message && message.Text.Contains("Nothing was taken.", StringComparison.Ordinal)));

        var started = await _world.Unwinds.StartAsync(new UnwindOrder(order, "u-1", check.Executions, check.Preview.Hash, "The customer bought elsewhere.", tell), RefundWorld.Operations, default);
        await _world.SettleAsync();

        Assert.True(started.IsSuccess, started.Error?.Message);
        Assert.Equal(tell ? [$"{order}/u-1/refund-notify/1/1"] : [], _world.Bank.Did);
        var head = (await _world.DraftAsync(order)).Head;
        Assert.Equal((WorkflowStatus.Cancelled, Headline.Cancelled, AttentionStatus.None, null), (head.Workflow, head.Headline, head.Attention, head.Route.Owner));
        Assert.Equal(RefundState.Succeeded, (await _world.DraftAsync(order)).Refunds().Single().State);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Unwind_CapturedWithMiles_GoodsThenMilesThenCash_EachWithItsOwnEffect()
    {
        var order = await _world.FailedAsync(new Past { Issued = 2, Captured = true, UnitMiles = 5_000 });

        await _world.UnwindAsync(order);
        await _world.SettleAsync();

        Assert.Equal(
            [$"{order}/u-1/void-voucher/1.1/1", $"{order}/u-1/void-voucher/1.2/1", $"{order}/u-1/refund-money/2/1", $"{order}/u-1/refund-money/1/1", $"{order}/u-1/refund-notify/1/1"],
            _world.Bank.Did);
        var draft = await _world.DraftAsync(order);
        Assert.Equal((PaymentStatus.Refunded, MilesStatus.Recredited, Headline.Refunded), (draft.Head.Payment, draft.Head.Miles, draft.Head.Headline));
        Assert.Equal(
            [(EffectKind.RecreditMiles, 10_000L), (EffectKind.RefundPayment, 17_800L)],
            draft.Effects().Where(effect => effect.Key.Step == RefundStepNames.Money).OrderByDescending(effect => effect.Key.Unit, StringComparer.Ordinal).Select(effect => (effect.Kind, effect.Amount!.Value.Minor)));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Unwind_Message_SaysOnceWhatIsTrue()
    {
        var day = DateOnly.FromDateTime(_world.Clock.GetUtcNow().UtcDateTime);
        var order = await _world.FailedAsync(new Past { Issued = 1, UnitMiles = 5_000, Lots = [new MilesLot(4_000, day.AddDays(-1)), new MilesLot(6_000, day.AddDays(40))] });

        var check = await _world.CheckUnwindAsync(order);
        await _world.UnwindAsync(order);
        await _world.SettleAsync(TimeSpan.FromHours(2));

        var sent = Assert.Single(_world.Bank.Sent);
        Assert.Equal($"Your order {order} could not be completed", sent.Subject);
        Assert.Contains("We returned 6,000 miles to your account.", sent.Text, StringComparison.Ordinal);
        Assert.Contains("4,000 miles had expired and could not be returned.", sent.Text, StringComparison.Ordinal);
        Assert.Contains("178.00 USD were only reserved on your card ending 4242; the reservation is released and nothing was taken.", sent.Text, StringComparison.Ordinal);
        // The voucher never left the house: nobody is told of it.
        Assert.DoesNotContain("voucher", sent.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((6_000L, 4_000L), (check.Preview!.Tenders[0].Back.Minor, check.Preview.Tenders[0].Expired!.Value.Minor));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Unwind_VouchersWereDelivered_TheMessageSaysThatTheyAreNotValid()
    {
        var order = await _world.FailedAsync(new Past { Issued = 2, Captured = true, Notified = true });

        await _world.UnwindAsync(order);
        await _world.SettleAsync();

        Assert.Contains("The vouchers ending 1001 and 1002 are not valid.", Assert.Single(_world.Bank.Sent).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unwind_MerchantRedeemedAVoucher_StopsBeforeAnyValueMoves_AndTheOrderIsAPersons()
    {
        _world.Bank.Weather = key => key.Step == StepNames.VoidVoucher ? Weather.Redeemed : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 1 });

        await _world.UnwindAsync(order);
        await _world.SettleAsync();

        var draft = await _world.DraftAsync(order);
        Assert.Empty(_world.Bank.Released);
        Assert.Empty(_world.Bank.Sent);
        Assert.Equal((RefundState.Cancelled, WorkflowStatus.Failed), (draft.Refunds().Single().State, draft.Head.Workflow));
        Assert.NotEqual(AttentionStatus.None, draft.Head.Attention);
        Assert.Null(draft.Head.Refunds!.Unwind);
        Assert.Equal(17_800, draft.Head.Tenders[0].Authorised.Minor);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Unwind_ReleaseRefused_NeedsAPerson_WhoGoesOnWithANewAttempt()
    {
        _world.Bank.Weather = key => key is { Step: RefundStepNames.Release, Attempt: 1 } ? Weather.Refused : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 1, UnitMiles = 1_000 });
        await _world.UnwindAsync(order);
        await _world.SettleAsync();
        var stopped = await _world.HeadAsync(order);
        Assert.Equal((WorkflowStatus.Failed, Headline.Failed, 1), (stopped.Workflow, stopped.Headline, stopped.Refunds!.NeedAttention));
        Assert.Empty(_world.Bank.Sent);

        var byAgent = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Agent, default);
        var byOperations = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        await _world.SettleAsync();

        Assert.IsType<Forbidden>(byAgent.Error);
        Assert.True(byOperations.IsSuccess, byOperations.Error?.Message);
        Assert.Equal($"{order}/u-1/release-authorisation/1/2", Assert.Single(_world.Bank.Released).Key);
        Assert.Single(_world.Bank.Paid);
        Assert.Single(_world.Bank.Sent);
        Assert.Equal(WorkflowStatus.Cancelled, (await _world.HeadAsync(order)).Workflow);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Unwind_PartlyDone_CannotBeCalledOff()
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Release ? Weather.Refused : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 1 });
        await _world.UnwindAsync(order);
        await _world.SettleAsync();

        var cancelled = await _world.Refunds.CancelAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);

        Assert.Equal("refund.not-waiting", Assert.IsType<Conflict>(cancelled.Error).Code);
        Assert.NotNull((await _world.HeadAsync(order)).Refunds!.Unwind);
    }

    [Fact]
    public async Task Unwind_OneVoucherDeadAndOneRedeemed_TheMoneyOfTheDeadOneGoesBackByARefund_AndTheOrderIsNotProcessed()
    {
        _world.Bank.Weather = key => key is { Step: StepNames.VoidVoucher, Unit: "1.2" } ? Weather.Redeemed : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 2, Captured = true });
        await _world.UnwindAsync(order);
        await _world.SettleAsync();
        // The merchant tells us of the redemption afterwards.
        await _world.ChangeAsync(order, draft => draft.Put(draft.Voucher("01.02")! with { State = VoucherState.Redeemed }));
        var stopped = await _world.DraftAsync(order);
        Assert.Equal((RefundState.NeedsAttention, VoucherState.Void), (stopped.Refunds().Single().State, stopped.Voucher("01.01")?.State));
        Assert.Empty(_world.Bank.Paid);

        var goneOn = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        var asked = await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync();
        var tooLate = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);

        Assert.False(goneOn.IsSuccess);
        Assert.True(asked.IsSuccess, asked.Error?.Message);
        Assert.Equal(8_900, Assert.Single(_world.Bank.Paid).Minor);
        Assert.False(tooLate.IsSuccess);
        var draft = await _world.DraftAsync(order);
        Assert.Equal((RefundState.Succeeded, VoucherState.Redeemed), (draft.Refunds().Single(refund => refund.RefundId == "r-1").State, draft.Voucher("01.02")?.State));
        Assert.NotNull(RetryRules.WhyNot(draft.Head));
        Assert.Equal("unwind.begun", UnwindRules.Blocked(draft, null, _world.Clock.GetUtcNow())?.Code);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Refund_WhileAnUnwindingRunsOrHasMovedValue_IsRefused()
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Money ? Weather.Refused : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 1, Captured = true });
        await _world.UnwindAsync(order);
        var runs = RefundRules.Blocked(await _world.HeadAsync(order));
        await _world.SettleAsync();
        var moved = await _world.HeadAsync(order);

        Assert.Equal("refund.unwound", runs?.Code);
        Assert.Equal((1, "refund.unwound"), (moved.Refunds!.NeedAttention, RefundRules.Blocked(moved)?.Code));
    }

    [Fact]
    public async Task GoOn_VoucherWasMadeVoidBySomebodyElse_CountsItAsDone_AndCallsNobodyForIt()
    {
        _world.Bank.Weather = key => key is { Step: StepNames.VoidVoucher, Unit: "1.2" } ? Weather.Refused : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 2, Captured = true });
        await _world.UnwindAsync(order);
        await _world.SettleAsync();
        await _world.ChangeAsync(order, draft => draft.Put(draft.Voucher("01.02")! with { State = VoucherState.Void, VoidedBy = "by-hand" }));

        var goneOn = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order, "u-1"), RefundWorld.Operations, default);
        await _world.SettleAsync();

        Assert.True(goneOn.IsSuccess, goneOn.Error?.Message);
        Assert.Single(_world.Bank.Voided);
        Assert.Equal(17_800, Assert.Single(_world.Bank.Paid).Minor);
        var draft = await _world.DraftAsync(order);
        Assert.Equal((RefundState.Succeeded, WorkflowStatus.Cancelled), (draft.Refunds().Single().State, draft.Head.Workflow));
        await _world.CheckAsync(order);
    }

    [Theory]
    [InlineData(Weather.LostAfter)]
    [InlineData(Weather.LostBefore)]
    public async Task Unwind_UnknownVoid_NothingOfValueMovesBeforeALookUpSettlesIt(Weather weather)
    {
        var first = true;
        _world.Bank.Weather = key => key.Step == StepNames.VoidVoucher && first ? weather : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 1, UnitMiles = 100 });
        await _world.UnwindAsync(order);
        await _world.WorkAsync();
        first = false;
        var unknown = await _world.HeadAsync(order);
        Assert.Equal((Headline.Unknown, 1), (unknown.Headline, unknown.UnknownEffects));
        Assert.Empty(_world.Bank.Released);
        Assert.Empty(_world.Bank.Paid);

        await _world.SettleAsync();

        Assert.Single(_world.Bank.Voided);
        Assert.Single(_world.Bank.Released);
        Assert.Equal(WorkflowStatus.Cancelled, (await _world.HeadAsync(order)).Workflow);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Unwind_UnknownReleaseThatNoLookUpSettles_IsSettledByAPersonWithEvidence()
    {
        _world.Bank.Weather = key => key.Step == RefundStepNames.Release ? Weather.LostAfter : Weather.Fine;
        _world.Bank.LooksUp = false;
        var order = await _world.FailedAsync(new Past { Issued = 1 });
        await _world.UnwindAsync(order);
        await _world.SettleAsync(TimeSpan.FromHours(2));
        var waits = await _world.HeadAsync(order);
        Assert.Equal((AttentionStatus.NeedsOps, 1), (waits.Attention, waits.UnknownEffects));
        Assert.Empty(_world.Bank.Sent);

        var settled = await _world.Refunds.SettleAsync(
            new SettleRefundLeg(order, "u-1", "release-1", "s-1", waits.Version, Happened: true, "rel-77", "The processor's page."), RefundWorld.Operations, default);
        await _world.SettleAsync();

        Assert.True(settled.IsSuccess, settled.Error?.Message);
        Assert.Single(_world.Bank.Sent);
        Assert.Equal(WorkflowStatus.Cancelled, (await _world.HeadAsync(order)).Workflow);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Unwind_EngineFailsAndIsRedriven_DoesNothingTwice()
    {
        var busy = 9;
        _world.Bank.Weather = key => key.Step == RefundStepNames.Release && busy-- > 0 ? Weather.Busy : Weather.Fine;
        var order = await _world.FailedAsync(new Past { Issued = 2 });

        await _world.UnwindAsync(order);
        await _world.SettleAsync(TimeSpan.FromHours(1));

        Assert.Equal(2, _world.Bank.Voided.Count);
        Assert.Single(_world.Bank.Released);
        Assert.Single(_world.Bank.Sent);
        Assert.Equal(WorkflowStatus.Cancelled, (await _world.HeadAsync(order)).Workflow);
    }

    [Fact]
    public async Task Unwind_MoreVouchersThanFitOneWrite_AllDie()
    {
        var order = await _world.FailedAsync(new Past { Quantity = 20, Issued = 20 });
        await _world.ChangeAsync(order, draft =>
        {
            // A second line of as many: forty vouchers.
            var line = draft.Head.Lines[0] with { LineId = 2 };
            draft.Head = draft.Head with { Lines = [.. draft.Head.Lines, line] };
        });
        for (var unit = 1; unit <= 20; unit++)
        {
            var number = unit;
            await _world.ChangeAsync(order, draft =>
            {
                var made = draft.Effects().First(effect => effect.Key.Unit == "1." + number);
                draft.Put(made with { Key = made.Key with { Unit = "2." + number } });
                var voucher = draft.Voucher(VoucherIds.Of(1, number))!;
                draft.Put(voucher with { VoucherId = VoucherIds.Of(2, number), LineId = 2, CodeHash = voucher.CodeHash + "-2" });
            });
        }

        var started = await _world.UnwindAsync(order);
        await _world.SettleAsync(TimeSpan.FromHours(1));

        Assert.True(started.IsSuccess, started.Error?.Message);
        Assert.Equal(40, _world.Bank.Voided.Distinct().Count());
        Assert.Equal(40, _world.Bank.Voided.Count);
        Assert.Equal(WorkflowStatus.Cancelled, (await _world.HeadAsync(order)).Workflow);
    }

    [Fact]
    public async Task Unwind_WithoutTellingTheCustomer_SendsNothing()
    {
        var order = await _world.FailedAsync(new Past());
        var check = (await _world.Unwinds.CheckAsync(order, tellCustomer: false, RefundWorld.Operations, default)).Value;

        var started = await _world.Unwinds.StartAsync(new UnwindOrder(order, "u-1", check.Executions, check.Preview!.Hash, "Test order.", TellCustomer: false), RefundWorld.Operations, default);
        await _world.SettleAsync();

        Assert.True(started.IsSuccess, started.Error?.Message);
        Assert.Null(check.Preview.Message);
        Assert.Empty(_world.Bank.Sent);
        Assert.Equal(WorkflowStatus.Cancelled, (await _world.HeadAsync(order)).Workflow);
    }
}
