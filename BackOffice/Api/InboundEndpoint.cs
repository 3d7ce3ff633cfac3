using BackOffice.Core.Common;
using BackOffice.Core.Routing.Inbound;

namespace BackOffice.Api;

/// <summary>POST /hooks/NAME: a support tool's signed webhook puts its event on the bus. No token: the signature is the proof.</summary>
internal static class InboundEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/hooks/{name}", ReceiveAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(string name, HttpRequest request, InboundHooks hooks, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, RequestBody.MaxBytes, cancellationToken) is not { } body)
            return RequestBody.TooLarge();
        var received = await hooks.ReceiveAsync(name, header => request.Headers[header] is { Count: 1 } one ? one[0] : null, body, cancellationToken);
        // Who cannot sign learns nothing: neither which names there are, nor what was wrong.
        return received.Error is Forbidden or NotFound ? TypedResults.StatusCode(StatusCodes.Status401Unauthorized)
            : received.Error is { } error ? ApiResults.Problem(error)
            : TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }
}
