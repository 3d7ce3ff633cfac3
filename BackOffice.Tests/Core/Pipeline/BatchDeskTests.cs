using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Pipeline;

public sealed class BatchDeskTests
{
    private readonly PipelineLab _lab = new();

    private BatchDesk Desk => new(_lab.Store, _lab.BatchRecords, new BatchWake(), _lab.Options, _lab.Clock);

    [Fact]
    public async Task Runs_OfABatchOrder_TellWhatEachJobDid()
    {
        _lab.Dial(0);
        await _lab.PlaceAsync();

        await RunAllAsync(4);

        Assert.Equal((1, BatchOutcome.WentOn), await OnlyAsync(BatchJob.Fraud));
        Assert.Equal((1, BatchOutcome.WentOn), await OnlyAsync(BatchJob.Payment));
        Assert.Equal((1, BatchOutcome.Delivered), await OnlyAsync(BatchJob.Fulfilment));
        Assert.DoesNotContain(await RunsAsync(BatchJob.Fallback), run => run.Taken > 0);
    }

    [Fact]
    public async Task Runs_WithADeclinedCard_NameOrderStepAndReason()
    {
        _lab.Dial(0);
        var order = await _lab.PlaceAsync();
        _lab.Gateways.Answer = key => key.Step == StepNames.AuthorisePayment ? new GatewayRefused(ErrorCodes.CardDeclined, "declined") : null;

        await RunAllAsync(3);

        var failure = Assert.Single((await RunsAsync(BatchJob.Payment)).SelectMany(run => run.Failures));
        Assert.Equal((order.Id, BatchOutcome.Stopped, StepNames.AuthorisePayment, ErrorCodes.CardDeclined), (failure.Order, failure.Outcome, failure.Step, failure.Code));
    }

    [Fact]
    public async Task Runs_WithAnOrderThatCannotBeRead_CountItAsBroken()
    {
        _lab.Dial(0);
        var poisoned = await _lab.PlaceAsync();
        _lab.Store.Damage(poisoned.Subject);

        await RunAllAsync(1);

        Assert.Equal(BatchOutcome.Broken, Assert.Single((await RunsAsync(BatchJob.Fraud)).SelectMany(run => run.Failures)).Outcome);
    }

    [Fact]
    public async Task States_BeforeTheNextRun_CountWhatItWouldTake()
    {
        _lab.Dial(0);
        var order = await _lab.PlaceAsync();

        var states = (await Desk.StatesAsync(PipelineLab.Operator, default)).Value;

        Assert.Equal([0, 1, 0, 0], states.Select(state => state.Waiting));
        Assert.Equal(order.Id, Assert.Single(states[1].First));
        Assert.Equal(BatchClock.Next(_lab.Clock.GetUtcNow(), _lab.Options.BatchEvery), states[1].NextRunAt);
    }

    [Fact]
    public async Task Run_AskedFor_TakesAtOnceWhatWaitsForTheNextRunAndSaysWhoAsked()
    {
        _lab.Dial(0);
        var order = await _lab.PlaceAsync();

        var asked = await Desk.RunAsync(new RunBatch(BatchJob.Fraud, "cmd-1", "The service is back"), PipelineLab.Operator, default);
        await _lab.BatchJobs.RunAskedAsync(default);

        Assert.False(asked.Value.Repeated);
        Assert.Equal(FraudStatus.Passed, (await _lab.HeadAsync(order.Id)).Fraud);
        var run = Assert.Single(await RunsAsync(BatchJob.Fraud));
        Assert.Equal((1, "Otis Fairweather", "The service is back"), (run.Taken, run.AskedBy, run.Reason));
        Assert.Null((await Desk.StatesAsync(PipelineLab.Operator, default)).Value[1].Asked);
    }

    [Fact]
    public async Task Run_AskedForAndAnOrderFails_DoesNotTakeItASecondTime()
    {
        _lab.Dial(0);
        await _lab.PlaceAsync();
        _lab.Gateways.Answer = key => new GatewayNotExecuted(ErrorCodes.GatewayUnavailable, "down");
        await Desk.RunAsync(new RunBatch(BatchJob.Fraud, "cmd-1", "Try"), PipelineLab.Operator, default);

        await _lab.BatchJobs.RunAskedAsync(default);

        Assert.Equal((1, BatchOutcome.Later), await OnlyAsync(BatchJob.Fraud));
    }

    [Fact]
    public async Task Run_WithoutPermissionOrReason_IsRefused()
    {
        var agent = PipelineLab.Person("a|1", "Ama Kestrel", Role.SupportAgent);

        Assert.Equal("batches:run", Assert.IsType<Forbidden>((await Desk.RunAsync(new RunBatch(BatchJob.Fraud, "c", "r"), agent, default)).Error).Permission);
        Assert.IsType<Invalid>((await Desk.RunAsync(new RunBatch(BatchJob.Fraud, "c", " "), PipelineLab.Operator, default)).Error);
        Assert.Null((await _lab.BatchRecords.HeadAsync(BatchJob.Fraud, default)).Asked);
    }

    [Fact]
    public async Task Wake_CalledBeforeTheWait_EndsItAtOnceAndTheNextWaitsAgain()
    {
        var wake = new BatchWake();
        wake.Call();

        Assert.True(await wake.WaitAsync(TimeSpan.FromHours(1), TimeProvider.System, default));
        Assert.False(await wake.WaitAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System, default));
    }

    private async Task RunAllAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _lab.Clock.Advance(_lab.Options.BatchEvery);
            await _lab.BatchJobs.RunAllAsync(default);
        }
    }

    private Task<IReadOnlyList<BatchRun>> RunsAsync(BatchJob job) => _lab.BatchRecords.RunsAsync(job, default);

    private async Task<(int Taken, BatchOutcome Outcome)> OnlyAsync(BatchJob job)
    {
        var run = Assert.Single(await RunsAsync(job), run => run.Taken > 0);
        return (run.Taken, Assert.Single(run.Outcomes).Key);
    }
}
