using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

public sealed class PipelineTests
{
    private readonly PipelineLab _lab = new();

    [Fact]
    public async Task Dispatch_Instant_ClaimsBeforeItStarts_AndASecondDeliveryStartsNothingNew()
    {
        _lab.Dial(10_000);
        var order = await _lab.PlaceAsync();
        _lab.Workflows.Refuse = new Unavailable("engine.down", "down");

        Assert.IsType<Unavailable>(await _lab.DispatchAsync(order.Id));
        var claimed = await _lab.HeadAsync(order.Id);
        Assert.Equal((order.Id + "-1", 1L), (claimed.Route.Owner, claimed.Route.Epoch));
        Assert.Empty(_lab.Workflows.Started);

        _lab.Workflows.Refuse = null;
        Assert.Null(await _lab.DispatchAsync(order.Id));
        Assert.Null(await _lab.DispatchAsync(order.Id));
        Assert.Equal(1, (await _lab.HeadAsync(order.Id)).Route.Epoch);
        Assert.Single(_lab.Workflows.Started.Distinct());
    }

    [Fact]
    public async Task Dispatch_BatchPath_LeavesItToTheJobs()
    {
        _lab.Dial(0);
        var order = await _lab.PlaceAsync();

        Assert.Null(await _lab.DispatchAsync(order.Id));

        Assert.Empty(_lab.Workflows.Started);
        Assert.Null((await _lab.HeadAsync(order.Id)).Route.Owner);
    }

    [Fact]
    public async Task BatchJobs_BatchOrder_PassesOneJobARun()
    {
        _lab.Dial(0);
        var order = await _lab.PlaceAsync(quantity: 2);
        var stages = new List<BatchStage?>();
        for (var run = 0; run < 3; run++)
        {
            _lab.Clock.Advance(_lab.Options.BatchEvery);
            await _lab.BatchJobs.RunAllAsync(default);
            stages.Add((await _lab.HeadAsync(order.Id)).Route.BatchStage);
        }

        Assert.Equal([BatchStage.Payment, BatchStage.Fulfilment, null], stages);
        var done = await _lab.DraftAsync(order.Id);
        Assert.Equal((Headline.Done, PaymentStatus.Captured, 2), (done.Head.Headline, done.Head.Payment, done.Vouchers().Count()));
        Assert.Equal(6, _lab.Gateways.Calls.Count);
        Assert.Equal(6, _lab.Gateways.Calls.Distinct().Count());
    }

    [Fact]
    public async Task BatchJobs_AfterAFailedExecution_GoOnWithTheSameKeysAndAreBounded()
    {
        var order = await StartedAsync();
        await _lab.StepAsync(order, StepNames.FraudScan, "h-1");
        _lab.Gateways.Answer = key => key.Step == StepNames.AuthorisePayment ? new GatewayNotExecuted(ErrorCodes.GatewayUnavailable, "down") : null;
        Assert.IsType<StepFailed>(await _lab.StepAsync(order, StepNames.AuthorisePayment, "h-2"));
        _lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.GatewayUnavailable, "AuthorisePayment");
        await _lab.ProjectAsync();
        Assert.Equal((Headline.Retrying, BatchStage.Payment), Seen(await _lab.HeadAsync(order.Id)));

        for (var run = 0; run < _lab.Options.MaxFallbacks; run++)
        {
            _lab.Clock.Advance(_lab.Options.BatchEvery);
            await _lab.BatchJobs.RunAllAsync(default);
        }

