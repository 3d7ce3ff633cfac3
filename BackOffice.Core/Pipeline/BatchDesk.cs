using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Pipeline;

/// <inheritdoc cref="IBatchDesk"/>
public sealed class BatchDesk(IStore store, BatchRecords records, BatchWake wake, PipelineOptions options, TimeProvider clock) : IBatchDesk
{
    private const int Named = 10;

    public async Task<Result<IReadOnlyList<BatchJobState>>> StatesAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.ExecutionsRead) is { } forbidden
            ? forbidden
            : await Task.WhenAll(Enum.GetValues<BatchJob>().Select(job => StateAsync(job, cancellationToken))).ConfigureAwait(false);

    public async Task<Result<IReadOnlyList<BatchRun>>> RunsAsync(BatchJob job, Actor actor, CancellationToken cancellationToken) =>
        actor.Lacks(Permission.ExecutionsRead) is { } forbidden ? forbidden : (await records.RunsAsync(job, cancellationToken).ConfigureAwait(false)).ToList();

    public async Task<Result<BatchAsked>> RunAsync(RunBatch command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.BatchesRun) is { } forbidden)
            return forbidden;
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return invalid;
        var asked = await records.AskAsync(command, actor, cancellationToken).ConfigureAwait(false);
        if (asked.IsSuccess)
            wake.Call();
        return PipelineMetrics.Command("run-batch", asked.Map(isNew => new BatchAsked(command.Job, "The job runs as soon as it can.", !isNew)));
    }

    private async Task<BatchJobState> StateAsync(BatchJob job, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = BatchClock.Next(now, options.BatchEvery);
        var head = await records.HeadAsync(job, cancellationToken).ConfigureAwait(false);
        var waiting = await store.DueAsync(
            BatchJobs.DueKindOf(job), BatchJobs.Takes(job, now, next), BatchJobState.MostWaiting, cancellationToken).ConfigureAwait(false);
        return new BatchJobState(job, next, waiting.Count, [.. waiting.Take(Named).Select(due => new OrderId(due.Subject.Name))], head.Last, head.LastBusy, head.Asked);
    }
}
