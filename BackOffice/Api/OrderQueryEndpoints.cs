using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Api;

/// <summary>GET /api/orders and what belongs to one order.</summary>
internal static class OrderQueryEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/orders", SearchAsync).WithName("SearchOrders").WithSummary("Orders, newest placed first")
            .WithDescription("query: words and fields as in the console's box: status:failed city:\"New York\" placed:<7d; see docs/search.md. Dates begin at midnight in zone "
                + "(an IANA name, UTC when left out). Pages by cursor, at most 200 an answer; searchedTo says how far a bounded search came.")
            .Produces<Page<OrderHead>>().WithQuery("query", "zone", "cursor", "limit");
        api.MapGet("/orders/{id}", GetAsync).WithName("GetOrder").WithSummary("One order with steps, effects, money, vouchers, notes and execution")
            .Produces<OrderView>();
    }

    private static async Task<IResult> SearchAsync(HttpRequest request, Caller caller, IOrders orders, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var zone = reader.Zone("zone");
        var limit = reader.Limit();
        var asked = QueryText.Parse(reader.Text("query"), clock.GetUtcNow(), zone);
        foreach (var problem in asked.Problems)
            reader.Add("query", FormattableString.Invariant($"At character {problem.At + 1}: {problem.Message}"));
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var page = await orders.SearchAsync(asked.Query, reader.Text("cursor"), limit, caller.Actor, cancellationToken);
        return page.ToResult();
    }

    private static async Task<IResult> GetAsync(string id, Caller caller, IOrders orders, CancellationToken cancellationToken)
    {
        var order = await orders.GetAsync(new OrderId(id), caller.Actor, cancellationToken);
        return order.ToResult();
    }
}
