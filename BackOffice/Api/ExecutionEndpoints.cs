using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;

namespace BackOffice.Api;

/// <summary>DescribeExecution and GetExecutionHistory, by the execution's name.</summary>
internal static class ExecutionEndpoints
{
    private const int HistoryPage = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/executions/{name}", DescribeAsync).WithName("DescribeExecution").WithSummary("One execution").Produces<ExecutionDescription>();
        api.MapGet("/executions/{name}/history", HistoryAsync).WithName("GetExecutionHistory")
            .WithSummary("Its history events by id, with AWS's event types and member names")
            .WithQuery("newestFirst", "cursor", "limit");
    }

    private static async Task<IResult> DescribeAsync(string name, Caller caller, IWorkflows workflows, CancellationToken cancellationToken)
    {
        if (caller.Actor.Lacks(Permission.ExecutionsRead) is { } forbidden)
            return ApiResults.Problem(forbidden);
        return await workflows.DescribeAsync(name, cancellationToken) is { } execution
            ? ApiResults.Json(execution)
            : ApiResults.Problem(new NotFound("ExecutionDoesNotExist", $"There is no execution {name}."));
    }

    private static async Task<IResult> HistoryAsync(
        string name, HttpRequest request, Caller caller, IWorkflows workflows, CancellationToken cancellationToken)
    {
        if (caller.Actor.Lacks(Permission.ExecutionsRead) is { } forbidden)
            return ApiResults.Problem(forbidden);
        var reader = new QueryReader(request.Query);
        var newestFirst = reader.Flag("newestFirst");
        var limit = reader.Text("limit") is null ? HistoryPage : reader.Limit(HistoryPage);
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var page = await workflows.HistoryAsync(name, newestFirst, reader.Text("cursor"), limit, cancellationToken);
        return page.Match<IResult>(events => new HistoryResult(events), ApiResults.Problem);
    }
}
