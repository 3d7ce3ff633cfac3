using System.Text;
using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Api;

/// <summary>What waits, what is given up, and back into the queue with it.</summary>
internal static class QueueEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/queues", StatesAsync).WithName("ListQueues").WithSummary("Queues with what is ready, in flight and dead").Produces<QueuesAnswer>();
        api.MapGet("/queues/{queue}/dead-letters", DeadLettersAsync).WithName("ListDeadLetters").WithSummary("Messages that were given up, with the reason")
            .Produces<DeadLettersAnswer>().WithQuery("limit");
    }

    private static async Task<IResult> StatesAsync(Caller caller, IQueues queues, CancellationToken cancellationToken) =>
        caller.Actor.Lacks(Permission.QueuesRead) is { } forbidden
            ? ApiResults.Problem(forbidden)
            : ApiResults.Json(new QueuesAnswer(await queues.StatesAsync(cancellationToken)));

    private static async Task<IResult> DeadLettersAsync(
        string queue, HttpRequest request, Caller caller, IQueues queues, CancellationToken cancellationToken)
    {
        if (caller.Actor.Lacks(Permission.QueuesRead) is { } forbidden)
            return ApiResults.Problem(forbidden);
        var reader = new QueryReader(request.Query);
        var limit = reader.Limit();
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var letters = await queues.DeadLettersAsync(queue, limit, cancellationToken);
        return ApiResults.Json(
            new DeadLettersAnswer([.. letters.Select(letter => new DeadLetterAnswer(
                letter.Id, letter.Key, letter.Receives, letter.Reason, letter.At, Encoding.UTF8.GetString(letter.Body.Span)))]));
    }
}
