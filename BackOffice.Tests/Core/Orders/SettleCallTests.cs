using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Orders;

/// <summary>A call of the order's own processing that no look-up can settle: a person does with evidence, and the order goes on or fails for a person.</summary>
public sealed class SettleCallTests : PipelineFacts
{
    [Fact]
    public async Task Happened_BooksTheEffectsOwnAmountOnce_AndTheOrderGoesOnWithoutAnotherCall()
    {
        var order = await LostAsync();

        var settled = await SettleAsync(order, happened: true);
        await Lab.ProjectAsync();

        Assert.True(settled.IsSuccess, settled.Error?.Message);
        Assert.IsType<StepDone>(await Lab.StepAsync(await Lab.HeadAsync(order), StepNames.AuthorisePayment, "h-3"));
        var draft = await Lab.DraftAsync(order);
        var entry = Assert.Single(draft.Ledger());
        Assert.Equal((LedgerType.Authorise, draft.Head.Tenders[0].Amount, "auth-44"), (entry.Type, entry.Amount, entry.GatewayReference));
        Assert.Equal((draft.Head.Tenders[0].Amount, "auth-44", PaymentStatus.Authorised), (draft.Head.Tenders[0].Authorised, draft.Head.Tenders[0].AuthorisationId, draft.Head.Payment));
        Assert.Equal((Headline.Running, 0, AttentionStatus.None), (draft.Head.Headline, draft.Head.UnknownEffects, draft.Head.Attention));
        Assert.Single(Calls());
        Assert.Empty(MoneyInvariants.Of(draft));
        var audit = await Lab.Store.AuditAsync(new AuditQuery { Subject = order.Subject.Value }, null, 100, default);
        var attested = Assert.Single(audit.Items, one => one.Entry.Action == AuditActions.EffectAttested);
        Assert.Equal(("The bank's page of 26 November.", PipelineLab.Operator.Id), (attested.Detail?.Reason, attested.Entry.ActorId));
    }

    [Fact]
    public async Task NotDone_FailsForAPerson_AndOnlyTheirRetryMakesANewAttempt_Once()
    {
        var order = await LostAsync();

        await SettleAsync(order, happened: false);
        await FailAgainAsync(order);

        var failed = await Lab.HeadAsync(order);
        Assert.Equal((Headline.Failed, AttentionStatus.NeedsAgent, StepStatus.Failed, ErrorCodes.AttestedNotDone), (failed.Headline, failed.Attention, failed.Step?.Status, failed.Step?.ErrorCode));
        Assert.Single(Calls());
        Assert.Empty((await Lab.DraftAsync(order)).Ledger());

        Lab.Gateways.Answer = _ => null;
        await RetryAsync(order, "again-1");
        Assert.IsType<StepDone>(await Lab.StepAsync(await Lab.HeadAsync(order), StepNames.AuthorisePayment, "h-4"));
        Assert.IsType<StepDone>(await Lab.StepAsync(await Lab.HeadAsync(order), StepNames.AuthorisePayment, "h-5"));

        var draft = await Lab.DraftAsync(order);
        Assert.Equal([$"{order}/checkout/authorise-payment/1/1", $"{order}/checkout/authorise-payment/1/2"], Calls());
        Assert.Equal(draft.Head.Tenders[0].Amount, draft.Head.Tenders[0].Authorised);
        Assert.Single(draft.Ledger());
        Assert.Empty(MoneyInvariants.Of(draft));
    }

    [Fact]
    public async Task NotDone_TheRetryIsLostToo_IsUnknownAgain_AndNeverSentUnderAThirdKeyByItself()
    {
        var order = await LostAsync();
        await SettleAsync(order, happened: false);
        await FailAgainAsync(order);
        await RetryAsync(order, "again-1");
        await Lab.StepAsync(await Lab.HeadAsync(order), StepNames.AuthorisePayment, "h-4");
        Lab.Workflows.End(order + "-1", ExecutionStatus.Failed, ErrorCodes.EffectUnknown, "AuthorisePayment");
        await Lab.ProjectAsync();

        await RetryAsync(order, "again-2");
        await Lab.StepAsync(await Lab.HeadAsync(order), StepNames.AuthorisePayment, "h-5");

        Assert.Equal((Headline.Unknown, 2), ((await Lab.HeadAsync(order)).Headline, Calls().Count));
    }

