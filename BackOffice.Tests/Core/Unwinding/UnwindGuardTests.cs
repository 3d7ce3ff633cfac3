using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Core.Refunds;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Core.Unwinding;

/// <summary>Which orders are not unwound, and who is stopped by an unwinding.</summary>
public sealed class UnwindGuardTests
{
    private readonly RefundWorld _world = new();

    [Fact]
    public async Task Start_AnotherExecutionDidSomethingToo_IsRefusedUntilItIsNamed()
    {
        var order = await _world.FailedAsync(new Past { Issued = 1, IssuedBy = "batch:fulfilment:20261125T2300" });
        var check = await _world.CheckUnwindAsync(order);

        var one = await _world.Unwinds.StartAsync(new UnwindOrder(order, "u-1", [order + "-1"], check.Preview!.Hash, "Why not."), RefundWorld.Operations, default);
        var both = await _world.UnwindAsync(order, "u-2");
        await _world.SettleAsync();

        Assert.Equal("unwind.foreign", Assert.IsType<Rejected>(one.Error).Code);
        Assert.Contains("batch:fulfilment", one.Error.Message, StringComparison.Ordinal);
        Assert.Equal([order + "-1", "batch:fulfilment:20261125T2300"], check.Executions);
        Assert.True(both.IsSuccess, both.Error?.Message);
        Assert.Equal(2, _world.Bank.Did.Count(key => !key.Contains("notify", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_AnExecutionThatDidNothingHere_IsRefused()
    {
        var order = await _world.FailedAsync(new Past());
        var check = await _world.CheckUnwindAsync(order);

        var foreign = await _world.Unwinds.StartAsync(new UnwindOrder(order, "u-1", ["GC-OTHER-0001-1"], check.Preview!.Hash, "Wrong name."), RefundWorld.Operations, default);

        Assert.Equal("unwind.foreign", Assert.IsType<Rejected>(foreign.Error).Code);
        Assert.Empty(_world.Engine.Names);
    }

    [Fact]
    public async Task Run_AnEffectOfSomebodyElseTookItsPlaceMeanwhile_IsNotTouched()
    {
        var order = await _world.FailedAsync(new Past { Issued = 1 });
        await _world.UnwindAsync(order);
        await _world.ChangeAsync(order, draft =>
        {
            var authorised = draft.Effects().Single(effect => effect.Kind is EffectKind.Authorise);
            draft.Put(authorised with { Owner = "GC-SOMEBODY-ELSE-1" });
        });

        await _world.SettleAsync();

        Assert.Single(_world.Bank.Voided);
        Assert.Empty(_world.Bank.Released);
    }

    [Theory]
    [InlineData(WorkflowStatus.Done, "unwind.done")]
    [InlineData(WorkflowStatus.Cancelled, "unwind.done")]
    [InlineData(WorkflowStatus.Running, "unwind.running")]
    [InlineData(WorkflowStatus.Waiting, "unwind.running")]
    [InlineData(WorkflowStatus.Queued, "unwind.running")]
    public async Task Start_OrderNotFailed_IsRefused(WorkflowStatus workflow, string code)
    {
        var order = await _world.FailedAsync(new Past { Workflow = workflow });

        var refused = await _world.Unwinds.StartAsync(new UnwindOrder(order, "u-1", [order + "-1"], new string('a', 64), "Why not."), RefundWorld.Operations, default);
        var check = await _world.CheckUnwindAsync(order);

        Assert.Equal(code, Assert.IsType<Rejected>(refused.Error).Code);
        Assert.NotNull(check.Why);
        Assert.Null(check.Preview);
        Assert.Empty(_world.Bank.Did);
    }

    [Theory]
    [InlineData(EffectState.Sent)]
    [InlineData(EffectState.Unknown)]
    [InlineData(EffectState.Awaiting)]
    public async Task Start_ACallWithoutAnswer_IsRefused(EffectState state)
    {
        var order = await _world.FailedAsync(new Past());
        await _world.ChangeAsync(order, draft => draft.Put(Issued(draft, "1.2") with { State = state }));

        Assert.Contains("has no answer yet", (await _world.CheckUnwindAsync(order)).Why!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ACallThatMayStillArrive_IsRefusedUntilItsKeyHasEnded()
    {
        var order = await _world.FailedAsync(new Past());
        await _world.ChangeAsync(order, draft => draft.Put(Issued(draft, "1.2") with { State = EffectState.Planned, NotFounds = 1, KeyValidUntil = _world.Clock.GetUtcNow().AddHours(1) }));
        var early = await _world.CheckUnwindAsync(order);

        _world.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Contains("may still arrive", early.Why!.ToString(), StringComparison.Ordinal);
        Assert.Null((await _world.CheckUnwindAsync(order)).Why);
    }

    [Fact]
    public async Task Start_VoucherReissuedByAPerson_IsRefused_BecauseThatOneIsNotTheExecutions()
    {
        var order = await _world.FailedAsync(new Past { Issued = 1 });
        await _world.ChangeAsync(order, draft =>
        {
            var old = draft.Voucher("01.01")!;
            draft.Put(old with { State = VoucherState.Reissued, SuccessorId = "01.01-2" });
            draft.Put(old with { VoucherId = "01.01-2", PredecessorId = "01.01", CodeHash = "other" });
        });

        Assert.Contains("reissued as 01.01-2", (await _world.CheckUnwindAsync(order)).Why!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OrderWithARefund_IsRefused_AndARefundOfAnUnwoundOrderToo()
    {
        var refunded = await _world.FailedAsync(new Past { Captured = true });
        Assert.True((await _world.RequestAsync(refunded, RefundWorld.Units(1))).IsSuccess);
        var unwound = await _world.FailedAsync(new Past { Captured = true });
        await _world.UnwindAsync(unwound);

        var refund = await _world.Refunds.PreviewAsync(unwound, RefundWorld.Goodwill(100), RefundWorld.Agent, default);

        Assert.Contains("refund", (await _world.CheckUnwindAsync(refunded)).Why!.ToString(), StringComparison.Ordinal);
        Assert.Equal("refund.unwound", Assert.IsType<Rejected>(refund.Error).Code);
    }

    [Fact]
    public async Task Start_WithoutThePermissionOrThroughRefunds_IsRefused()
    {
        var order = await _world.FailedAsync(new Past());
        var check = await _world.CheckUnwindAsync(order);
        var ask = new RefundAsk { Kind = RefundKind.Unwind, ReasonCode = UnwindDesk.ReasonCode, Reason = "x", Executions = check.Executions };

        Assert.IsType<Forbidden>((await _world.Unwinds.CheckAsync(order, true, RefundWorld.Lead, default)).Error);
        Assert.IsType<Forbidden>((await _world.Unwinds.StartAsync(new UnwindOrder(order, "u-1", check.Executions, check.Preview!.Hash, "x"), RefundWorld.Agent, default)).Error);
        Assert.IsType<Invalid>((await _world.Refunds.PreviewAsync(order, ask, RefundWorld.Agent, default)).Error);
        Assert.IsType<Invalid>((await _world.Refunds.RequestAsync(new RequestRefund(order, "u-1", ask, check.Preview.Hash), RefundWorld.Agent, default)).Error);
        Assert.Empty(_world.Engine.Names);
    }

    [Fact]
    public async Task Start_TwoPeopleAtOnce_OneUnwindingRuns()
    {
        var order = await _world.FailedAsync(new Past { Issued = 2, UnitMiles = 500 });
        var check = await _world.CheckUnwindAsync(order);
        Task<Result<RefundOutcome>> Start(string id) =>
            Task.Run(() => _world.Unwinds.StartAsync(new UnwindOrder(order, id, check.Executions, check.Preview!.Hash, "Both saw it."), RefundWorld.Operations, default));

        // The second commits between the first one's reading and writing.
        Result<RefundOutcome>? other = null;
        var came = false;
        _world.Store.Before = change =>
        {
            if (change.Subject != order.Subject || came)
                return;
            came = true;
            other = Start("u-2").GetAwaiter().GetResult();
        };
        var mine = await Start("u-1");
        _world.Store.Before = null;
        await _world.SettleAsync();

        Assert.True(other is { IsSuccess: true }, other?.Error?.Message);
        Assert.False(mine.IsSuccess);
        Assert.Equal([order + "-U1"], _world.Engine.Names);
        Assert.Equal((2, 1, 1, 1), (_world.Bank.Voided.Count, _world.Bank.Released.Count, _world.Bank.Paid.Count, _world.Bank.Sent.Count));
        Assert.Equal("u-2", (await _world.DraftAsync(order)).Refunds().Single().RefundId);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Start_TheSameAgain_IsTheSameUnwinding_AndAnotherAfterItIsRefused()
    {
        var order = await _world.FailedAsync(new Past());
        var check = await _world.CheckUnwindAsync(order);
        var command = new UnwindOrder(order, "u-1", check.Executions, check.Preview!.Hash, "Double click.");

        var first = await _world.Unwinds.StartAsync(command, RefundWorld.Operations, default);
        var again = await _world.Unwinds.StartAsync(command, RefundWorld.Operations, default);
        await _world.SettleAsync();
        var late = await _world.Unwinds.StartAsync(command, RefundWorld.Operations, default);
        var another = await _world.Unwinds.StartAsync(command with { UnwindId = "u-9" }, RefundWorld.Operations, default);

        Assert.Equal((false, true, true), (first.Value.Repeated, again.Value.Repeated, late.Value.Repeated));
        Assert.Equal("unwind.begun", Assert.IsType<Rejected>(another.Error).Code);
        Assert.Single(_world.Bank.Released);
    }

    [Fact]
    public async Task Batch_UnwindingBegan_TakesNothingUp()
    {
        var order = await _world.FailedAsync(new Past { Workflow = WorkflowStatus.FellBack });
        var started = await _world.UnwindAsync(order);

        var taken = await Batch().RunOneAsync(order, BatchStage.Fulfilment, "batch:fulfilment:1", _world.Clock.GetUtcNow().AddDays(1), default);
        await _world.SettleAsync();

        Assert.True(started.IsSuccess, started.Error?.Message);
        Assert.Equal(BatchOutcome.NotTaken, taken.Outcome);
        Assert.Equal(WorkflowStatus.Cancelled, (await _world.HeadAsync(order)).Workflow);
        Assert.Single(_world.Bank.Released);
    }

    [Fact]
    public async Task Batch_ClaimsTheOrderBetweenReadingAndWriting_TheUnwindingIsRefused_AndNothingIsUndone()
    {
        var order = await _world.FailedAsync(new Past { Workflow = WorkflowStatus.FellBack });
        var check = await _world.CheckUnwindAsync(order);
        var claimed = false;
        _world.Store.Before = change =>
        {
            if (change.Subject != order.Subject || claimed)
                return;
            claimed = true;
            _world.ChangeAsync(order, draft => draft.Head = Lease.Claim(draft.Head, "batch:fulfilment:1", _world.Clock.GetUtcNow(), TimeSpan.FromMinutes(10)) with { Workflow = WorkflowStatus.Running })
                .GetAwaiter().GetResult();
        };

        var refused = await _world.Unwinds.StartAsync(new UnwindOrder(order, "u-1", check.Executions, check.Preview!.Hash, "Too late."), RefundWorld.Operations, default);
        _world.Store.Before = null;
        await _world.SettleAsync();

        Assert.True(claimed);
        Assert.Equal("unwind.running", Assert.IsType<Rejected>(refused.Error).Code);
        Assert.Empty(_world.Bank.Did);
        Assert.Equal("batch:fulfilment:1", (await _world.HeadAsync(order)).Route.Owner);
    }

    [Fact]
    public async Task Retry_OfAnOrderThatIsOrWasUnwound_IsRefused()
    {
        var order = await _world.FailedAsync(new Past());
        await _world.UnwindAsync(order);
        var retry = new RetryOrders(_world.Orders, _world.Engine, new Resume(_world.Orders, _world.Engine, _world.Options, _world.Clock), _world.Reconciler, _world.Clock);

        var during = await retry.RetryAsync(new RetryOrder(order, "c-1", (await _world.HeadAsync(order)).Version, "Again."), RefundWorld.Operations, default);
        await _world.SettleAsync();
        var after = await retry.RetryAsync(new RetryOrder(order, "c-2", (await _world.HeadAsync(order)).Version, "Again."), RefundWorld.Operations, default);

        Assert.Equal(("retry.not-now", "retry.not-now"), (during.Error?.Code, after.Error?.Code));
    }

    private BatchJobs Batch() => new(
        _world.Store, _world.Orders, [], new BatchRecords(_world.Store, _world.Clock), new BatchWake(), _world.Options, _world.Clock, NullLogger<BatchJobs>.Instance);

    private static Effect Issued(OrderDraft draft, string unit)
    {
        var made = draft.Effects().First(effect => effect.Kind is EffectKind.IssueVoucher);
        return made with { Key = made.Key with { Unit = unit } };
    }
}
