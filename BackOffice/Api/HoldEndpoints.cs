using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <summary>What waits for a decision; the decision itself is at the order: POST /api/orders/{id}/holds/{holdId}/decision.</summary>
internal static class HoldEndpoints
{
    private const int MaxLimit = 100;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/holds", ListAsync).WithName("ListHolds").WithSummary("Orders held for review, oldest first, with score, reasons and the moment until which they are to be decided")
            .Produces<Page<HeldOrder>>().WithQuery("cursor", "limit");

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, IHoldQueue holds, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var limit = reader.Limit(MaxLimit);
        return reader.Error is { } error ? ApiResults.Problem(error) : (await holds.ListAsync(reader.Text("cursor"), limit, caller.Actor, cancellationToken)).ToResult();
    }
}