    [Fact]
    public async Task FraudCheck_CanOnlyBeCalledNotDone_BecauseItsVerdictIsNotAPersons()
    {
        var order = await StartedAsync();
        Lab.Gateways.LookUp = _ => new LookupUnavailable("down");
        Lab.Gateways.Answer = _ => new GatewayUnknown("lost");
        await LoseAsync(order, StepNames.FraudScan, "FraudScan");
        var key = $"{order.Id}/checkout/fraud-scan/1/1";

        var happened = await SettleAsync(order.Id, happened: true, key: key);
        var not = await SettleAsync(order.Id, happened: false, key: key);

        Assert.Equal("effect.needs-verdict", happened.Error?.Code);
        Assert.True(not.IsSuccess, not.Error?.Message);
        Assert.Equal((FraudStatus.Pending, EffectState.Failed), ((await Lab.HeadAsync(order.Id)).Fraud, (await EffectAsync(order.Id, key)).State));
    }

    [Fact]
    public async Task Refused_WithoutPermission_Evidence_ReferenceOrTheVersionSeen_AndNothingIsWritten()
    {
        var order = await LostAsync();
        var command = await CommandAsync(order, happened: true);
        var version = command.ExpectedVersion;

        var lead = await Lab.Commands.SettleCallAsync(command, PipelineLab.Person("op|2", "Lena Marlow", Role.SupportLead), default);
        Assert.Equal("effects:settle", Assert.IsType<Forbidden>(lead.Error).Permission);
        foreach (var wrong in new[] { command with { Evidence = " " }, command with { Reference = null }, command with { Reference = " " }, command with { Reference = new string('x', 201) }, command with { CommandId = "checkout" } })
            Assert.IsType<Invalid>((await Lab.Commands.SettleCallAsync(wrong, PipelineLab.Operator, default)).Error);
        Assert.Equal("order.version", (await Lab.Commands.SettleCallAsync(command with { ExpectedVersion = version - 1 }, PipelineLab.Operator, default)).Error?.Code);
        Assert.Equal("effect.not-found", (await Lab.Commands.SettleCallAsync(command with { EffectKey = $"{order}/checkout/authorise-payment/1/2" }, PipelineLab.Operator, default)).Error?.Code);
        Assert.Equal("effect.settled", (await Lab.Commands.SettleCallAsync(command with { EffectKey = $"{order}/checkout/fraud-scan/1/1" }, PipelineLab.Operator, default)).Error?.Code);
        Assert.Equal(version, (await Lab.HeadAsync(order)).Version);
    }

    [Theory]
    [InlineData(EffectState.Sent)]
    [InlineData(EffectState.Awaiting)]
    [InlineData(EffectState.Planned)]
    public async Task Refused_WhileAnAnswerMayStillCome(EffectState state)
    {
        var order = await LostAsync();
        await Lab.Orders.ChangeAsync(
            order,
            draft =>
            {
                draft.Put(draft.Effects().Single(effect => effect.Kind is EffectKind.Authorise) with { State = state });
                return null;
            },
            default);

        var settled = await SettleAsync(order, happened: false);

        Assert.Equal("effect.under-way", settled.Error?.Code);
        Assert.Equal(state, (await EffectAsync(order)).State);
    }

    [Fact]
    public async Task Twice_UnderOneId_IsDoneOnce_AndAnotherIdFindsNothingToSettle()
    {
        var order = await LostAsync();
        var command = await CommandAsync(order, happened: true);
        await Lab.Commands.SettleCallAsync(command, PipelineLab.Operator, default);

        var again = await Lab.Commands.SettleCallAsync(command, PipelineLab.Operator, default);
        var other = await Lab.Commands.SettleCallAsync(command with { CommandId = "settle-2", Happened = false, ExpectedVersion = (await Lab.HeadAsync(order)).Version }, PipelineLab.Operator, default);

        Assert.True(again.Value.Repeated);
        Assert.Equal("effect.settled", other.Error?.Code);
        Assert.Single((await Lab.DraftAsync(order)).Ledger());
        Assert.Single(Lab.Workflows.Redriven);
    }

