using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;

namespace BackOffice.Api;

/// <summary>The audit log and its check.</summary>
internal static class AuditEndpoints
{
    private enum ReadingOrder
    {
        Newest,
        Oldest,
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/audit", ListAsync).WithName("ListAudit").WithSummary("Entries with their details, newest first")
            .WithDescription("subject: order/GC-…, flag/… . actor: an actor's id. action: order.placed, or the start up to a dot. order: newest or oldest first. kind, text, from and before are "
                + "looked for entry by entry: a page may be short and have a cursor, searchedTo says how far it came.")
            .Produces<Page<StoredAudit>>().WithQuery("subject", "actor", "action", "order", "kind", "text", "from", "before", "cursor", "limit");
        api.MapGet("/audit/entry", GetAsync).WithName("GetAuditEntry").WithSummary("One entry by subject and number, with a check of its place in the chain").Produces<AuditEntryView>().WithQuery("subject", "number");
        api.MapGet("/audit/export", ExportAsync).WithName("ExportAudit").WithSummary("The log as CSV or JSON Lines, streamed; the export is itself in the log")
            .WithDescription("Filters as in GET /api/audit; format: csv or jsonl. The last line says how many entries there are and whether the file was cut at 100,000.")
            .Produces<string>(contentType: "text/csv", additionalContentTypes: "application/x-ndjson").WithQuery("subject", "actor", "action", "order", "kind", "text", "from", "before", "format");
        api.MapPost("/audit/verify", VerifyAsync).WithName("VerifyAudit").WithSummary("Check every chain and checkpoint; a long log takes seconds")
            .Produces<AuditReport>();
    }

    /// <summary>Begins an export of what the address asks for; also the console's download.</summary>
    internal static async Task<IResult> ExportAsync(HttpRequest request, Caller caller, AuditExport audit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var (query, filter) = Asked(reader);
        var formats = reader.Words<ExportFormat>("format");
        if (formats.Count > 1)
            reader.Add("format", "One of csv, jsonl is expected.");
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var command = new ExportAudit(Guid.CreateVersion7().ToString("N"), query, filter, formats.Count == 0 ? ExportFormat.Csv : formats[0]);
        var begun = await audit.BeginAsync(command, caller.Actor, cancellationToken);
        return begun.IsSuccess ? new AuditFile(begun.Value, command.Format, clock.GetUtcNow()) : ApiResults.Problem(begun.Error);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, IAuditLog audit, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var (query, filter) = Asked(reader);
        var limit = reader.Limit();
        return reader.Error is { } error
            ? ApiResults.Problem(error)
            : (await audit.SearchAsync(query, filter, reader.Text("cursor"), limit, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> GetAsync(HttpRequest request, Caller caller, IAuditLog audit, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var number = reader.Number("number");
        return reader.Error is { } error
            ? ApiResults.Problem(error)
            : (await audit.GetAsync(reader.Text("subject") ?? "", number, caller.Actor, cancellationToken)).ToResult();
    }

    private static (AuditQuery Query, AuditFilter Filter) Asked(QueryReader reader) => (
        new AuditQuery
        {
            Subject = reader.Text("subject"), ActorId = reader.Text("actor"), Action = reader.Text("action"), NewestFirst = !reader.Words<ReadingOrder>("order").Contains(ReadingOrder.Oldest),
        },
        new AuditFilter(reader.Text("kind"), reader.Moment("from"), reader.Moment("before"), reader.Text("text")));

    private static async Task<IResult> VerifyAsync(Caller caller, IAuditLog audit, CancellationToken cancellationToken) =>
        (await audit.VerifyAsync(caller.Actor, progress: null, cancellationToken)).ToResult();
}
