using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Api;

/// <summary>Refunds over HTTP: the same port, permissions and audit as the console's.</summary>
internal static class RefundEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/orders/{id}/refunds/preview", PreviewAsync).WithName("PreviewRefund").WithSummary("What a refund would do now, and whose word it needs; changes nothing")
            .Accepts<RefundAskBody>("application/json", ApiDocument.AnyType).Produces<RefundPreview>();
        api.MapPost("/orders/{id}/refunds", RequestAsync).WithName("RequestRefund").WithSummary("Ask for what a preview showed")
            .Accepts<RefundRequestBody>("application/json", ApiDocument.AnyType).Produces<RefundOutcome>();
        api.MapGet("/orders/{id}/refunds", ListAsync).WithName("ListRefunds").WithSummary("An order's refund cases with their legs").Produces<RefundsAnswer>();
        api.MapGet("/refunds", PendingAsync).WithName("PendingRefunds").WithSummary("Cases that wait for approval, the oldest first").Produces<RefundsAnswer>();
        Decision("approve", "Approve a case, as somebody other than its maker", (refunds, command, actor, token) => refunds.ApproveAsync(command, actor, token));
        Decision("reject", "End a case that waits for approval", (refunds, command, actor, token) => refunds.RejectAsync(command, actor, token));
        Decision("cancel", "End a case that waits, or that stopped before money was sent", (refunds, command, actor, token) => refunds.CancelAsync(command, actor, token));
        Decision("retry", "Try failed or returned legs again, as new attempts", (refunds, command, actor, token) => refunds.RetryAsync(command, actor, token));
        Decision("close", "End the undoing of an order that stopped and has nothing left to do", (refunds, command, actor, token) => refunds.CloseAsync(command, actor, token));
        api.MapPost("/orders/{id}/refunds/{refundId}/settle", SettleAsync).WithName("SettleRefundLeg").WithSummary("Say with evidence what became of a leg that nobody knows")
            .Accepts<RefundSettleBody>("application/json", ApiDocument.AnyType).Produces<RefundOutcome>();

        void Decision(string verb, string summary, Func<IRefunds, DecideRefund, Actor, CancellationToken, Task<Result<RefundOutcome>>> decide) =>
            api.MapPost(
                    $"/orders/{{id}}/refunds/{{refundId}}/{verb}",
                    (string id, string refundId, HttpRequest request, Caller caller, IRefunds refunds, CancellationToken cancellationToken) =>
                        DecideAsync(id, refundId, request, command => decide(refunds, command, caller.Actor, cancellationToken), cancellationToken))
                .WithName($"{char.ToUpperInvariant(verb[0])}{verb[1..]}Refund").WithSummary(summary)
                .Accepts<RefundDecisionBody>("application/json", ApiDocument.AnyType).Produces<RefundOutcome>();
    }

    private static async Task<IResult> PreviewAsync(string id, HttpRequest request, Caller caller, IRefunds refunds, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RefundAskBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var ask = read.Value.ToAsk(required);
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await refunds.PreviewAsync(new OrderId(id), ask, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> RequestAsync(string id, HttpRequest request, Caller caller, IRefunds refunds, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RefundRequestBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new RequestRefund(
            new OrderId(id),
            required.Text("refundId", read.Value.RefundId, OrderCommandEndpoints.LongestCommandId),
            read.Value.ToAsk(required),
            required.Text("previewHash", read.Value.PreviewHash, 64));
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await refunds.RequestAsync(command, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> ListAsync(string id, Caller caller, IRefunds refunds, CancellationToken cancellationToken) =>
        (await refunds.ListAsync(new OrderId(id), caller.Actor, cancellationToken)).Map(cases => new RefundsAnswer(cases)).ToResult();

    private static async Task<IResult> PendingAsync(string? state, int? limit, Caller caller, IRefunds refunds, CancellationToken cancellationToken) => state is null or "pending"
        ? (await refunds.PendingAsync(limit ?? 50, caller.Actor, cancellationToken)).Map(cases => new RefundsAnswer(cases)).ToResult()
        : ApiResults.Problem(new Invalid("state", "Only pending is a queue; the cases of an order are under the order."));

    private static async Task<IResult> DecideAsync(
        string id, string refundId, HttpRequest request, Func<DecideRefund, Task<Result<RefundOutcome>>> decide, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RefundDecisionBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new DecideRefund(
            new OrderId(id), refundId,
            required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId),
            required.Value("expectedVersion", read.Value.ExpectedVersion, "The version of the order as you saw it is needed."),
            read.Value.PreviewHash,
            required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason));
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await decide(command)).ToResult();
    }

    private static async Task<IResult> SettleAsync(
        string id, string refundId, HttpRequest request, Caller caller, IRefunds refunds, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RefundSettleBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new SettleRefundLeg(
            new OrderId(id), refundId,
            required.Text("legId", read.Value.LegId, 64),
            required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId),
            required.Value("expectedVersion", read.Value.ExpectedVersion, "The version of the order as you saw it is needed."),
            required.Value("happened", read.Value.Happened, "true or false is needed."),
            read.Value.Reference,
            required.Text("evidence", read.Value.Evidence, OrderCommandEndpoints.LongestReason));
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await refunds.SettleAsync(command, caller.Actor, cancellationToken)).ToResult();
    }
}
