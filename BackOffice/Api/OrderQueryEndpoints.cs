using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <summary>GET /api/orders and what belongs to one order.</summary>
internal static class OrderQueryEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/orders", SearchAsync).WithName("SearchOrders").WithSummary("Orders, newest placed first")
            .WithDescription("text: order id, e-mail, start of a name's word, execution name. headline: words separated by commas. path: instant or batch. "
                + "step: the step an order stands or failed in. Pages by cursor, at most 200 an answer.")
            .Produces<Page<OrderHead>>().WithQuery("text", "headline", "path", "step", "cursor", "limit");
        api.MapGet("/orders/{id}", GetAsync).WithName("GetOrder").WithSummary("One order with steps, effects, money, vouchers, notes and execution")
            .Produces<OrderView>();
    }

    private static async Task<IResult> SearchAsync(HttpRequest request, Caller caller, IOrders orders, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var paths = reader.Words<OrderPath>("path");
        var query = new OrderQuery
        {
            Text = reader.Text("text"),
            Headlines = reader.Words<Headline>("headline"),
            Path = paths.Count == 1 ? paths[0] : null,
            Step = reader.Text("step"),
        };
        var limit = reader.Limit();
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var page = await orders.SearchAsync(query, reader.Text("cursor"), limit, caller.Actor, cancellationToken);
        return page.ToResult();
    }

    private static async Task<IResult> GetAsync(string id, Caller caller, IOrders orders, CancellationToken cancellationToken)
    {
        var order = await orders.GetAsync(new OrderId(id), caller.Actor, cancellationToken);
        return order.ToResult();
    }
}
