using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;

namespace BackOffice.Api;

/// <summary>The batch jobs: what waits, what their runs did, and a run now.</summary>
internal static class BatchEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/batches", StatesAsync).WithName("ListBatchJobs").WithSummary("Each batch job with its next run, its last run and what waits for it").Produces<BatchesAnswer>();
        api.MapGet("/batches/{job}/runs", RunsAsync).WithName("ListBatchRuns").WithSummary("The runs of a job in the last 30 days, newest first").Produces<BatchRunsAnswer>();
        api.MapPost("/batches/{job}/run", RunAsync).WithName("RunBatchJob").WithSummary("Have a job run as soon as it can; needs a reason")
            .Accepts<RedriveBody>("application/json", ApiDocument.AnyType).Produces<BatchAsked>();
    }

    private static async Task<IResult> StatesAsync(Caller caller, IBatchDesk batches, CancellationToken cancellationToken) =>
        (await batches.StatesAsync(caller.Actor, cancellationToken)).Map(jobs => new BatchesAnswer(jobs)).ToResult();

    private static async Task<IResult> RunsAsync(string job, Caller caller, IBatchDesk batches, CancellationToken cancellationToken) =>
        JobOf(job) is { } known
            ? (await batches.RunsAsync(known, caller.Actor, cancellationToken)).Map(runs => new BatchRunsAnswer(runs)).ToResult()
            : ApiResults.Problem(NoJob(job));

    private static async Task<IResult> RunAsync(string job, HttpRequest request, Caller caller, IBatchDesk batches, CancellationToken cancellationToken)
    {
        if (JobOf(job) is not { } known)
            return ApiResults.Problem(NoJob(job));
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RedriveBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new RunBatch(
            known,
            required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId),
            required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason));
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await batches.RunAsync(command, caller.Actor, cancellationToken)).ToResult();
    }

    private static BatchJob? JobOf(string word) => Enum.TryParse<BatchJob>(word, ignoreCase: true, out var job) && Enum.IsDefined(job) && !char.IsAsciiDigit(word[0]) ? job : null;

    private static NotFound NoJob(string job) => new("batch.not-found", $"There is no batch job {job}.");
}

internal sealed record BatchesAnswer(IReadOnlyList<BatchJobState> Items);

internal sealed record BatchRunsAnswer(IReadOnlyList<BatchRun> Items);
