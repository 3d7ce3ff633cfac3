using BackOffice.Core.Common;
using BackOffice.Core.Orders.Bulk;

namespace BackOffice.Api;

/// <summary>Bulk retries: begun once, run by the server, looked at and stopped.</summary>
internal static class RetryJobEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/orders/retries", StartAsync).WithName("StartRetries").WithSummary("Retry many orders: each by a command of its own, with one reason")
            .WithDescription("The jobId is yours: 1 to 56 letters, digits, dashes or underscores; the same again is the same job. At most 2,000 orders, as `orders`, or as a `query` whose "
                + "orders are fixed when the job begins. Each order is retried as it "
                + "stands when its turn comes, with the same checks and audit as a single retry.")
            .Accepts<RetriesBody>("application/json", ApiDocument.AnyType).Produces<RetryJobAnswer>(StatusCodes.Status202Accepted);
        api.MapPost("/orders/retries/preview", PreviewAsync).WithName("PreviewRetries").WithSummary("What a bulk retry of all orders that match would begin with; nothing is written")
            .WithDescription("At most 10,000 orders are looked at. `whole` is false when there are more than that, or more to retry than the 2,000 that one job takes.")
            .Accepts<RetriesBody>("application/json", ApiDocument.AnyType).Produces<RetryPreviewAnswer>();
        api.MapGet("/orders/retries", RecentAsync).WithName("ListRetries").WithSummary("The newest bulk retries, without their orders").Produces<RetryJobsAnswer>();
        api.MapGet("/orders/retries/{jobId}", GetAsync).WithName("GetRetries").WithSummary("How far a bulk retry is, with what became of each order").Produces<RetryJobAnswer>();
        api.MapPost("/orders/retries/{jobId}/stop", StopAsync).WithName("StopRetries").WithSummary("Begin no further order").Produces<RetryJobAnswer>();
    }

    private static async Task<IResult> StartAsync(HttpRequest request, Caller caller, IRetryJobs jobs, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RetriesBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new StartRetries(
            required.Text("jobId", read.Value.JobId, OrderCommandEndpoints.LongestCommandId),
            [.. (read.Value.Orders ?? []).Select(id => new OrderId(id))],
            required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason), read.Value.Query);
        if (required.Error is { } missing)
            return ApiResults.Problem(missing);
        var started = await jobs.StartAsync(command, caller.Actor, cancellationToken);
        return started.Match(
            job => TypedResults.Json(AnswerOf(job, null), ApiJson.Of<RetryJobAnswer>(), statusCode: StatusCodes.Status202Accepted), ApiResults.Problem);
    }

    private static async Task<IResult> PreviewAsync(HttpRequest request, Caller caller, IRetryJobs jobs, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RetriesBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var preview = await jobs.PreviewAsync(read.Value.Query ?? "", TimeZoneInfo.Utc, caller.Actor, cancellationToken);
        return preview.Map(found => new RetryPreviewAnswer(
            found.Matching, found.Orders.Count, found.IsWhole, [.. found.LeftOut.Select(group => new LeftOutAnswer(group.Why.ToString(), group.Count))],
            [.. found.Orders.Select(order => order.Value)])).ToResult();
    }

    private static async Task<IResult> RecentAsync(Caller caller, IRetryJobs jobs, CancellationToken cancellationToken) =>
        (await jobs.RecentAsync(caller.Actor, cancellationToken)).Map(all => new RetryJobsAnswer([.. all.Select(job => AnswerOf(job, null))])).ToResult();

    private static async Task<IResult> GetAsync(string jobId, Caller caller, IRetryJobs jobs, CancellationToken cancellationToken) =>
        (await jobs.GetAsync(jobId, caller.Actor, cancellationToken)).Map(view => AnswerOf(view.Job, view.Items)).ToResult();

    private static async Task<IResult> StopAsync(string jobId, Caller caller, IRetryJobs jobs, CancellationToken cancellationToken) =>
        (await jobs.StopAsync(jobId, caller.Actor, cancellationToken)).Map(job => AnswerOf(job, null)).ToResult();

    private static RetryJobAnswer AnswerOf(RetryJob job, IReadOnlyList<RetryItem>? items) => new(
        job.Id, job.State, job.ActorName, job.Reason, job.BegunAt, job.EndedAt, job.Total, job.Accepted, job.Refused,
        items is null ? null : [.. items.Select(item => new RetryItemAnswer(item.Order.Value, item.State, item.Message, item.At))]);
}

/// <param name="JobId">Made by the client, 1 to 56 characters; the same again is the same job.</param>
/// <param name="Orders">Ids; 1 to 2,000. Left out with a query.</param>
/// <param name="Reason">1 to 500 characters, of every single retry.</param>
/// <param name="Query">In the query language, times in UTC: all orders that match and can be retried as the job begins.</param>
internal sealed record RetriesBody(string? JobId, List<string>? Orders, string? Reason, string? Query = null);

/// <param name="Matching">Orders that were looked at.</param>
/// <param name="Retryable">Of them, those with which a job would begin.</param>
/// <param name="Whole">False when there are more.</param>
/// <param name="LeftOut">Why the others would not be.</param>
/// <param name="Orders">Ids of those that would be.</param>
internal sealed record RetryPreviewAnswer(int Matching, int Retryable, bool Whole, IReadOnlyList<LeftOutAnswer> LeftOut, IReadOnlyList<string> Orders);

/// <param name="Why">In words.</param>
/// <param name="Count">Orders.</param>
internal sealed record LeftOutAnswer(string Why, int Count);

/// <param name="JobId">As it was given.</param>
/// <param name="State">running, stopping, stopped or done.</param>
/// <param name="By">Who began it.</param>
/// <param name="Reason">Of every retry.</param>
/// <param name="BegunAt">When.</param>
/// <param name="EndedAt">Left out while it runs.</param>
/// <param name="Total">Orders in all.</param>
/// <param name="Accepted">Retries that were accepted.</param>
/// <param name="Refused">Retries that were not, each with its reason.</param>
/// <param name="Items">Orders, in the order they were given; left out in lists and answers to commands.</param>
internal sealed record RetryJobAnswer(
    string JobId, RetryJobState State, string By, string Reason, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, int Total, int Accepted, int Refused,
    IReadOnlyList<RetryItemAnswer>? Items);

/// <param name="Order">Its id.</param>
/// <param name="State">waiting, accepted or refused.</param>
/// <param name="Message">What the person is told; left out while it waits.</param>
/// <param name="At">When it was decided.</param>
internal sealed record RetryItemAnswer(string Order, RetryItemState State, string? Message, DateTimeOffset? At);

internal sealed record RetryJobsAnswer(IReadOnlyList<RetryJobAnswer> Items);