    [Fact]
    public async Task LookUp_ThatFoundItFirst_Stays_AndThePersonIsToldThatTheOrderChanged()
    {
        var order = await LostAsync();
        var seen = await CommandAsync(order, happened: false);
        Lab.Gateways.LookUp = _ => new LookupFound(new GatewaySucceeded("auth-found"));
        await Lab.Reconciler.LookAsync(order, now: true, default);

        var stale = await Lab.Commands.SettleCallAsync(seen, PipelineLab.Operator, default);
        var fresh = await SettleAsync(order, happened: false);

        Assert.Equal(("order.version", "effect.settled"), (stale.Error?.Code, fresh.Error?.Code));
        Assert.Equal((EffectState.Succeeded, "auth-found"), ((await EffectAsync(order)).State, (await EffectAsync(order)).ExternalId));
    }

    [Fact]
    public async Task LookUp_ThatFindsItWhileThePersonSettlesIt_ChangesNothingMore()
    {
        var order = await LostAsync();
        var asked = new TaskCompletionSource();
        var answered = new TaskCompletionSource<LookupAnswer>();
        var looking = new Reconciler(
            Lab.Orders, Lab.Ledger, Lab.Resume, new HoldDecisions(Lab.Orders, Lab.Workflows, Lab.Options, Lab.Clock), Lab.RefundRunner, new SlowLookUp(asked, answered.Task), Lab.Gateways, Lab.Gateways,
            Lab.Gateways, Lab.Gateways, Lab.Options, Lab.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Reconciler>.Instance).LookAsync(order, now: true, default);
        await asked.Task;

        await SettleAsync(order, happened: true);
        answered.SetResult(new LookupFound(new GatewaySucceeded("auth-found")));
        await looking;

        var draft = await Lab.DraftAsync(order);
        Assert.Equal("auth-44", Assert.Single(draft.Ledger()).GatewayReference);
        Assert.Single(Lab.Workflows.Redriven);
        Assert.Empty(MoneyInvariants.Of(draft));
    }

    [Fact]
    public async Task Stop_BetweenTheWordAndTheEngine_IsTakenUpByTheReconciler()
    {
        var order = await LostAsync();
        Lab.Workflows.Refuse = new Unavailable("engine.down", "down");
        await SettleAsync(order, happened: true);
        Assert.Empty(Lab.Workflows.Redriven);

        Lab.Workflows.Refuse = null;
        Lab.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await Lab.Store.DueAsync(DueKinds.Reconcile, Lab.Clock.GetUtcNow(), 10, default));
        await Lab.Reconciler.LookAsync(order, now: false, default);