        var stopped = await _lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Failed, AttentionStatus.NeedsOps, null), (stopped.Headline, stopped.Attention, stopped.Route.BatchStage));
        var audit = await _lab.Store.AuditAsync(new AuditQuery { Subject = order.Subject.Value }, null, 10, default);
        Assert.Contains(audit.Items, entry => entry.Entry.Action == AuditActions.FallbackExhausted);
        Assert.Single(_lab.Gateways.Calls.Where(call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal)).Distinct());

        static (Headline, BatchStage?) Seen(OrderHead head) => (head.Headline, head.Route.BatchStage);
    }

    [Fact]
    public async Task BatchJobs_OrderNeverDispatched_IsTakenUpPastItsDueTime()
    {
        _lab.Dial(10_000);
        var order = await _lab.PlaceAsync();
        _lab.Clock.Advance(TimeSpan.FromMinutes(4));
        await _lab.BatchJobs.RunAllAsync(default);
        Assert.Empty(_lab.Gateways.Calls);

        _lab.Clock.Advance(TimeSpan.FromMinutes(2));
        await _lab.BatchJobs.RunAllAsync(default);

        Assert.Equal(FraudStatus.Passed, (await _lab.HeadAsync(order.Id)).Fraud);

        // The late notification finds that the batch path has it.
        Assert.Null(await _lab.DispatchAsync(order.Id));
        Assert.Empty(_lab.Workflows.Started);
    }

    [Fact]
    public async Task BatchJobs_WhileAnExecutionOwnsTheOrder_TakesNothing()
    {
        var order = await StartedAsync();

        await _lab.BatchJobs.RunOneAsync(order.Id, BatchStage.Fraud, "batch:fraud:x", _lab.Clock.GetUtcNow(), default);

        Assert.Empty(_lab.Gateways.Calls);
        Assert.Equal(order.Route.Execution, (await _lab.HeadAsync(order.Id)).Route.Owner);
    }

    [Fact]
    public async Task Projector_FinalError_NeedsAnAgentAndNoBatchTakesIt()
    {
        var order = await StartedAsync();
        _lab.Gateways.Answer = key => key.Step == StepNames.AuthorisePayment ? new GatewayRefused(ErrorCodes.CardDeclined, "declined") : null;
        await _lab.StepAsync(order, StepNames.FraudScan, "h-1");
        await _lab.StepAsync(order, StepNames.AuthorisePayment, "h-2");
        _lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.CardDeclined, "AuthorisePayment");

        await _lab.ProjectAsync();

        var failed = await _lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Failed, AttentionStatus.NeedsAgent, (BatchStage?)null), (failed.Headline, failed.Attention, failed.Route.BatchStage));
        Assert.Equal(ErrorCodes.CardDeclined, failed.Step!.ErrorCode);
    }

    [Fact]
    public async Task Reconciler_UnknownThatTookEffect_IsSettledAndTheExecutionRedriven()
    {
        var order = await UnknownAsync(silently: true);
        Assert.Equal(Headline.Unknown, (await _lab.HeadAsync(order.Id)).Headline);

        await _lab.Reconciler.LookAsync(order.Id, now: true, default);
        await _lab.ProjectAsync();

        Assert.Single(_lab.Workflows.Redriven);
        var running = await _lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Running, PaymentStatus.Authorised, null, 0), (running.Headline, running.Payment, running.Resume, running.UnknownEffects));
        Assert.IsType<StepDone>(await _lab.StepAsync(running, StepNames.AuthorisePayment, "h-3"));
        Assert.Single(_lab.Gateways.Calls, call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reconciler_NotFound_PermitsOnlyTheSameKey()
    {
        var order = await UnknownAsync(silently: false);
        _lab.Gateways.Answer = _ => null;

        await _lab.Reconciler.LookAsync(order.Id, now: true, default);
        await _lab.ProjectAsync();
        Assert.IsType<StepDone>(await _lab.StepAsync(await _lab.HeadAsync(order.Id), StepNames.AuthorisePayment, "h-3"));

        var keys = _lab.Gateways.Calls.Where(call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, keys.Count);
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public async Task Reconciler_NotFoundWhenTheKeyIsTooOld_StaysUnknown()
    {
        var order = await UnknownAsync(silently: false);
        _lab.Clock.Advance(TimeSpan.FromHours(21));

        await _lab.Reconciler.LookAsync(order.Id, now: true, default);

        Assert.Equal(1, (await _lab.HeadAsync(order.Id)).UnknownEffects);
        Assert.Empty(_lab.Workflows.Redriven);
    }

    [Fact]
    public async Task Reconciler_CrashBetweenClaimAndRedrive_TellsTheEngineAgainWithTheSameToken()
    {
        var order = await UnknownAsync(silently: true);
        _lab.Workflows.Refuse = new Unavailable("engine.down", "down");
        await _lab.Reconciler.LookAsync(order.Id, now: true, default);
        var token = (await _lab.HeadAsync(order.Id)).Resume;
        Assert.NotNull(token);

        _lab.Workflows.Refuse = null;
        await _lab.Reconciler.LookAsync(order.Id, now: false, default);
        await _lab.Reconciler.LookAsync(order.Id, now: false, default);

        Assert.Equal([(order.Route.Execution!, token)], _lab.Workflows.Redriven);
    }

    [Fact]
    public async Task Retry_Declined_RedrivesOnceAndMakesANewAttempt()
    {
        var order = await DeclinedAsync();
        var check = (await _lab.Commands.CheckRetryAsync(order.Id, PipelineLab.Operator, default)).Value;
        Assert.Equal(RetryMode.Redrive, check.Mode);
        var retry = new RetryOrder(order.Id, "cmd-1", check.Version, "The customer has a new limit");

        var first = await _lab.Commands.RetryAsync(retry, PipelineLab.Operator, default);
        var second = await _lab.Commands.RetryAsync(retry, PipelineLab.Operator, default);

        Assert.True(first.IsSuccess && !first.Value.Repeated);
        Assert.True(second.IsSuccess && second.Value.Repeated);
        Assert.Single(_lab.Workflows.Redriven);
        await _lab.ProjectAsync();
        _lab.Gateways.Answer = _ => null;
        Assert.IsType<StepDone>(await _lab.StepAsync(await _lab.HeadAsync(order.Id), StepNames.AuthorisePayment, "h-9"));
        Assert.EndsWith("/2", _lab.Gateways.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_TwoPeople_OneWinsAndTheOtherIsToldWhoAndWhen()
    {
        var order = await DeclinedAsync();
        var version = (await _lab.HeadAsync(order.Id)).Version;

        var first = await _lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd-1", version, "First"), PipelineLab.Operator, default);
        var second = await _lab.Commands.RetryAsync(
            new RetryOrder(order.Id, "cmd-2", version, "Second"), PipelineLab.Person("op|2", "Wren Applegarth", Role.Operations), default);

        Assert.True(first.IsSuccess);
        var conflict = Assert.IsType<Conflict>(second.Error);
        Assert.Equal((PipelineLab.Operator.Name, _lab.Clock.GetUtcNow()), (conflict.By, conflict.At));
        Assert.Single(_lab.Workflows.Redriven);
    }

    [Fact]
    public async Task Retry_WithoutPermissionOrReason_ChangesNothing()
    {
        var order = await DeclinedAsync();
        var commits = _lab.Store.Commits;

        var agent = await _lab.Commands.RetryAsync(
            new RetryOrder(order.Id, "cmd-1", order.Version, "Please"), PipelineLab.Person("a|1", "Ama Kestrel", Role.SupportAgent), default);
        var empty = await _lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd 1", order.Version, " "), PipelineLab.Operator, default);

        Assert.Equal("orders:retry", Assert.IsType<Forbidden>(agent.Error).Permission);
        Assert.Equal(["commandId", "reason"], Assert.IsType<Invalid>(empty.Error).Fields.Select(field => field.Field));
        Assert.Equal(commits, _lab.Store.Commits);
    }

    [Fact]
    public async Task Retry_NotRedrivable_StartsANewRunThatRepeatsNothing()
    {
        var order = await StartedAsync();
        await _lab.StepAsync(order, StepNames.FraudScan, "h-1");
        _lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.OrderInvalid, "AuthorisePayment", redrivable: false);
        await _lab.ProjectAsync();
        var version = (await _lab.HeadAsync(order.Id)).Version;

        var retried = await _lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd-1", version, "Again"), PipelineLab.Operator, default);

        Assert.True(retried.IsSuccess, retried.Error?.Message);
        Assert.Equal(order.Id + "-2", _lab.Workflows.Started[^1]);
        await _lab.ProjectAsync();
        var running = await _lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Running, (string?)null), (running.Headline, running.Resume));
        Assert.IsType<StepDone>(await _lab.StepAsync(running, StepNames.FraudScan, "h-2"));
        Assert.Single(_lab.Gateways.Calls);
    }

    [Fact]
    public async Task Hold_Approved_AnswersTheWaitingTaskOnce()
    {
        var order = await HeldAsync();
        var hold = (await _lab.DraftAsync(order.Id)).Holds().Single();
        Assert.Equal(Headline.Held, (await _lab.HeadAsync(order.Id)).Headline);
        var decide = new DecideHold(order.Id, hold.HoldId, Approve: true, "cmd-1", (await _lab.HeadAsync(order.Id)).Version, "Known customer");

        Assert.True((await _lab.Commands.DecideHoldAsync(decide, PipelineLab.Operator, default)).IsSuccess);
        var late = await _lab.Commands.DecideHoldAsync(decide with { CommandId = "cmd-2", Approve = false }, PipelineLab.Operator, default);

        Assert.Equal("hold.decided", Assert.IsType<Conflict>(late.Error).Code);
        Assert.Equal("token-h-2", Assert.Single(_lab.Workflows.Answers).Token);
        Assert.Equal(FraudStatus.Passed, (await _lab.HeadAsync(order.Id)).Fraud);

        // Handed out again after a restart, the step answers with the decision.
        Assert.IsType<StepDone>(await _lab.StepAsync(order, StepNames.HoldForReview, "h-2"));
    }

    [Fact]
    public async Task Hold_DecisionTheEngineDidNotHear_IsToldAgain()
    {
        var order = await HeldAsync();
        var hold = (await _lab.DraftAsync(order.Id)).Holds().Single();
        var version = (await _lab.HeadAsync(order.Id)).Version;
        await _lab.Commands.DecideHoldAsync(new DecideHold(order.Id, hold.HoldId, Approve: true, "cmd-1", version, "Known"), PipelineLab.Operator, default);
        _lab.Workflows.Answers.Clear();
        var due = await _lab.Store.DueAsync(DueKinds.Reconcile, _lab.Clock.GetUtcNow() + _lab.Options.LookUpAfter[0], 10, default);
        Assert.Equal(order.Subject, Assert.Single(due).Subject);

        await _lab.Reconciler.LookAsync(order.Id, now: false, default);

        Assert.Single(_lab.Workflows.Answers);
    }

    [Fact]
    public async Task Hold_Rejected_ClosesTheOrderWithoutTakingMoney()
    {
        var order = await HeldAsync();
        var hold = (await _lab.DraftAsync(order.Id)).Holds().Single();
        var head = await _lab.HeadAsync(order.Id);
        await _lab.Commands.DecideHoldAsync(new DecideHold(order.Id, hold.HoldId, Approve: false, "cmd-1", head.Version, "Stolen card"), PipelineLab.Operator, default);
        Assert.Equal(ErrorCodes.FraudRejected, Assert.Single(_lab.Workflows.Answers).Answer);
        _lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.FraudRejected, "HoldForReview");

        await _lab.ProjectAsync();

        var closed = await _lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Cancelled, FraudStatus.Rejected, PaymentStatus.None), (closed.Headline, closed.Fraud, closed.Payment));
        Assert.DoesNotContain(_lab.Gateways.Calls, call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hold_OnTheBatchPath_GoesOnWithTheNextBatch()
    {
        _lab.Dial(0);
        _lab.Gateways.Score = 80;
        var order = await _lab.PlaceAsync();
        _lab.Clock.Advance(_lab.Options.BatchEvery);
        await _lab.BatchJobs.RunAllAsync(default);
        var held = await _lab.DraftAsync(order.Id);
        Assert.Equal(Headline.Held, held.Head.Headline);

        var decided = await _lab.Commands.DecideHoldAsync(
            new DecideHold(order.Id, held.Holds().Single().HoldId, Approve: true, "cmd-1", held.Head.Version, "Known"), PipelineLab.Operator, default);
        Assert.True(decided.IsSuccess, decided.Error?.Message);
        for (var run = 0; run < 2; run++)
        {
            _lab.Clock.Advance(_lab.Options.BatchEvery);
            await _lab.BatchJobs.RunAllAsync(default);
        }

        Assert.Equal(Headline.Done, (await _lab.HeadAsync(order.Id)).Headline);
    }

    [Fact]
    public async Task Place_SameKey_GivesTheFirstOrder_AndAnotherBodyIsRefused()
    {
        var first = await _lab.PlaceAsync();

        var again = await _lab.Commands.PlaceAsync(new PlaceOrder(PipelineLab.Request(), "test", "key-1", "body-1"), PipelineLab.Operator, default);
        var other = await _lab.Commands.PlaceAsync(new PlaceOrder(PipelineLab.Request(), "test", "key-1", "body-2"), PipelineLab.Operator, default);

        Assert.Equal((first.Id, true), (again.Value.Head.Id, again.Value.Repeated));
        Assert.Equal("order.key-reused", Assert.IsType<Conflict>(other.Error).Code);
    }

    [Fact]
    public async Task Place_VariantIsDecidedOnce_WhateverTheDialDoesLater()
    {
        _lab.Dial(10_000);
        var order = await _lab.PlaceAsync();
        _lab.Dial(0);

        await _lab.DispatchAsync(order.Id);

        Assert.Single(_lab.Workflows.Started);
        Assert.Equal(("on", 10_000), ((await _lab.HeadAsync(order.Id)).Variant!.Variant, (await _lab.HeadAsync(order.Id)).Variant!.Dial));
    }

    [Fact]
    public async Task Race_RetryDispatcherAndBatchAtOnce_OneEffectEach()
    {
        var order = await StartedAsync();
        await _lab.StepAsync(order, StepNames.FraudScan, "h-1");
        _lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.HeartbeatTimeout, "AuthorisePayment");
        await _lab.ProjectAsync();
        _lab.Clock.Advance(_lab.Options.BatchEvery);
        var version = (await _lab.HeadAsync(order.Id)).Version;

        await Task.WhenAll(
            Task.Run(() => _lab.Commands.RetryAsync(new RetryOrder(order.Id, "cmd-1", version, "Now"), PipelineLab.Operator, default)),
            Task.Run(() => _lab.DispatchAsync(order.Id)),
            Task.Run(() => _lab.BatchJobs.RunOneAsync(order.Id, BatchStage.Payment, "batch:payment:x", _lab.Clock.GetUtcNow(), default)),
            Task.Run(() => _lab.StepAsync(order, StepNames.AuthorisePayment, "h-2")));

        var effects = (await _lab.DraftAsync(order.Id)).Effects().Where(effect => effect.Kind is EffectKind.Authorise).ToList();
        Assert.InRange(effects.Count, 0, 1);
        Assert.Equal(_lab.Gateways.Calls.Distinct().Count(), _lab.Gateways.Calls.Count);
    }

    [Fact]
    public async Task BatchJobs_OrderThatCannotBeRead_DoesNotHoldUpItsNeighbours()
    {
        _lab.Dial(0);
        var poisoned = await _lab.PlaceAsync(key: "k-1");
        var good = await _lab.PlaceAsync(key: "k-2");
        _lab.Store.Damage(poisoned.Subject);
        _lab.Clock.Advance(_lab.Options.BatchEvery);

        await _lab.BatchJobs.RunAllAsync(default);

        Assert.Equal(FraudStatus.Passed, (await _lab.HeadAsync(good.Id)).Fraud);
    }

    [Fact]
    public async Task Projector_OrderThatCannotBeRead_DoesNotHoldUpItsNeighbours()
    {
        _lab.Dial(10_000);
        var poisoned = await _lab.PlaceAsync(key: "k-1");
        var good = await _lab.PlaceAsync(key: "k-2");
        await _lab.DispatchAsync(poisoned.Id);
        await _lab.DispatchAsync(good.Id);
        _lab.Store.Damage(poisoned.Subject);

        await _lab.ProjectAsync();

        Assert.Equal(WorkflowStatus.Running, (await _lab.HeadAsync(good.Id)).Workflow);
    }

    private async Task<OrderHead> StartedAsync()
    {
        _lab.Dial(10_000);
        var order = await _lab.PlaceAsync();
        await _lab.DispatchAsync(order.Id);
        await _lab.ProjectAsync();
        return await _lab.HeadAsync(order.Id);
    }

    private async Task<OrderHead> HeldAsync()
    {
        _lab.Gateways.Score = 80;
        var order = await StartedAsync();
        await _lab.StepAsync(order, StepNames.FraudScan, "h-1");
        Assert.IsType<StepWaits>(await _lab.StepAsync(order, StepNames.HoldForReview, "h-2"));
        return await _lab.HeadAsync(order.Id);
    }

    private async Task<OrderHead> DeclinedAsync()
    {
        var order = await StartedAsync();
        _lab.Gateways.Answer = key => key.Step == StepNames.AuthorisePayment ? new GatewayRefused(ErrorCodes.CardDeclined, "declined") : null;
        await _lab.StepAsync(order, StepNames.FraudScan, "h-1");
        await _lab.StepAsync(order, StepNames.AuthorisePayment, "h-2");
        _lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.CardDeclined, "AuthorisePayment");
        await _lab.ProjectAsync();
        return await _lab.HeadAsync(order.Id);
    }

    private async Task<OrderHead> UnknownAsync(bool silently)
    {
        var order = await StartedAsync();
        await _lab.StepAsync(order, StepNames.FraudScan, "h-1");
        _lab.Gateways.Answer = key => key.Step != StepNames.AuthorisePayment ? null
            : silently ? _lab.Gateways.TakeEffectSilently(key)
            : new GatewayUnknown("timed out");
        Assert.Equal(ErrorCodes.EffectUnknown, Assert.IsType<StepFailed>(await _lab.StepAsync(order, StepNames.AuthorisePayment, "h-2")).Code);
        _lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.EffectUnknown, "AuthorisePayment");
        await _lab.ProjectAsync();
        return await _lab.HeadAsync(order.Id);
    }
}
