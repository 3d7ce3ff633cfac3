using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

/// <summary>The jobs of the batch path, and what they take up.</summary>
public sealed class BatchJobsTests : PipelineFacts
{
    [Fact]
    public async Task BatchJobs_BatchOrder_PassesOneJobARun()
    {
        Lab.Dial(0);
        var order = await Lab.PlaceAsync(quantity: 2);
        var stages = new List<BatchStage?>();
        for (var run = 0; run < 3; run++)
        {
            Lab.Clock.Advance(Lab.Options.BatchEvery);
            await Lab.BatchJobs.RunAllAsync(default);
            stages.Add((await Lab.HeadAsync(order.Id)).Route.BatchStage);
        }

        Assert.Equal([BatchStage.Payment, BatchStage.Fulfilment, null], stages);
        var done = await Lab.DraftAsync(order.Id);
        Assert.Equal((Headline.Done, PaymentStatus.Captured, 2), (done.Head.Headline, done.Head.Payment, done.Vouchers().Count()));
        Assert.Equal(6, Lab.Gateways.Calls.Count);
        Assert.Equal(6, Lab.Gateways.Calls.Distinct().Count());
    }

    [Fact]
    public async Task BatchJobs_AfterAFailedExecution_GoOnWithTheSameKeysAndAreBounded()
    {
        var order = await StartedAsync();
        await Lab.StepAsync(order, StepNames.FraudScan, "h-1");
        Lab.Gateways.Answer = key => key.Step == StepNames.AuthorisePayment ? new GatewayNotExecuted(ErrorCodes.GatewayUnavailable, "down") : null;
        Assert.IsType<StepFailed>(await Lab.StepAsync(order, StepNames.AuthorisePayment, "h-2"));
        Lab.Workflows.End(order.Route.Execution!, ExecutionStatus.Failed, ErrorCodes.GatewayUnavailable, "AuthorisePayment");
        await Lab.ProjectAsync();
        Assert.Equal((Headline.Retrying, BatchStage.Payment), Seen(await Lab.HeadAsync(order.Id)));

        for (var run = 0; run < Lab.Options.MaxFallbacks; run++)
        {
            Lab.Clock.Advance(Lab.Options.BatchEvery);
            await Lab.BatchJobs.RunAllAsync(default);
        }

        var stopped = await Lab.HeadAsync(order.Id);
        Assert.Equal((Headline.Failed, AttentionStatus.NeedsOps, null), (stopped.Headline, stopped.Attention, stopped.Route.BatchStage));
        var audit = await Lab.Store.AuditAsync(new AuditQuery { Subject = order.Subject.Value }, null, 10, default);
        Assert.Contains(audit.Items, entry => entry.Entry.Action == AuditActions.FallbackExhausted);
        Assert.Single(Lab.Gateways.Calls.Where(call => call.Contains(StepNames.AuthorisePayment, StringComparison.Ordinal)).Distinct());

        static (Headline, BatchStage?) Seen(OrderHead head) => (head.Headline, head.Route.BatchStage);
    }

    [Fact]
    public async Task BatchJobs_OrderNeverDispatched_IsTakenUpPastItsDueTime()
    {
        Lab.Dial(10_000);
        var order = await Lab.PlaceAsync();
        Lab.Clock.Advance(TimeSpan.FromMinutes(4));
        await Lab.BatchJobs.RunAllAsync(default);
        Assert.Empty(Lab.Gateways.Calls);

        Lab.Clock.Advance(TimeSpan.FromMinutes(2));
        await Lab.BatchJobs.RunAllAsync(default);

        Assert.Equal(FraudStatus.Passed, (await Lab.HeadAsync(order.Id)).Fraud);

        // The late notification finds that the batch path has it.
        Assert.Null(await Lab.DispatchAsync(order.Id));
        Assert.Empty(Lab.Workflows.Started);
    }

    [Fact]
    public async Task BatchJobs_WhileAnExecutionOwnsTheOrder_TakesNothing()
    {
        var order = await StartedAsync();

        await Lab.BatchJobs.RunOneAsync(order.Id, BatchStage.Fraud, "batch:fraud:x", Lab.Clock.GetUtcNow(), default);

        Assert.Empty(Lab.Gateways.Calls);
        Assert.Equal(order.Route.Execution, (await Lab.HeadAsync(order.Id)).Route.Owner);
    }

    [Fact]
    public async Task BatchJobs_OrderThatCannotBeRead_DoesNotHoldUpItsNeighbours()
    {
        Lab.Dial(0);
        var poisoned = await Lab.PlaceAsync(key: "k-1");
        var good = await Lab.PlaceAsync(key: "k-2");
        Lab.Store.Damage(poisoned.Subject);
        Lab.Clock.Advance(Lab.Options.BatchEvery);

        await Lab.BatchJobs.RunAllAsync(default);

        Assert.Equal(FraudStatus.Passed, (await Lab.HeadAsync(good.Id)).Fraud);
    }
}
