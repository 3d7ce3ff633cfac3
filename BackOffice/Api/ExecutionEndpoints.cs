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
        api.MapGet("/executions", ListAsync).WithName("ListExecutions").WithSummary("Executions, newest first")
            .WithDescription("status: running, succeeded, failed, timedOut or aborted. definition: its name. prefix: of the execution's name. from, before: when it started, ISO 8601.")
            .Produces<Page<ExecutionDescription>>().WithQuery("status", "definition", "prefix", "from", "before", "cursor", "limit");
        api.MapGet("/definitions", DefinitionsAsync).WithName("ListDefinitions").WithSummary("Every revision of every definition, with its Amazon States Language").Produces<DefinitionsAnswer>();
        api.MapGet("/executions/{name}", DescribeAsync).WithName("DescribeExecution").WithSummary("One execution").Produces<ExecutionDescription>();
        api.MapGet("/executions/{name}/history", HistoryAsync).WithName("GetExecutionHistory")
            .WithSummary("Its history events by id, with AWS's event types and member names")
            .WithQuery("newestFirst", "cursor", "limit");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, IExecutionDesk executions, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var status = reader.Words<ExecutionStatus>("status");
        if (status.Count > 1)
            reader.Add("status", "One status is expected.");
        var query = new ExecutionQuery
        {
            Status = status.Count == 1 ? status[0] : null, Definition = reader.Text("definition"), NamePrefix = reader.Text("prefix"),
            StartedFrom = reader.Moment("from"), StartedBefore = reader.Moment("before"),
        };
        var limit = reader.Limit();
        return reader.Error is { } error
            ? ApiResults.Problem(error)
            : (await executions.ListAsync(query, reader.Text("cursor"), limit, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> DefinitionsAsync(Caller caller, IExecutionDesk executions, CancellationToken cancellationToken) =>
        (await executions.DefinitionsAsync(caller.Actor, cancellationToken)).Map(revisions => new DefinitionsAnswer(revisions)).ToResult();

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

internal sealed record DefinitionsAnswer(IReadOnlyList<DefinitionRevision> Items);
