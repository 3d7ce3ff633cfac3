using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Explaining;
using BackOffice.Core.Routing.Recording;

namespace BackOffice.Api;

/// <summary>Recorded events, and what patterns and targets make of them.</summary>
internal static class RoutingEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/routing/events", EventsAsync).WithName("ListEvents").WithSummary("Recorded events, newest first, redacted").Produces<Page<EventAnswer>>().WithQuery("key", "type", "cursor", "limit");
        api.MapGet("/routing/events/{id}", TraceAsync).WithName("TraceEvent").WithSummary("Where an event went, and why other rules left it alone").Produces<TraceAnswer>();
        api.MapGet("/routing/event-types", EventTypes).WithName("ListEventTypes").WithSummary("Every kind of event, with its schema").Produces<EventTypesAnswer>();
        api.MapGet("/routing/fields", FieldsAsync).WithName("ListEventFields").WithSummary("Paths that recorded events have values at").Produces<FieldsAnswer>();
        api.MapPost("/routing/explain", ExplainAsync).WithName("ExplainPattern").WithSummary("Why a pattern matches an event, or does not")
            .Accepts<ExplainBody>("application/json", ApiDocument.AnyType).Produces<PatternExplanation>();
        api.MapPost("/routing/preview", PreviewAsync).WithName("PreviewTarget").WithSummary("What a target would be sent for an event")
            .Accepts<PreviewBody>("application/json", ApiDocument.AnyType).Produces<PreviewAnswer>();
        api.MapGet("/routing/destinations", Destinations).WithName("ListDestinations").WithSummary("Destinations that rules may name").Produces<DestinationsAnswer>();
        api.MapGet("/routing/figures", FiguresAsync).WithName("GetRuleFigures").WithSummary("Deliveries of the last 24 hours, by rule").Produces<IReadOnlyDictionary<string, RuleFigures>>();
    }

    private static async Task<IResult> EventsAsync(HttpRequest request, Caller caller, IRouting routing, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var limit = reader.Limit();
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var page = await routing.EventsAsync(new EventQuery { Key = reader.Text("key"), DetailType = reader.Text("type") }, reader.Text("cursor"), limit, caller.Actor, cancellationToken);
        return page.Map(events => new Page<EventAnswer>([.. events.Items.Select(EventAnswer.Of)], events.Next)).ToResult();
    }

    private static async Task<IResult> TraceAsync(string id, Caller caller, IRouting routing, CancellationToken cancellationToken) =>
        (await routing.TraceAsync(id, caller.Actor, cancellationToken)).Map(TraceAnswer.Of).ToResult();

    private static IResult EventTypes() => ApiResults.Json(
        new EventTypesAnswer([.. EventCatalogue.All.Select(type => new EventTypeAnswer(type.Source, type.DetailType, type.Description, ContentAnswer.Element(type.Schema)))]));

    private static async Task<IResult> FieldsAsync(Caller caller, IRouting routing, CancellationToken cancellationToken) =>
        (await routing.FieldsAsync(caller.Actor, cancellationToken)).Map(fields => new FieldsAnswer(fields)).ToResult();

    private static async Task<IResult> ExplainAsync(HttpRequest request, Caller caller, IRouting routing, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<ExplainBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var pattern = required.Value("pattern", read.Value.Pattern, "An event pattern is needed: an object.");
        var json = required.Value("event", read.Value.Event, "An event is needed: an object.");
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await routing.ExplainAsync(pattern.GetRawText(), RuleEndpoints.Utf8(json), caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> PreviewAsync(HttpRequest request, Caller caller, IRouting routing, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<PreviewBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var json = required.Value("event", read.Value.Event, "An event is needed: an object.");
        if (read.Value.Target is not { } target)
            return ApiResults.Problem(new Invalid("/target", "A target is needed."));
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await routing.PreviewAsync(read.Value.Rule ?? "", target, RuleEndpoints.Utf8(json), caller.Actor, cancellationToken)).Map(sent => new PreviewAnswer(ContentAnswer.Element(sent))).ToResult();
    }

    private static IResult Destinations(Caller caller, IRouting routing) => routing.Destinations(caller.Actor).Map(all => new DestinationsAnswer(all)).ToResult();

    private static async Task<IResult> FiguresAsync(Caller caller, IRouting routing, CancellationToken cancellationToken) => (await routing.FiguresAsync(caller.Actor, cancellationToken)).ToResult();
}