        Assert.Single(Lab.Workflows.Redriven);
    }

    [Fact]
    public async Task Answer_OfASenderThatStillWaited_AfterAPersonsWordThatItDidNot_IsBookedAndSomebodyMustLook()
    {
        var order = await StartedAsync();
        await Lab.StepAsync(order, StepNames.FraudScan, "h-1");
        var answer = new TaskCompletionSource<GatewayAnswer>();
        var sending = Lab.Ledger.RunAsync(
            new EffectRun
            {
                Step = new StepContext(order.Id, EffectKey.Checkout, order.Route.Execution!, "h-2", "token"), StepName = StepNames.AuthorisePayment, Kind = EffectKind.Authorise, Unit = "1",
                Amount = order.Tenders[0].Amount, Terms = Lab.Gateways.Terms, Send = (_, _) => answer.Task,
            },
            default);
        Assert.Equal(ErrorCodes.EffectUnknown, Assert.IsType<StepFailed>(await Lab.StepAsync(order, StepNames.AuthorisePayment, "h-3")).Code);
        Assert.True((await SettleAsync(order.Id, happened: false)).IsSuccess);

        answer.SetResult(new GatewaySucceeded("auth-late"));
        await sending;

        var draft = await Lab.DraftAsync(order.Id);
        Assert.Equal((order.Tenders[0].Amount, "auth-late", AttentionStatus.NeedsOps), (draft.Head.Tenders[0].Authorised, draft.Head.Tenders[0].AuthorisationId, draft.Head.Attention));
        Assert.Empty(MoneyInvariants.Of(draft));
        var audit = await Lab.Store.AuditAsync(new AuditQuery { Subject = order.Id.Subject.Value }, null, 100, default);
        Assert.Single(audit.Items, one => one.Entry.Action == AuditActions.RefundContradicted);
    }

    [Fact]
    public async Task Retry_LetsNoCallOfARefundThatWasCalledNotDoneBeTriedAgain()
    {
        var order = (await DeclinedAsync()).Id;
        await Lab.Orders.ChangeAsync(
            order,
            draft =>
            {
                var declined = draft.Effects().Single(effect => effect.Kind is EffectKind.Authorise);
                draft.Put(declined with { Key = declined.Key with { Operation = "refund-1" }, Kind = EffectKind.RefundPayment, ErrorCode = ErrorCodes.AttestedNotDone });
                return null;
            },
            default);

        await RetryAsync(order, "again-1");

        Assert.False((await EffectAsync(order, $"{order}/refund-1/authorise-payment/1/1")).TryAgain);
        Assert.True((await EffectAsync(order)).TryAgain);
    }

    private async Task<OrderId> LostAsync()
    {
        var order = await UnknownAsync(silently: false);
        Lab.Gateways.LookUp = _ => new LookupUnavailable("down");
        return order.Id;
    }

    private async Task LoseAsync(OrderHead order, string step, string state)
    {
        Assert.Equal(ErrorCodes.EffectUnknown, Assert.IsType<StepFailed>(await Lab.StepAsync(order, step, "h-lost")).Code);
        Lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.EffectUnknown, state);
        await Lab.ProjectAsync();
    }

    /// <summary>The execution runs the step again, which calls nothing and ends it for good.</summary>
    private async Task FailAgainAsync(OrderId order)
    {
        await Lab.ProjectAsync();
        var again = Assert.IsType<StepFailed>(await Lab.StepAsync(await Lab.HeadAsync(order), StepNames.AuthorisePayment, "h-3"));
        Assert.Equal((ErrorCodes.AttestedNotDone, ErrorClass.Final), (again.Code, ErrorCodes.Classify(again.Code)));
        Lab.Workflows.End(order + "-1", ExecutionStatus.Failed, again.Code, "AuthorisePayment");
        await Lab.ProjectAsync();
    }

    private async Task RetryAsync(OrderId order, string id)
    {
        var check = (await Lab.Commands.CheckRetryAsync(order, PipelineLab.Operator, default)).Value;
        var retried = await Lab.Commands.RetryAsync(new RetryOrder(order, id, check.Version, "It may be tried again."), PipelineLab.Operator, default);
        Assert.True(retried.IsSuccess, retried.Error?.Message);
        await Lab.ProjectAsync();
    }

    private async Task<Result<CommandOutcome>> SettleAsync(OrderId order, bool happened, string? key = null) =>
        await Lab.Commands.SettleCallAsync(await CommandAsync(order, happened, key), PipelineLab.Operator, default);

    private async Task<SettleCall> CommandAsync(OrderId order, bool happened, string? key = null) => new(
        order, key ?? $"{order}/checkout/authorise-payment/1/1", happened ? "settle-1" : "settle-not-1", (await Lab.HeadAsync(order)).Version, happened, happened ? "auth-44" : null, "The bank's page of 26 November.");

    private async Task<Effect> EffectAsync(OrderId order, string? key = null) =>
        (await Lab.DraftAsync(order)).Effects().Single(effect => effect.Key.ToString() == (key ?? $"{order}/checkout/authorise-payment/1/1"));

    private List<string> Calls() => [.. Lab.Gateways.Calls.Where(call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal))];

    /// <summary>A gateway that is asked and takes its time.</summary>
    private sealed class SlowLookUp(TaskCompletionSource asked, Task<LookupAnswer> answer) : IPaymentGateway
    {
        public GatewayTerms Terms => throw new NotSupportedException();

        public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
        {
            asked.SetResult();
            return answer;
        }

        public Task<GatewayAnswer> AuthoriseAsync(AuthoriseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<GatewayAnswer> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<GatewayAnswer> RefundAsync(RefundPaymentRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<GatewayAnswer> ReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Page<GatewayRefund>> RefundsAsync(string? cursor, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
