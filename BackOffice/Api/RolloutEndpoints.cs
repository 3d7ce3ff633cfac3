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
        api.MapGet("/rollouts/{flag}/reach", ReachAsync).WithName("GetRolloutReach").WithSummary("Which of the last 1,000 orders another default dial would have put on another path")
            .Produces<ReachAnswer>().WithQuery("dial");
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

    private static async Task<IResult> ReachAsync(string flag, HttpRequest request, Caller caller, IRollouts rollouts, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var dial = reader.Number("dial");
        if (dial > RolloutPolicy.FullDial)
            reader.Add("dial", "Basis points from 0 to 10,000 (4,000 is 40.00 %).");
        if (reader.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var policy = await rollouts.GetAsync(flag, caller.Actor, cancellationToken);
        if (!policy.IsSuccess)
            return ApiResults.Problem(policy.Error);
        return (await rollouts.RecentAsync(flag, caller.Actor, cancellationToken))
            .Map(window => window.Reach(policy.Value, policy.Value with { Dial = (int)dial }))
            .Map(reach => new ReachAnswer(
                reach.Orders, reach.InstantNow, reach.InstantThen, reach.Joining.Count, reach.Leaving.Count, reach.Customers, [.. reach.Moving.Take(10).Select(order => order.Order.Value)])).ToResult();
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

/// <param name="Orders">Looked at: those placed last.</param>
/// <param name="InstantNow">Under the policy in force.</param>
/// <param name="InstantThen">Under the dial asked for.</param>
/// <param name="Joining">Newly instant.</param>
/// <param name="Leaving">Not instant any more.</param>
/// <param name="Customers">Different customers that change path.</param>
/// <param name="Samples">Up to ten of those orders.</param>
internal sealed record ReachAnswer(int Orders, int InstantNow, int InstantThen, int Joining, int Leaving, int Customers, IReadOnlyList<string> Samples);
