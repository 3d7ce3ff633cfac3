using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;
using Microsoft.OpenApi;

namespace BackOffice.Api;

/// <summary>POST /api/orders: placing an order, repeatable for ever under its key.</summary>
internal static class PlaceOrderEndpoint
{
    public const string KeyHeader = "Idempotency-Key";

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/orders", PlaceAsync).WithName("PlaceOrder").WithSummary("Place an order")
            .WithDescription("The same Idempotency-Key with the same body answers 200 with the first order, however late; with another body, 409. "
                + "A wrong body answers 400 and names every wrong field; more than 256 kB answer 413.")
            .Accepts<OrderRequest>("application/json", ApiDocument.AnyType)
            .Produces<OrderHead>(StatusCodes.Status201Created).Produces<OrderHead>()
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .AddOpenApiOperationTransformer(static (operation, _, _) =>
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = KeyHeader,
                    In = ParameterLocation.Header,
                    Required = true,
                    Description = "1 to 200 printable characters, yours alone; honoured for ever.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 200 },
                });
                if (operation.RequestBody is OpenApiRequestBody body)
                    body.Description = "See /schemas/order.schema.json.";
                return Task.CompletedTask;
            });

    private static async Task<IResult> PlaceAsync(HttpContext context, Caller caller, IOrderCommands commands, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!RequestBody.IsJson(request))
            return RequestBody.NotJson();
        if (await RequestBody.ReadAsync(request, OrderRequestParser.MaxBytes, cancellationToken) is not { } bytes)
            return RequestBody.TooLarge();

        var key = request.Headers[KeyHeader];
        var keyError = key.Count == 1 && OrderRequestParser.IsKey(key.ToString())
            ? null
            : new FieldError(KeyHeader, "One header of 1 to 200 printable characters is needed; make a new one for each order.");
        var parsed = OrderRequestParser.Parse(bytes);
        if (parsed.Error is Invalid invalid)
            return ApiResults.Problem(keyError is null ? invalid : new Invalid([keyError, .. invalid.Fields]));
        if (keyError is not null)
            return ApiResults.Problem(new Invalid([keyError]));

        var order = parsed.Value;
        // Not bound to the request: once begun, the commit is finished and its answer is kept under the key.
        var placed = await commands.PlaceAsync(
            new PlaceOrder(order.Request, caller.Actor.Id, key.ToString(), order.BodySha256), caller.Actor, CancellationToken.None);
        if (placed.Error is { } error)
            return ApiResults.Problem(error);
        var (head, repeated) = placed.Value;
        context.Response.Headers.Location = "/api/orders/" + head.Id.Value;
        return TypedResults.Json(head, ApiJson.Of<OrderHead>(), statusCode: repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }
}
