using System.Globalization;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Orders.Bulk;

/// <summary>
/// Runs bulk retries, one after the other. A row's results are committed together; after a crash the row is done again, and each of its orders answers with
/// what the first command did.
/// </summary>
public sealed partial class RetryRunner(IStore store, IOrderCommands commands, PipelineOptions options, TimeProvider clock, ILogger<RetryRunner> logger) : BackgroundService
{
    /// <summary>Few, so that checkouts keep the store and the engine to themselves.</summary>
    private const int AtOnce = 4;

    private readonly RetryJobStore _jobs = new(store);

    /// <summary>Runs every job that is due to its end.</summary>
    public async Task RunDueAsync(CancellationToken cancellationToken)
    {
        foreach (var due in await store.DueAsync(DueKinds.RetryJob, clock.GetUtcNow(), 20, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await RunAsync(due.Subject, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (Loops.IsDamage(failure))
            {
                Damaged(logger, due.Subject.Value, failure);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loops.RunAsync(
        "bulk retries",
        async token =>
        {
            await RunDueAsync(token).ConfigureAwait(false);
            await Loops.PauseAsync(options.LookEvery, clock, token).ConfigureAwait(false);
        },
        logger, clock, stoppingToken);

    private async Task RunAsync(SubjectId subject, CancellationToken cancellationToken)
    {
        while (await _jobs.ReadAsync(subject, cancellationToken).ConfigureAwait(false) is { Job.IsOver: false } stored)
        {
            var at = stored.Chunks.ToList().FindIndex(chunk => chunk.Items.Any(item => item.State is RetryItemState.Waiting));
            if (at < 0 || stored.Job.State is RetryJobState.Stopping)
            {
                await EndAsync(stored.Job, cancellationToken).ConfigureAwait(false);
                return;
            }

            var first = stored.Chunks.Take(at).Sum(chunk => chunk.Items.Length);
            var items = await RetryAsync(stored.Job, stored.Chunks[at].Items, first, cancellationToken).ConfigureAwait(false);
            var (accepted, refused) = (items.Count(item => item.State is RetryItemState.Accepted), items.Count(item => item.State is RetryItemState.Refused));
            var written = await _jobs.ChangeAsync(
                stored.Job.Id,
                job => job.Finished != stored.Job.Finished ? null : new JobChange(job with { Accepted = job.Accepted + accepted, Refused = job.Refused + refused }, Chunk: stored.Chunks[at] with { Items = items }),
                ActorOf(stored.Job), clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            if (written.Error is { } error)
                throw new StoreOutage(error as Unavailable ?? new Unavailable(error.Code, error.Message));
        }
    }

    private async Task<RetryItem[]> RetryAsync(RetryJob job, RetryItem[] items, int first, CancellationToken cancellationToken)
    {
        var results = items.ToArray();
        await Parallel.ForAsync(
            0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => results[i] = await RetryOneAsync(job, items[i], first + i, token).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }

    private async Task<RetryItem> RetryOneAsync(RetryJob job, RetryItem item, int number, CancellationToken cancellationToken)
    {
        var commandId = string.Create(CultureInfo.InvariantCulture, $"{job.Id}-{number}");
        for (var attempt = 1; ; attempt++)
        {
            var check = await commands.CheckRetryAsync(item.Order, ActorOf(job), cancellationToken).ConfigureAwait(false);
            if (!check.IsSuccess)
                return item with { State = RetryItemState.Refused, Message = check.Error.Message, At = clock.GetUtcNow() };
            // What cannot be retried is asked for all the same: a command that was done before a crash answers with what it did.
            var retried = await commands.RetryAsync(new RetryOrder(item.Order, commandId, check.Value.Version, job.Reason), ActorOf(job), cancellationToken).ConfigureAwait(false);
            if (retried.IsSuccess)
                return item with { State = RetryItemState.Accepted, Message = retried.Value.Message, At = clock.GetUtcNow() };
            if (retried.Error is not Conflict || attempt == 2)
                return item with { State = RetryItemState.Refused, Message = retried.Error.Message, At = clock.GetUtcNow() };
        }
    }

    private Task<Result<RetryJob>> EndAsync(RetryJob seen, CancellationToken cancellationToken) => _jobs.ChangeAsync(
        seen.Id,
        job => new JobChange(
            job with { State = job.Finished < job.Total ? RetryJobState.Stopped : RetryJobState.Done, EndedAt = clock.GetUtcNow() }, AuditActions.RetriesFinished,
            FormattableString.Invariant($"{job.Accepted} accepted, {job.Refused} refused, {job.Total - job.Finished} not begun.")),
        Actor.System("bulk retries"), clock.GetUtcNow(), cancellationToken);

    /// <summary>Whoever began the job was permitted to when it was begun.</summary>
    private static Actor ActorOf(RetryJob job) => new(job.ActorId, job.ActorName, job.ActorKind, [Permission.OrdersRetry]);

    [LoggerMessage(1050, LogLevel.Error, "The bulk retry {Subject} cannot be read and is left as it is")]
    private static partial void Damaged(ILogger logger, string subject, Exception failure);
}
