using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Replays;

namespace BackOffice.Api;

/// <summary>Sending recorded events again: counted, begun once, run by the server, looked at and stopped.</summary>
internal static class ReplayEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/routing/replays/count", CountAsync).WithName("CountReplay").WithSummary("How many deliveries a replay would make; changes nothing")
            .Accepts<ReplayBody>("application/json", ApiDocument.AnyType).Produces<ReplayCount>();
        api.MapPost("/routing/replays", StartAsync).WithName("ReplayEvents").WithSummary("Send recorded events of a window to rules' targets again")
            .Accepts<ReplayBody>("application/json", ApiDocument.AnyType).Produces<ReplayAnswer>(StatusCodes.Status202Accepted);
        api.MapGet("/routing/replays", RecentAsync).WithName("ListReplays").WithSummary("The newest replays").Produces<ReplaysAnswer>();
        api.MapGet("/routing/replays/{id}", GetAsync).WithName("GetReplay").WithSummary("How far a replay is, and what became of its deliveries").Produces<ReplayAnswer>();
        api.MapPost("/routing/replays/{id}/stop", StopAsync).WithName("StopReplay").WithSummary("Make no further delivery").Produces<ReplayAnswer>();
    }

    private static async Task<IResult> CountAsync(HttpRequest request, Caller caller, IReplays replays, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<ReplayBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var window = WindowOf(read.Value, required);
        return required.Error is { } missing ? ApiResults.Problem(missing) : (await replays.CountAsync(window, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> StartAsync(HttpRequest request, Caller caller, IReplays replays, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<ReplayBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var body = read.Value;
        var required = new Required();
        var command = new ReplayEvents(
            WindowOf(body, required), required.Value("counted", body.Counted, "The number of deliveries that the count said is needed."), body.MayDouble ?? false,
            required.Text("commandId", body.CommandId, OrderCommandEndpoints.LongestCommandId), required.Text("reason", body.Reason, OrderCommandEndpoints.LongestReason));
        if (required.Error is { } missing)
            return ApiResults.Problem(missing);
        var started = await replays.StartAsync(command, caller.Actor, cancellationToken);
        return started.Match(job => TypedResults.Json(AnswerOf(job, null), ApiJson.Of<ReplayAnswer>(), statusCode: StatusCodes.Status202Accepted), ApiResults.Problem);
    }

    private static async Task<IResult> RecentAsync(Caller caller, IReplays replays, CancellationToken cancellationToken) =>
        (await replays.RecentAsync(caller.Actor, cancellationToken)).Map(all => new ReplaysAnswer([.. all.Select(view => AnswerOf(view.Job, view.Counts))])).ToResult();

    private static async Task<IResult> GetAsync(string id, Caller caller, IReplays replays, CancellationToken cancellationToken) =>
        (await replays.GetAsync(id, caller.Actor, cancellationToken)).Map(view => AnswerOf(view.Job, view.Counts)).ToResult();

    private static async Task<IResult> StopAsync(string id, Caller caller, IReplays replays, CancellationToken cancellationToken) =>
        (await replays.StopAsync(id, caller.Actor, cancellationToken)).Map(job => AnswerOf(job, null)).ToResult();

    private static ReplayWindow WindowOf(ReplayBody body, Required required)
    {
        if (body.Rules is not { Count: > 0 })
            required.Text("rules", null, ReplayWindow.MostRules);
        return new ReplayWindow(
            body.Rules ?? [], required.Value("from", body.From, "When the window begins is needed."), required.Value("to", body.To, "When the window ends is needed."));
    }

    private static ReplayAnswer AnswerOf(ReplayJob job, DeliveryCounts? counts) =>
        new(job.Id, job.State, job.ActorName, job.Reason, job.BegunAt, job.EndedAt, job.Rules, job.From, job.To, job.Counted, job.Made, counts);
}

/// <param name="Rules">Names of enabled rules, 1 to 50.</param>
/// <param name="Counted">The number of deliveries that the count said; not needed for a count.</param>
/// <param name="MayDouble">True when destinations that the count named may get events twice.</param>
internal sealed record ReplayBody(IReadOnlyList<string>? Rules, DateTimeOffset? From, DateTimeOffset? To, int? Counted, bool? MayDouble, string? CommandId, string? Reason);

/// <param name="State">running, stopping, stopped or done.</param>
/// <param name="Counted">Deliveries that were counted before.</param>
/// <param name="Made">Deliveries made so far.</param>
/// <param name="Deliveries">What became of them; left out of the answer to a command.</param>
internal sealed record ReplayAnswer(
    string Id, ReplayState State, string By, string Reason, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, IReadOnlyList<string> Rules, DateTimeOffset From, DateTimeOffset To, int Counted,
    int Made, DeliveryCounts? Deliveries);

internal sealed record ReplaysAnswer(IReadOnlyList<ReplayAnswer> Items);
