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
    IStore store, OrderWriter orders, IEnumerable<IStep> steps, PipelineOptions options, TimeProvider clock, ILogger<BatchJobs> logger)
    : BackgroundService
{
    private static readonly Rejected s_notDue = new("batch.not-due", "Nothing to take up.");
    private readonly Dictionary<string, IStep> _steps = steps.ToDictionary(step => step.Name);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loops.RunAsync(
        "batch jobs",
        async token =>
        {
            await Loops.PauseAsync(BatchClock.Next(clock.GetUtcNow(), options.BatchEvery) - clock.GetUtcNow(), clock, token).ConfigureAwait(false);
            await RunAllAsync(token).ConfigureAwait(false);
        },
        logger,
        clock,
        stoppingToken);

    /// <summary>One run of each job, one after the other. An order passes one job a run, as it did with the old jobs.</summary>
    public async Task RunAllAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var lost = await TakeUpLostAsync(started, cancellationToken).ConfigureAwait(false);
        foreach (var stage in new[] { BatchStage.Fulfilment, BatchStage.Payment, BatchStage.Fraud })
        {
            var taken = await RunAsync(stage, started, cancellationToken).ConfigureAwait(false);
            if (taken > 0)
                LogRun(logger, stage, taken, lost);
        }
    }

    /// <summary>Orders placed, and never dispatched by the time they should be done: the batch path takes them.</summary>
    private Task<int> TakeUpLostAsync(DateTimeOffset until, CancellationToken cancellationToken) => ForDueAsync(
        DueKinds.Dispatch,
        until,
        async (order, token) => await orders.ChangeAsync(
            order,
            draft =>
            {
                if (draft.Head is not { Workflow: WorkflowStatus.Queued, Route: { Owner: null, BatchStage: null } } head)
                    return s_notDue;
                draft.Head = head with { Route = head.Route with { BatchStage = BatchStage.Fraud, NextBatchAt = until } };
                return null;
            },
            token).ConfigureAwait(false),
        cancellationToken);

    /// <summary>One run of one job over everything that was due when the run began; returns how many orders it took.</summary>
    public Task<int> RunAsync(BatchStage stage, DateTimeOffset started, CancellationToken cancellationToken)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"batch:{stage}:{started:yyyyMMdd'T'HHmmss}").ToLowerInvariant();
        return ForDueAsync(OrderDues.KindOf(stage), started, (order, token) => RunOneAsync(order, stage, run, started, token), cancellationToken);
    }

    private async Task<int> ForDueAsync(
        string kind, DateTimeOffset until, Func<OrderId, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var taken = 0;
        var seen = new HashSet<SubjectId>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var due = (await store.DueAsync(kind, until, 500, cancellationToken).ConfigureAwait(false)).Where(item => seen.Add(item.Subject)).ToList();
            if (due.Count == 0)
                return taken;
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken },
                async (item, token) => await Loops.OneAsync("batch jobs", new OrderId(item.Subject.Name), work, logger, token).ConfigureAwait(false))
                .ConfigureAwait(false);
            taken += due.Count;
        }

        return taken;
    }

    internal async Task RunOneAsync(OrderId order, BatchStage stage, string run, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var claimed = await orders.ChangeAsync(order, draft => Claim(draft, stage, run, until), cancellationToken).ConfigureAwait(false);
        if (!claimed.IsSuccess)
            return;
        var epoch = claimed.Value.Route.Epoch;
        foreach (var name in BatchClock.StepsOf(stage))
        {
            var context = new StepContext(order, Payments.EffectKey.Checkout, run, $"{run}:{name}:{epoch}", null);
            var outcome = await _steps[name].RunAsync(context, cancellationToken).ConfigureAwait(false);
            if (outcome is StepFailed failed)
            {
                await FinishAsync(order, run, epoch, draft => Fallback.Failed(draft, failed.Code, failed.Message, name, options, clock.GetUtcNow()))
                    .ConfigureAwait(false);
                return;
            }
        }

        await FinishAsync(order, run, epoch, draft => Advance(draft, stage)).ConfigureAwait(false);
    }

    private Error? Claim(OrderDraft draft, BatchStage stage, string run, DateTimeOffset until)
    {
        var head = draft.Head;
        var now = clock.GetUtcNow();
        if (head.IsFinal || head.Route.BatchStage != stage || head.Route.NextBatchAt > until || !Lease.IsFree(head, now))
            return s_notDue;
        draft.Head = Lease.Claim(head, run, now, options.Lease) with { Workflow = WorkflowStatus.Running };
        return null;
    }

    /// <summary>Ends this run's hold on the order; nothing when somebody else has it by now.</summary>
    private async Task FinishAsync(OrderId order, string run, long epoch, Action<OrderDraft> finish)
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

    [LoggerMessage(1020, LogLevel.Information, "The {Stage} job took {Orders} orders; {Lost} had never been dispatched")]
    private static partial void LogRun(ILogger logger, BatchStage stage, int orders, int lost);

    [LoggerMessage(1021, LogLevel.Warning, "Order {Order}: run {Run} could not write its end: {Reason}. The lease will run out")]
    private static partial void LogUnfinished(ILogger logger, OrderId order, string run, string reason);
}
