using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <summary>POST /api/orders/{id}/reveal: the one way to a customer's personal data in clear, beside an export.</summary>
internal static class RevealEndpoint
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/orders/{id}/reveal", RevealAsync).WithName("RevealCustomer").WithSummary("The customer in clear, with a reason: audited and counted")
            .Accepts<RevealBody>("application/json", ApiDocument.AnyType).Produces<RevealAnswer>().ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> RevealAsync(string id, HttpRequest request, Caller caller, IReveals reveals, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RevealBody>(), cancellationToken);
        if (!read.IsSuccess)
            return ApiResults.Problem(read.Error);
        var required = new Required();
        var command = new RevealCustomer(
            new OrderId(id),
            required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId),
            required.Word<RevealReason>("reasonCode", read.Value.ReasonCode) ?? RevealReason.Other,
            required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason));
        if (required.Error is { } missing)
            return ApiResults.Problem(missing);
        var revealed = await reveals.CustomerAsync(command, caller.Actor, cancellationToken);
        return revealed.Map(shown => new RevealAnswer(shown.Order, shown.Customer, shown.Taken.Until, shown.Taken.Today)).ToResult();
    }
}
