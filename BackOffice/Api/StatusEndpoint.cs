using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Hosting;

namespace BackOffice.Api;

/// <summary>GET /api/status: one look at the whole.</summary>
internal static class StatusEndpoint
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/status", GetAsync).WithName("GetStatus").WithSummary("Orders by headline, queues, version and data folder").Produces<StatusAnswer>();

    private static async Task<IResult> GetAsync(
        Caller caller, IOrders orders, IQueues queues, SignInMode identity, ServerData data, CancellationToken cancellationToken)
    {
        if (caller.Actor.Lacks(Permission.SystemRead) is { } forbidden)
            return ApiResults.Problem(forbidden);
        var counts = await orders.CountsAsync(caller.Actor, cancellationToken);
        if (counts.Error is { } error)
            return ApiResults.Problem(error);
        var answer = new StatusAnswer(
            typeof(StatusEndpoint).Assembly.GetName().Version?.ToString(3) ?? "",
            identity.Name,
            data.Path,
            counts.Value.ToDictionary(pair => char.ToLowerInvariant(pair.Key.ToString()[0]) + pair.Key.ToString()[1..], pair => pair.Value),
            await queues.StatesAsync(cancellationToken));
        return ApiResults.Json(answer);
    }
}
