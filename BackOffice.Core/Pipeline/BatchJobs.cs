using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Pipeline;

/// <summary>
/// The three staged jobs. They process the orders of the batch path, take up orders whose execution failed with a retryable error, and orders that were
/// never dispatched; with the same steps and effect keys as the workflow. They run steps themselves and never redrive.
/// </summary>
public sealed partial class BatchJobs(
    IStore store, OrderWriter orders, IEnumerable<IStep> steps, BatchRecords records, BatchWake wake, PipelineOptions options, TimeProvider clock, ILogger<BatchJobs> logger)
    : BackgroundService
{
    /// <summary>The later jobs first: an order passes one job a run, as it did with the old jobs.</summary>
    private static readonly BatchJob[] s_inTurn = [BatchJob.Fallback, BatchJob.Fulfilment, BatchJob.Payment, BatchJob.Fraud];
    private static readonly Rejected s_notDue = new("batch.not-due", "Nothing to take up.");
    private readonly Dictionary<string, IStep> _steps = steps.ToDictionary(step => step.Name);
    private DateTimeOffset? _next;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        wake.Call(); // What was asked for before a restart is done first.
        return Loops.RunAsync("batch jobs", OnceAsync, logger, clock, stoppingToken);
    }

    /// <summary>One run of each job, one after the other.</summary>
    public async Task RunAllAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        foreach (var job in s_inTurn)
            await RunAsync(job, started, asked: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The runs that people asked for and that have not been done.</summary>
    internal async Task RunAskedAsync(CancellationToken cancellationToken)
    {
        foreach (var job in s_inTurn)
        {
            if ((await records.HeadAsync(job, cancellationToken).ConfigureAwait(false)).Asked is { } asked)
                await RunAsync(job, clock.GetUtcNow(), asked, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Orders with a moment of this kind are the job's.</summary>
    internal static string DueKindOf(BatchJob job) => job is BatchJob.Fallback ? DueKinds.Dispatch : OrderDues.KindOf(StageOf(job));

    /// <summary>Until when an order may be due to be taken by a run now: one that a person asks for takes what waits for the next run by the clock.</summary>
    internal static DateTimeOffset Takes(BatchJob job, DateTimeOffset now, DateTimeOffset next) => job is BatchJob.Fallback ? now : next;

    private async Task OnceAsync(CancellationToken cancellationToken)
    {
        var next = _next ??= BatchClock.Next(clock.GetUtcNow(), options.BatchEvery);
        if (await wake.WaitAsync(next - clock.GetUtcNow(), clock, cancellationToken).ConfigureAwait(false))
        {
            await RunAskedAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        _next = null;
        if (!cancellationToken.IsCancellationRequested)
            await RunAllAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(BatchJob job, DateTimeOffset started, BatchRequest? asked, CancellationToken cancellationToken)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"batch:{job}:{started:yyyyMMdd'T'HHmmss}").ToLowerInvariant();
        var tally = new BatchTally();
        var until = asked is null ? started : Takes(job, started, BatchClock.Next(started, options.BatchEvery));
        await ForDueAsync(
            DueKindOf(job),
            until,
            tally,
            (order, token) => job is BatchJob.Fallback ? TakeUpLostAsync(order, started, token) : RunOneAsync(order, StageOf(job), run, until, token),
            cancellationToken).ConfigureAwait(false);
        var ended = tally.ToRun(run, started, clock.GetUtcNow(), asked);
        if (ended.Taken > 0)
            LogRun(logger, job, ended.Taken);
        var kept = await records.RecordAsync(job, ended, CancellationToken.None).ConfigureAwait(false);
        if (kept.Error is { } error)
            LogUnkept(logger, run, error.Message);
    }

    /// <summary>An order placed, and never dispatched by the time it should be done: the batch path takes it.</summary>
    private async Task<BatchResult> TakeUpLostAsync(OrderId order, DateTimeOffset started, CancellationToken cancellationToken)
    {
        var taken = await orders.ChangeAsync(
            order,
            draft =>
            {
                if (draft.Head is not { Workflow: WorkflowStatus.Queued, Route: { Owner: null, BatchStage: null } } head)
                    return s_notDue;
                draft.Head = head with { Route = head.Route with { BatchStage = BatchStage.Fraud, NextBatchAt = started } };
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        return new BatchResult(taken.IsSuccess ? BatchOutcome.WentOn : BatchOutcome.NotTaken);
    }

    private async Task ForDueAsync(
        string kind, DateTimeOffset until, BatchTally tally, Func<OrderId, CancellationToken, Task<BatchResult>> work, CancellationToken cancellationToken)
    {
        var seen = new HashSet<SubjectId>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var due = (await store.DueAsync(kind, until, 500, cancellationToken).ConfigureAwait(false)).Where(item => seen.Add(item.Subject)).ToList();
            if (due.Count == 0)
                return;
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken },
                async (item, token) => await Loops.OneAsync("batch jobs", new OrderId(item.Subject.Name), CountedAsync, logger, token).ConfigureAwait(false))
                .ConfigureAwait(false);
        }

        async Task CountedAsync(OrderId order, CancellationToken token)
        {
            try
            {
                tally.Add(order, await work(order, token).ConfigureAwait(false));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                tally.Add(order, new BatchResult(BatchOutcome.Broken, null, failure.GetType().Name, "It could not be read or processed. The log has the cause."));
                throw;
            }
        }
    }

    internal async Task<BatchResult> RunOneAsync(OrderId order, BatchStage stage, string run, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var claimed = await orders.ChangeAsync(order, draft => Claim(draft, stage, run, until), cancellationToken).ConfigureAwait(false);
        if (!claimed.IsSuccess)
            return new BatchResult(BatchOutcome.NotTaken);
        var epoch = claimed.Value.Route.Epoch;
        foreach (var name in BatchClock.StepsOf(stage))
        {
            var context = new StepContext(order, Payments.EffectKey.Checkout, run, $"{run}:{name}:{epoch}", null);
            var outcome = await _steps[name].RunAsync(context, cancellationToken).ConfigureAwait(false);
            if (outcome is StepFailed failed)
            {
                var left = await FinishAsync(order, run, epoch, draft => Fallback.Failed(draft, failed.Code, failed.Message, name, options, clock.GetUtcNow()))
                    .ConfigureAwait(false);
                return new BatchResult(OutcomeOf(failed.Code, left), name, failed.Code, failed.Message);
            }
        }

        var head = await FinishAsync(order, run, epoch, draft => Advance(draft, stage)).ConfigureAwait(false);
        return new BatchResult(head switch
        {
            { Fraud: FraudStatus.Held } => BatchOutcome.Held,
            { Workflow: WorkflowStatus.Done } => BatchOutcome.Delivered,
            _ => BatchOutcome.WentOn,
        });
    }

    private static BatchOutcome OutcomeOf(string? code, OrderHead? left) => ErrorCodes.Classify(code) switch
    {
        ErrorClass.Retryable => left?.Workflow is WorkflowStatus.FellBack ? BatchOutcome.Later : BatchOutcome.Stopped,
        ErrorClass.Final => BatchOutcome.Stopped,
        ErrorClass.Unknown => BatchOutcome.Unknown,
        ErrorClass.LeaseLost => BatchOutcome.NotTaken,
    };

    private static BatchStage StageOf(BatchJob job) => job switch
    {
        BatchJob.Fraud => BatchStage.Fraud,
        BatchJob.Payment => BatchStage.Payment,
        BatchJob.Fulfilment => BatchStage.Fulfilment,
        BatchJob.Fallback => throw new InvalidOperationException("The fallback job has no stage of its own."),
    };

    private Error? Claim(OrderDraft draft, BatchStage stage, string run, DateTimeOffset until)
    {
        var head = draft.Head;
        var now = clock.GetUtcNow();
        if (head.IsFinal || head.Route.BatchStage != stage || head.Route.NextBatchAt > until || !Lease.IsFree(head, now))
            return s_notDue;
        draft.Head = Lease.Claim(head, run, now, options.Lease) with { Workflow = WorkflowStatus.Running };
        return null;
    }

    /// <summary>Ends this run's hold on the order: as it was left, or null when somebody else has it by now.</summary>
    private async Task<OrderHead?> FinishAsync(OrderId order, string run, long epoch, Action<OrderDraft> finish)
    {
        var written = await orders.ChangeAsync(
            order,
            draft =>
            {
                if (draft.Head.Route.Owner != run || draft.Head.Route.Epoch != epoch)
                    return s_notDue;
                finish(draft);
                return null;
            },
            CancellationToken.None).ConfigureAwait(false);
        if (!written.IsSuccess && !ReferenceEquals(written.Error, s_notDue))
            LogUnfinished(logger, order, run, written.Error.Message);
        return written.IsSuccess ? written.Value : null;
    }

    private void Advance(OrderDraft draft, BatchStage stage)
    {
        var now = clock.GetUtcNow();
        var head = draft.Head;
        switch (stage)
        {
            case BatchStage.Fraud when head.Fraud is FraudStatus.Pending:
                HoldForPerson(draft, now);
                return;
            case BatchStage.Fraud:
                Queue(draft, BatchStage.Payment, now);
                return;
            case BatchStage.Payment:
                Queue(draft, BatchStage.Fulfilment, now);
                return;
            case BatchStage.Fulfilment:
                Fallback.Succeeded(draft, now);
                return;
        }
    }

    private void Queue(OrderDraft draft, BatchStage next, DateTimeOffset now)
    {
        var released = Lease.Release(draft.Head);
        draft.Head = released with
        {
            Workflow = released.Route.FallbackCount > 0 ? WorkflowStatus.FellBack : WorkflowStatus.Queued,
            Route = released.Route with { BatchStage = next, NextBatchAt = BatchClock.Next(now, options.BatchEvery) },
        };
    }

    private void HoldForPerson(OrderDraft draft, DateTimeOffset now)
    {
        var owner = draft.Head.Route.Owner ?? "batch";
        Steps.HoldForReviewStep.Place(new StepContext(draft.Head.Id, Payments.EffectKey.Checkout, owner, $"{owner}:hold", null), draft, null, options, now);
        var released = Lease.Release(draft.Head);
        draft.Head = released with
        {
            Workflow = WorkflowStatus.Waiting,
            Route = released.Route with { BatchStage = null, NextBatchAt = null },
        };
    }

    [LoggerMessage(1020, LogLevel.Information, "The {Job} job took {Orders} orders")]
    private static partial void LogRun(ILogger logger, BatchJob job, int orders);

    [LoggerMessage(1022, LogLevel.Warning, "What run {Run} did could not be kept for the page of batch jobs: {Reason}")]
    private static partial void LogUnkept(ILogger logger, string run, string reason);

    [LoggerMessage(1021, LogLevel.Warning, "Order {Order}: run {Run} could not write its end: {Reason}. The lease will run out")]
    private static partial void LogUnfinished(ILogger logger, OrderId order, string run, string reason);
}
