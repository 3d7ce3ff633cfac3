using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

/// <summary>Decisions on held orders, on both paths.</summary>
public sealed class HoldTests : PipelineFacts
{
    [Fact]
    public async Task Hold_Approved_AnswersTheWaitingTaskOnce()
    {
        var order = await HeldAsync();
        var hold = (await Lab.DraftAsync(order.Id)).Holds().Single();
        Assert.Equal(Headline.Held, (await Lab.HeadAsync(order.Id)).Headline);
        var decide = new DecideHold(order.Id, hold.HoldId, Approve: true, "cmd-1", (await Lab.HeadAsync(order.Id)).Version, "Known customer");

        Assert.True((await Lab.Commands.DecideHoldAsync(decide, PipelineLab.Operator, default)).IsSuccess);
        var late = await Lab.Commands.DecideHoldAsync(decide with { CommandId = "cmd-2", Approve = false }, PipelineLab.Operator, default);

        Assert.Equal("hold.decided", Assert.IsType<Conflict>(late.Error).Code);
        Assert.Equal("token-h-2", Assert.Single(Lab.Workflows.Answers).Token);
        Assert.Equal(FraudStatus.Passed, (await Lab.HeadAsync(order.Id)).Fraud);

        // Handed out again after a restart, the step answers with the decision.
        Assert.IsType<StepDone>(await Lab.StepAsync(order, StepNames.HoldForReview, "h-2"));
    }

    [Fact]
    public async Task Hold_DecisionTheEngineDidNotHear_IsToldAgain()
    {
        var order = await HeldAsync();
        var hold = (await Lab.DraftAsync(order.Id)).Holds().Single();
        var version = (await Lab.HeadAsync(order.Id)).Version;
        await Lab.Commands.DecideHoldAsync(new DecideHold(order.Id, hold.HoldId, Approve: true, "cmd-1", version, "Known"), PipelineLab.Operator, default);
        Lab.Workflows.Answers.Clear();
        var due = await Lab.Store.DueAsync(DueKinds.Reconcile, Lab.Clock.GetUtcNow() + Lab.Options.LookUpAfter[0], 10, default);
        Assert.Equal(order.Subject, Assert.Single(due).Subject);

        await Lab.Reconciler.LookAsync(order.Id, now: false, default);

        Assert.Single(Lab.Workflows.Answers);
    }

    [Fact]
    public async Task Hold_Rejected_ClosesTheOrderWithoutTakingMoney()
    {
        var order = await HeldAsync();
        var hold = (await Lab.DraftAsync(order.Id)).Holds().Single();
        var head = await Lab.HeadAsync(order.Id);
        await Lab.Commands.DecideHoldAsync(new DecideHold(order.Id, hold.HoldId, Approve: false, "cmd-1", head.Version, "Stolen card"), PipelineLab.Operator, default);
        Assert.Equal(ErrorCodes.FraudRejected, Assert.Single(Lab.Workflows.Answers).Answer);
        Lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.FraudRejected, "HoldForReview");

        await Lab.ProjectAsync();

        var closed = await Lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Cancelled, FraudStatus.Rejected, PaymentStatus.None), (closed.Headline, closed.Fraud, closed.Payment));
        Assert.DoesNotContain(Lab.Gateways.Calls, call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hold_OnTheBatchPath_GoesOnWithTheNextBatch()
    {
        Lab.Dial(0);
        Lab.Gateways.Score = 80;
        var order = await Lab.PlaceAsync();
        Lab.Clock.Advance(Lab.Options.BatchEvery);
        await Lab.BatchJobs.RunAllAsync(default);
        var held = await Lab.DraftAsync(order.Id);
        Assert.Equal(Headline.Held, held.Head.Headline);

        var decided = await Lab.Commands.DecideHoldAsync(
            new DecideHold(order.Id, held.Holds().Single().HoldId, Approve: true, "cmd-1", held.Head.Version, "Known"), PipelineLab.Operator, default);
        Assert.True(decided.IsSuccess, decided.Error?.Message);
        for (var run = 0; run < 2; run++)
        {
            Lab.Clock.Advance(Lab.Options.BatchEvery);
            await Lab.BatchJobs.RunAllAsync(default);
        }

        Assert.Equal(Headline.Done, (await Lab.HeadAsync(order.Id)).Headline);
    }
}
