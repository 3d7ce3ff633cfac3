using BackOffice.Core.Common;
using BackOffice.Core.Orders.Bulk;

namespace BackOffice.Api;

/// <summary>Bulk retries: begun once, run by the server, looked at and stopped.</summary>
internal static class RetryJobEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/orders/retries", StartAsync).WithName("StartRetries").WithSummary("Retry many orders: each by a command of its own, with one reason")
            .WithDescription("The jobId is yours: 1 to 56 letters, digits, dashes or underscores; the same again is the same job. At most 2,000 orders. Each order is retried as it "
                + "stands when its turn comes, with the same checks and audit as a single retry.")
            .Accepts<RetriesBody>("application/json", ApiDocument.AnyType).Produces<RetryJobAnswer>(StatusCodes.Status202Accepted);
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
            required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason));
        if (required.Error is { } missing)
            return ApiResults.Problem(missing);
        var started = await jobs.StartAsync(command, caller.Actor, cancellationToken);
        return started.Match(
            job => TypedResults.Json(AnswerOf(job, null), ApiJson.Of<RetryJobAnswer>(), statusCode: StatusCodes.Status202Accepted), ApiResults.Problem);
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
/// <param name="Orders">Ids; 1 to 2,000.</param>
/// <param name="Reason">1 to 500 characters, of every single retry.</param>
internal sealed record RetriesBody(string? JobId, List<string>? Orders, string? Reason);

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
