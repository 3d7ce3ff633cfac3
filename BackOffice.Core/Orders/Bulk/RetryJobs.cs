using System.Collections.Concurrent;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Orders.Bulk;

/// <inheritdoc cref="IRetryJobs"/>
public sealed class RetryJobs(IStore store, IOrderSearch search, TimeProvider clock) : IRetryJobs
{
    /// <summary>A job's id and the number of an order in it are the id of that order's command.</summary>
    private const int LongestId = 56;

    private const int MostLookedAt = 10_000, MostPages = 100, PageSize = 200, ReadsAtOnce = 8;

    private readonly RetryJobStore _jobs = new(store);

    public async Task<Result<RetryPreview>> PreviewAsync(string query, TimeZoneInfo zone, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRetry) is { } forbidden)
            return forbidden;
        var asked = QueryText.Parse(query, clock.GetUtcNow(), zone);
        if (!asked.IsSound)
            return new Invalid([.. asked.Problems.Select(problem => new FieldError("query", (Sentence)$"At character {problem.At + 1}: {problem.Said}"))]);
        var found = new List<OrderHead>();
        string? cursor = null;
        for (var pages = 0; pages < MostPages && found.Count < MostLookedAt; pages++)
        {
            var page = await search.FindAsync(asked.Query, cursor, PageSize, actor, cancellationToken).ConfigureAwait(false);
            if (!page.IsSuccess)
                return page.Error;
            found.AddRange(page.Value.Items);
            cursor = page.Value.Next;
            if (cursor is null)
                break;
        }

        // A list that is sorted by what changes can bring an order twice.
        return RetryPreview.Of([.. found.DistinctBy(order => order.Id)], isWhole: cursor is null);
    }

    public async Task<Result<RetryJob>> StartAsync(StartRetries command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRetry) is { } forbidden)
            return forbidden;
        if (Check(command) is { } invalid)
            return invalid;
        if (await _jobs.ReadAsync(RetryJob.SubjectOf(command.JobId), cancellationToken).ConfigureAwait(false) is { } known)
            return IsSame(known.Job, actor);
        var orders = command.Orders.Distinct().ToList();
        if (orders.Count == 0)
        {
            var preview = await PreviewAsync(command.Query ?? "", command.Zone ?? TimeZoneInfo.Utc, actor, cancellationToken).ConfigureAwait(false);
            if (!preview.IsSuccess)
                return preview.Error;
            orders = [.. preview.Value.Orders];
            if (orders.Count == 0)
                return new Rejected("retries.nothing", "None of the orders that match can be retried now.");
        }

        var job = new RetryJob
        {
            Id = command.JobId, State = RetryJobState.Running, ActorId = actor.Id, ActorName = actor.Name, ActorKind = actor.Kind, Reason = command.Reason.Trim(),
            BegunAt = clock.GetUtcNow(), Total = orders.Count,
        };
        var added = await _jobs.AddAsync(job, orders, command.Query, actor, cancellationToken).ConfigureAwait(false);
        if (added.Error is Conflict && await _jobs.ReadAsync(job.Subject, cancellationToken).ConfigureAwait(false) is { } first)
            return IsSame(first.Job, actor);
        return PipelineMetrics.Command("retry-many", added);
    }

    public async Task<Result<RetryJobView>> GetAsync(string jobId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        return await _jobs.ReadAsync(RetryJob.SubjectOf(jobId), cancellationToken).ConfigureAwait(false) is { } stored
            ? new RetryJobView(stored.Job, [.. stored.Chunks.SelectMany(chunk => chunk.Items)])
            : RetryJobStore.NotThere(jobId);
    }

    public async Task<Result<IReadOnlyDictionary<OrderId, Headline>>> StandAsync(string jobId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        if (await _jobs.ReadAsync(RetryJob.SubjectOf(jobId), cancellationToken).ConfigureAwait(false) is not { } stored)
            return RetryJobStore.NotThere(jobId);
        var stand = new ConcurrentDictionary<OrderId, Headline>();
        await Parallel.ForEachAsync(
            stored.Chunks.SelectMany(chunk => chunk.Items), new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                if (await store.GetAsync(item.Order.Subject, token).ConfigureAwait(false) is { } order)
                    stand[item.Order] = OrderDraft.HeadOf(order).Headline;
            }).ConfigureAwait(false);
        return stand;
    }

    public async Task<Result<RetryJob>> StopAsync(string jobId, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRetry) is { } forbidden)
            return forbidden;
        return await _jobs.ChangeAsync(
            jobId, job => job.State is RetryJobState.Running ? new JobChange(job with { State = RetryJobState.Stopping }, AuditActions.RetriesStopped) : null, actor, clock.GetUtcNow(),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<Result<IReadOnlyList<RetryJob>>> RecentAsync(Actor actor, CancellationToken cancellationToken) => actor.Lacks(Permission.OrdersRead) is { } forbidden
        ? forbidden
        : (RetryJob[])[.. await _jobs.RecentAsync(cancellationToken).ConfigureAwait(false)];

    private static Invalid? Check(StartRetries command)
    {
        var errors = CommandChecks.Of(command.JobId, command.Reason)?.Fields.Select(field => field.Field == "commandId" ? field with { Field = "jobId" } : field).ToList() ?? [];
        if (command.JobId?.Length > LongestId)
            errors.Add(new("jobId", "At most 56 characters."));
        if (command.Orders.Count > RetryJob.MostOrders || (command.Orders.Count == 0 && command.Query is null))
            errors.Add(new("orders", "1 to 2,000 orders."));
        return errors.Count == 0 ? null : new Invalid(errors);
    }

    private static Result<RetryJob> IsSame(RetryJob job, Actor actor) =>
        job.ActorId == actor.Id ? job : new Conflict("command.reused", "This id belongs to somebody else's bulk retry. Make a new one.", job.ActorName, job.BegunAt);
}
