using BackOffice.Core.Common;

namespace BackOffice.Core.Pipeline;

/// <summary>What a person sees of the batch jobs, and may ask of them.</summary>
public interface IBatchDesk
{
    /// <summary>Every job, in the order of <see cref="BatchJob"/>. Needs executions:read.</summary>
    Task<Result<IReadOnlyList<BatchJobState>>> StatesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>The job's runs, newest first, at most <see cref="BatchRecords.Kept"/> of the last 30 days. Needs executions:read.</summary>
    Task<Result<IReadOnlyList<BatchRun>>> RunsAsync(BatchJob job, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Has the job run as soon as it can: it takes what its next run would take, by the same claims. Needs batches:run. The answer comes when the wish and its audit
    /// entry are on disk; a restart does not lose it. Conflict <c>batch.asked</c> while another wish has not been done.
    /// </summary>
    Task<Result<BatchAsked>> RunAsync(RunBatch command, Actor actor, CancellationToken cancellationToken);
}

/// <param name="Job">Which.</param>
/// <param name="CommandId">Made when the dialog opened; 1 to 64 letters, digits, dashes or underscores.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record RunBatch(BatchJob Job, string CommandId, string Reason);

/// <param name="Job">Which.</param>
/// <param name="Message">What the person is told.</param>
/// <param name="Repeated">True when this command id had been done already.</param>
public sealed record BatchAsked(BatchJob Job, Sentence Message, bool Repeated);

/// <param name="Job">Which.</param>
/// <param name="NextRunAt">By the clock, UTC.</param>
/// <param name="Waiting">Orders that the next run would take now, at most <see cref="MostWaiting"/>.</param>
/// <param name="First">The first of them, those that wait longest first.</param>
/// <param name="Last">The newest run, or the newest stretch of runs that took nothing; null before the first.</param>
/// <param name="LastBusy">The newest run that took something.</param>
/// <param name="Asked">A run that was asked for and has not ended.</param>
public sealed record BatchJobState(
    BatchJob Job, DateTimeOffset NextRunAt, int Waiting, IReadOnlyList<OrderId> First, BatchRun? Last, BatchRun? LastBusy, BatchRequest? Asked)
{
    /// <summary>Counting ends here: there may be more.</summary>
    public const int MostWaiting = 500;
}
