using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <summary>POST /api/counters/check: the counters against the orders.</summary>
internal static class CounterEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/counters/check", CheckAsync).WithName("CheckCounters").WithSummary("Count anew from the orders and compare; with repair=true and a reason the counters are set to what was counted")
            .Produces<CounterReport>().WithQuery("repair", "reason");

    private static async Task<IResult> CheckAsync(HttpRequest request, Caller caller, CounterDesk counters, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var repair = reader.Flag("repair");
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        return (repair
            ? await counters.RepairAsync(reader.Text("reason") ?? "", caller.Actor, cancellationToken)
            : await counters.CheckAsync(caller.Actor, cancellationToken)).ToResult();
    }
}
