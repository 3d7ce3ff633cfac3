using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <summary>POST /api/counters/check: the counters against the orders.</summary>
internal static class CounterEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/counters/check", CheckAsync).WithName("CheckCounters").WithSummary("Count anew from the orders and compare; with repair=true the counters are set to what was counted")
            .Produces<CounterReport>().WithQuery("repair");

    private static async Task<IResult> CheckAsync(HttpRequest request, Caller caller, ICounterCheck counters, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var repair = reader.Flag("repair");
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        if (caller.Actor.Lacks(repair ? Permission.SystemRepair : Permission.SystemRead) is { } forbidden)
            return ApiResults.Problem(forbidden);
        return ApiResults.Json(await counters.RunAsync(repair, cancellationToken));
    }
}
