using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Api;

/// <summary>What a person can do to an order in the console, a client can do here: same commands, same permissions, same audit.</summary>
internal static class OrderCommandEndpoints
{
    public const int LongestCommandId = 64;
    public const int LongestReason = 500;
    public const int LongestNote = 2_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/orders/{id}/retry-check", CheckRetryAsync).WithName("CheckRetry").WithSummary("What a retry would do now; changes nothing")
            .Produces<RetryCheck>();
        api.MapPost("/orders/{id}/retry", RetryAsync).WithName("RetryOrder").WithSummary("Retry from the failed step, start a new run, or look up what is unknown")
            .Accepts<RetryBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
        api.MapPost("/orders/{id}/holds/{holdId}/decision", DecideAsync).WithName("DecideHold").WithSummary("Approve or reject a held order")
            .Accepts<DecisionBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
        api.MapPost("/orders/{id}/settle-call", SettleCallAsync).WithName("SettleCall").WithSummary("Say with evidence what became of a call that nobody knows")
            .Accepts<SettleCallBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
        api.MapPost("/orders/{id}/notes", AddNoteAsync).WithName("AddNote").WithSummary("Write a note")
            .Accepts<NoteBody>("application/json", ApiDocument.AnyType).Produces<CommandOutcome>();
    }

    private static async Task<IResult> CheckRetryAsync(string id, Caller caller, IOrderCommands commands, CancellationToken cancellationToken)
    {
        var check = await commands.CheckRetryAsync(new OrderId(id), caller.Actor, cancellationToken);
        return check.ToResult();
    }

    private static async Task<IResult> RetryAsync(string id, HttpRequest request, Caller caller, IOrderCommands commands, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RetryBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new RetryOrder(
            new OrderId(id),
            required.Text("commandId", read.Value.CommandId, LongestCommandId),
            required.Value("expectedVersion", read.Value.ExpectedVersion, "The version of the order as you saw it is needed."),
            required.Text("reason", read.Value.Reason, LongestReason));
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await commands.RetryAsync(command, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> DecideAsync(
        string id, string holdId, HttpRequest request, Caller caller, IOrderCommands commands, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<DecisionBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new DecideHold(
            new OrderId(id),
            // The server leaves an encoded slash in a path as it is, and a hold's id has one.
            holdId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase),
            required.Value("approve", read.Value.Approve, "true or false is needed."),
            required.Text("commandId", read.Value.CommandId, LongestCommandId),
            required.Value("expectedVersion", read.Value.ExpectedVersion, "The version of the order as you saw it is needed."),
            required.Text("reason", read.Value.Reason, LongestReason));
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await commands.DecideHoldAsync(command, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> SettleCallAsync(string id, HttpRequest request, Caller caller, IOrderCommands commands, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<SettleCallBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new SettleCall(
            new OrderId(id),
            required.Text("effectKey", read.Value.EffectKey, 300),
            required.Text("commandId", read.Value.CommandId, LongestCommandId),
            required.Value("expectedVersion", read.Value.ExpectedVersion, "The version of the order as you saw it is needed."),
            required.Value("happened", read.Value.Happened, "true or false is needed."),
            read.Value.Reference,
            required.Text("evidence", read.Value.Evidence, LongestReason));
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await commands.SettleCallAsync(command, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> AddNoteAsync(string id, HttpRequest request, Caller caller, IOrderCommands commands, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<NoteBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var command = new AddNote(
            new OrderId(id),
            required.Text("commandId", read.Value.CommandId, LongestCommandId),
            required.Text("text", read.Value.Text, LongestNote),
            read.Value.Pinned ?? false);
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await commands.AddNoteAsync(command, caller.Actor, cancellationToken)).ToResult();
    }
}
