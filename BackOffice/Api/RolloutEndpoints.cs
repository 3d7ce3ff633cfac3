using BackOffice.Core.Common;
using BackOffice.Core.Rollouts;

namespace BackOffice.Api;

/// <summary>The dial of a flag, its kill switch and its history.</summary>
internal static class RolloutEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/rollouts/{flag}", GetAsync).WithName("GetRollout").WithSummary("The policy in force").Produces<RolloutPolicy>();
        api.MapPut("/rollouts/{flag}", SetAsync).WithName("SetRollout").WithSummary("Set dial, kill switch or lists; needs the version you saw and a reason")
            .Accepts<RolloutBody>("application/json", ApiDocument.AnyType).Produces<RolloutPolicy>();
        api.MapGet("/rollouts/{flag}/history", HistoryAsync).WithName("GetRolloutHistory").WithSummary("Every change, newest first")
            .Produces<Page<RolloutChange>>().WithQuery("cursor", "limit");
    }

    private static async Task<IResult> GetAsync(string flag, Caller caller, IRollouts rollouts, CancellationToken cancellationToken) =>
        (await rollouts.GetAsync(flag, caller.Actor, cancellationToken)).ToResult();

    private static async Task<IResult> SetAsync(string flag, HttpRequest request, Caller caller, IRollouts rollouts, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RolloutBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var body = read.Value;
        var required = new Required();
        var commandId = required.Text("commandId", body.CommandId, OrderCommandEndpoints.LongestCommandId);
        var version = required.Value("expectedVersion", body.ExpectedVersion, "The version of the policy as you saw it is needed.");
        // The kill switch alone may go without a reason; Core decides, and names the field when it may not.
        var command = new SetRollout(flag, commandId, version, body.Reason ?? "", body.Dial, body.Killed, body.CityDials, body.Allow, body.Deny);
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : (await rollouts.SetAsync(command, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> HistoryAsync(
        string flag, HttpRequest request, Caller caller, IRollouts rollouts, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var limit = reader.Limit();
        return reader.Error is { } error
            ? ApiResults.Problem(error)
            : (await rollouts.HistoryAsync(flag, reader.Text("cursor"), limit, caller.Actor, cancellationToken)).ToResult();
    }
}
