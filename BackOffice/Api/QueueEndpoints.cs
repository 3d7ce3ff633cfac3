using System.Text;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Api;

/// <summary>What waits, what is given up, and back into the queue with it.</summary>
internal static class QueueEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/queues", StatesAsync).WithName("ListQueues").WithSummary("Queues with what is ready, in flight and dead").Produces<QueuesAnswer>();
        api.MapGet("/queues/{queue}/dead-letters", DeadLettersAsync).WithName("ListDeadLetters").WithSummary("Messages that were given up, with the reason")
            .Produces<DeadLettersAnswer>().WithQuery("limit");
        api.MapPost("/queues/{queue}/dead-letters/{id:long}/redrive", RedriveAsync).WithName("RedriveDeadLetter").WithSummary("Put a message back into its queue")
            .Accepts<RedriveBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
        api.MapPost("/queues/{queue}/dead-letters/{id:long}/discard", DiscardAsync).WithName("DiscardDeadLetter").WithSummary("Delete a message for good; needs a reason")
            .Accepts<RedriveBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
    }

    private static async Task<IResult> StatesAsync(Caller caller, IQueues queues, CancellationToken cancellationToken) =>
        caller.Actor.Lacks(Permission.QueuesRead) is { } forbidden
            ? ApiResults.Problem(forbidden)
            : ApiResults.Json(new QueuesAnswer(await queues.StatesAsync(cancellationToken)));

    private static async Task<IResult> DeadLettersAsync(string queue, HttpRequest request, Caller caller, IQueueDesk desk, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var limit = reader.Limit();
        return reader.Error is { } error
            ? ApiResults.Problem(error)
            : (await desk.DeadLettersAsync(queue, limit, caller.Actor, cancellationToken)).Map(letters => new DeadLettersAnswer([.. letters.Select(letter => new DeadLetterAnswer(
                letter.Id, letter.Key, letter.Receives, letter.Reason, letter.At, Encoding.UTF8.GetString(letter.Body.Span)))])).ToResult();
    }

    private static async Task<IResult> RedriveAsync(
        string queue, long id, HttpRequest request, Caller caller, DeadLetters letters, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RedriveBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new RedriveDeadLetter(
            queue,
            id,
            required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId),
            required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason));
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await letters.RedriveAsync(command, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> DiscardAsync(string queue, long id, HttpRequest request, Caller caller, IQueueDesk desk, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RedriveBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new DiscardDeadLetter(
            queue,
            id,
            required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId),
            required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason));
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await desk.DiscardAsync(command, caller.Actor, cancellationToken)).ToResult();
    }
}
