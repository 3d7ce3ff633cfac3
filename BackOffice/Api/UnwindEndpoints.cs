using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;

namespace BackOffice.Api;

/// <summary>Undoing a failed order over HTTP: the same port, permission and audit as the console's.</summary>
internal static class UnwindEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/orders/{id}/unwind", CheckAsync).WithName("CheckUnwind").WithSummary("What undoing a failed order would undo now; changes nothing").Produces<UnwindAnswer>();
        api.MapPost("/orders/{id}/unwind", StartAsync).WithName("UnwindOrder").WithSummary("Undo what the named executions of a failed order did, and nothing else")
            .Accepts<UnwindBody>("application/json", ApiDocument.AnyType).Produces<RefundOutcome>();
    }

    private static async Task<IResult> CheckAsync(string id, bool? tellCustomer, Caller caller, IUnwinds unwinds, CancellationToken cancellationToken) =>
        (await unwinds.CheckAsync(new OrderId(id), tellCustomer ?? true, caller.Actor, cancellationToken))
            .Map(check => new UnwindAnswer(check.Why?.ToString(), check.Executions, check.Preview)).ToResult();

    private static async Task<IResult> StartAsync(string id, HttpRequest request, Caller caller, IUnwinds unwinds, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<UnwindBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new UnwindOrder(
            new OrderId(id),
            required.Text("unwindId", read.Value.UnwindId, OrderCommandEndpoints.LongestCommandId),
            read.Value.Executions ?? [],
            required.Text("previewHash", read.Value.PreviewHash, 64),
            required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason),
            read.Value.TellCustomer ?? true);
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await unwinds.StartAsync(command, caller.Actor, cancellationToken)).ToResult();
    }
}

/// <param name="UnwindId">Made by the client; the same again is the same unwinding.</param>
/// <param name="Executions">Whose effects are undone, as the check named them.</param>
/// <param name="PreviewHash">The check's.</param>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="TellCustomer">True when left out.</param>
internal sealed record UnwindBody(string? UnwindId, IReadOnlyList<string>? Executions, string? PreviewHash, string? Reason, bool? TellCustomer);

/// <param name="Why">Why it may not begin; left out when it may.</param>
/// <param name="Executions">Whose effects would be undone.</param>
/// <param name="Preview">What would be done, in order; left out when it may not begin.</param>
internal sealed record UnwindAnswer(string? Why, IReadOnlyList<string> Executions, RefundPreview? Preview);
