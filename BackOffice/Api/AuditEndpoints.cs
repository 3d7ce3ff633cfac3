using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;

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
            .WithDescription("subject: order/GC-…, flag/… . actor: an actor's id. action: order.placed, or the start up to a dot. order: newest or oldest first.")
            .Produces<Page<StoredAudit>>().WithQuery("subject", "actor", "action", "order", "cursor", "limit");
        api.MapPost("/audit/verify", VerifyAsync).WithName("VerifyAudit").WithSummary("Check every chain and checkpoint; a long log takes seconds")
            .Produces<AuditReport>();
        api.MapPost("/money/verify", VerifyMoneyAsync).WithName("VerifyMoney").WithSummary("Check I1 to I20 on every order, and our refunds against the gateway's; many orders take a while")
            .Produces<MoneyReport>();
    }

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, IAuditLog audit, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var order = reader.Words<ReadingOrder>("order");
        var limit = reader.Limit();
        var query = new AuditQuery
        {
            Subject = reader.Text("subject"),
            ActorId = reader.Text("actor"),
            Action = reader.Text("action"),
            NewestFirst = !order.Contains(ReadingOrder.Oldest),
        };
        return reader.Error is { } error
            ? ApiResults.Problem(error)
            : (await audit.ListAsync(query, reader.Text("cursor"), limit, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> VerifyMoneyAsync(Caller caller, MoneyAudit audit, CancellationToken cancellationToken) =>
        (await audit.CheckAsync(caller.Actor, progress: null, cancellationToken)).ToResult();

    private static async Task<IResult> VerifyAsync(Caller caller, IAuditLog audit, CancellationToken cancellationToken) =>
        (await audit.VerifyAsync(caller.Actor, progress: null, cancellationToken)).ToResult();
}
