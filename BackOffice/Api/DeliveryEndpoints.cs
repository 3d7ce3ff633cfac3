using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Api;

/// <summary>Where events went, and what is done with those that could not be delivered.</summary>
internal static class DeliveryEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/orders/{id}/events", TraceOrderAsync).WithName("TraceOrderEvents").WithSummary("Where an order's events went, and why other rules left them alone").Produces<TracesAnswer>();
        api.MapGet("/routing/deliveries", ListAsync).WithName("ListDeliveries").WithSummary("Deliveries, newest first").Produces<Page<EventDelivery>>()
            .WithQuery("rule", "target", "destination", "key", "event", "state", "error", "replay", "cursor", "limit");
        api.MapGet("/routing/deliveries/{id:long}", GetAsync).WithName("GetDelivery").WithSummary("One delivery with every call and the redacted body").Produces<DeliveryDetail>();
        api.MapGet("/routing/dead-letters", DeadLettersAsync).WithName("ListDeadDeliveries").WithSummary("What could not be delivered, by cause").Produces<DeadGroupsAnswer>();
        api.MapPost("/routing/dead-letters/redrive", RedriveAsync).WithName("RedriveDeliveries").WithSummary("Try the dead letters of a cause again, or one of them")
            .Accepts<DeadLettersBody>("application/json", ApiDocument.AnyType).Produces<ResendOutcome>();
        api.MapPost("/routing/dead-letters/discard", DiscardAsync).WithName("DiscardDeliveries").WithSummary("Give the dead letters of a cause up for good, or one of them")
            .Accepts<DeadLettersBody>("application/json", ApiDocument.AnyType).Produces<ResendOutcome>();
        api.MapGet("/routing/redrives/{commandId}", ProgressAsync).WithName("GetRedrive").WithSummary("What has become of the dead letters that a redrive took").Produces<DeliveryCounts>();
    }

    private static async Task<IResult> TraceOrderAsync(string id, Caller caller, IDeliveryDesk desk, CancellationToken cancellationToken) =>
        (await desk.TraceOrderAsync(new OrderId(id), caller.Actor, cancellationToken)).Map(traces => new TracesAnswer([.. traces.Select(TraceAnswer.Of)])).ToResult();

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, IDeliveryDesk desk, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var limit = reader.Limit();
        var states = reader.Words<DeliveryState>("state");
        if (states.Count > 1)
            reader.Add("state", "One state, or none for all.");
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var query = new DeliveryQuery
        {
            Rule = reader.Text("rule"), Target = reader.Text("target"), Destination = reader.Text("destination"), Key = reader.Text("key"), EventId = reader.Text("event"),
            State = states.Count == 0 ? null : states[0], ErrorCode = reader.Text("error"), Replay = reader.Text("replay"),
        };
        return (await desk.ListAsync(query, reader.Text("cursor"), limit, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> GetAsync(long id, Caller caller, IDeliveryDesk desk, CancellationToken cancellationToken) =>
        (await desk.GetAsync(id, caller.Actor, cancellationToken)).ToResult();

    private static async Task<IResult> DeadLettersAsync(Caller caller, IDeliveryDesk desk, CancellationToken cancellationToken) =>
        (await desk.DeadLettersAsync(caller.Actor, cancellationToken)).Map(groups => new DeadGroupsAnswer(groups)).ToResult();

    private static Task<IResult> RedriveAsync(HttpRequest request, Caller caller, IDeliveryDesk desk, CancellationToken cancellationToken) => DoAsync(
        request, (letters, id, reason) => desk.RedriveAsync(new RedriveDeliveries(letters, id, reason), caller.Actor, cancellationToken), cancellationToken);

    private static Task<IResult> DiscardAsync(HttpRequest request, Caller caller, IDeliveryDesk desk, CancellationToken cancellationToken) => DoAsync(
        request, (letters, id, reason) => desk.DiscardAsync(new DiscardDeliveries(letters, id, reason), caller.Actor, cancellationToken), cancellationToken);

    private static async Task<IResult> ProgressAsync(string commandId, Caller caller, IDeliveryDesk desk, CancellationToken cancellationToken) =>
        (await desk.ProgressAsync(commandId, caller.Actor, cancellationToken)).ToResult();

    private static async Task<IResult> DoAsync(HttpRequest request, Func<DeadSelection, string, string, Task<Result<ResendOutcome>>> act, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<DeadLettersBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var body = read.Value;
        var required = new Required();
        var letters = new DeadSelection(required.Text("rule", body.Rule, 64), required.Text("target", body.Target, 64), required.Text("errorCode", body.ErrorCode, 100), body.Until, body.Delivery);
        var (id, reason) = (required.Text("commandId", body.CommandId, OrderCommandEndpoints.LongestCommandId), required.Text("reason", body.Reason, OrderCommandEndpoints.LongestReason));
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await act(letters, id, reason)).ToResult();
    }
}

internal sealed record TracesAnswer(IReadOnlyList<TraceAnswer> Items);

internal sealed record DeadGroupsAnswer(IReadOnlyList<DeadGroup> Items);

/// <param name="Until">Those given up at that moment or before; all when left out.</param>
/// <param name="Delivery">One of them alone.</param>
internal sealed record DeadLettersBody(string? Rule, string? Target, string? ErrorCode, DateTimeOffset? Until, long? Delivery, string? CommandId, string? Reason);
