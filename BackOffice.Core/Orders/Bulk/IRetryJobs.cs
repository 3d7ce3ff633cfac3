using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Bulk;

/// <summary>Many single retries as one job: begun once, run by the server whoever leaves, stoppable, with a result an order.</summary>
public interface IRetryJobs
{
    /// <summary>
    /// What a bulk retry of all orders that match would begin with; nothing is written. At most 10,000 orders and 100 pages of the search are looked at. Needs
    /// orders:retry; Invalid where the query cannot be read.
    /// </summary>
    /// <param name="query">In the query language.</param>
    /// <param name="zone">What <c>today</c> means in it.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<Result<RetryPreview>> PreviewAsync(string query, TimeZoneInfo zone, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Begins a job; the same id again is the same job. Each order is retried by <see cref="IOrderCommands.RetryAsync"/> as it stands when its turn comes,
    /// with the job's reason, as a command of its own. Needs orders:retry.
    /// </summary>
    Task<Result<RetryJob>> StartAsync(StartRetries command, Actor actor, CancellationToken cancellationToken);

    /// <summary>The job and every order of it, in the order they were given. Needs orders:read; NotFound <c>retries.not-found</c>.</summary>
    Task<Result<RetryJobView>> GetAsync(string jobId, Actor actor, CancellationToken cancellationToken);

    /// <summary>The headline that each order of the job has now; an order that is gone is not in it. Needs orders:read; NotFound <c>retries.not-found</c>.</summary>
    Task<Result<IReadOnlyDictionary<OrderId, Headline>>> StandAsync(string jobId, Actor actor, CancellationToken cancellationToken);

    /// <summary>No further order is begun; those that were are finished. A job that is over stays as it is. Needs orders:retry.</summary>
    Task<Result<RetryJob>> StopAsync(string jobId, Actor actor, CancellationToken cancellationToken);

    /// <summary>The newest jobs of everybody, newest first, at most 20. Needs orders:read.</summary>
    Task<Result<IReadOnlyList<RetryJob>>> RecentAsync(Actor actor, CancellationToken cancellationToken);
}

/// <param name="JobId">Made when the dialog opened; 1 to 56 letters, digits, dashes or underscores.</param>
/// <param name="Orders">
/// 1 to <see cref="RetryJob.MostOrders"/>; one that is named twice is retried once. Empty with a query: then those of <see cref="IRetryJobs.PreviewAsync"/> at this
/// moment. Orders that come to match later are not in the job.
/// </param>
/// <param name="Reason">1 to 500 characters; the reason of every single retry.</param>
/// <param name="Query">How the orders were found, for the audit log; null where they were picked one by one.</param>
/// <param name="Zone">What <c>today</c> means in it; null for UTC.</param>
public sealed record StartRetries(string JobId, IReadOnlyList<OrderId> Orders, string Reason, string? Query = null, TimeZoneInfo? Zone = null);

/// <param name="Job">How far it is.</param>
/// <param name="Items">Its orders.</param>
public sealed record RetryJobView(RetryJob Job, IReadOnlyList<RetryItem> Items);

public enum RetryItemState
{
    /// <summary>Its turn has not come; for good once the job was stopped.</summary>
    Waiting,

    /// <summary>The retry was accepted; the order's page says what became of it.</summary>
    Accepted,

    /// <summary>See <see cref="RetryItem.Message"/>.</summary>
    Refused,
}

/// <param name="Order">Which.</param>
/// <param name="State">What became of its retry.</param>
/// <param name="Message">In a sentence; null while it waits.</param>
/// <param name="At">When it was decided.</param>
public sealed record RetryItem(OrderId Order, RetryItemState State = RetryItemState.Waiting, string? Message = null, DateTimeOffset? At = null);
