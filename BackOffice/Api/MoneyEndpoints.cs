using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Proof;

namespace BackOffice.Api;

/// <summary>How the money stands, and its whole check.</summary>
internal static class MoneyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/money", GetAsync).WithName("GetMoney").WithSummary("I1 to I20 as they stand, what breaks them, and our refunds beside the gateway's").Produces<MoneyAnswer>();
        api.MapPost("/money/verify", VerifyAsync).WithName("VerifyMoney").WithSummary("Check I1 to I20 on every order, and our refunds against the gateway's; many orders take a while")
            .WithDescription("Answers when it is done, and keeps nothing. One at a time: 409 money.running while another is answered. A check that is kept and shown: POST /api/money/checks.").Produces<MoneyReport>();
        api.MapPost("/money/checks", StartAsync).WithName("CheckMoney").WithSummary("Ask for a whole check that the server runs; GET /api/money tells how far it is")
            .Accepts<MoneyCheckBody>("application/json", ApiDocument.AnyType).Produces<MoneyStanding>(StatusCodes.Status202Accepted);
        api.MapPost("/money/checks/{id}/stop", StopAsync).WithName("StopMoneyCheck").WithSummary("End the check that runs; what it found until then stands").Produces<MoneyStanding>();
    }

    private static async Task<IResult> GetAsync(Caller caller, IMoneyDesk money, CancellationToken cancellationToken) =>
        (await money.GetAsync(caller.Actor, cancellationToken)).Map(view => new MoneyAnswer(view.Standing, view.Findings, view.Differences)).ToResult();

    private static async Task<IResult> VerifyAsync(Caller caller, IMoneyDesk money, CancellationToken cancellationToken) =>
        (await money.VerifyAsync(caller.Actor, cancellationToken)).ToResult();

    private static async Task<IResult> StartAsync(HttpRequest request, Caller caller, IMoneyDesk money, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<MoneyCheckBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var id = required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId);
        if (required.Error is { } missing)
            return ApiResults.Problem(missing);
        var started = await money.StartAsync(id, caller.Actor, cancellationToken);
        return started.Match(standing => TypedResults.Json(standing, ApiJson.Of<MoneyStanding>(), statusCode: StatusCodes.Status202Accepted), ApiResults.Problem);
    }

    private static async Task<IResult> StopAsync(string id, Caller caller, IMoneyDesk money, CancellationToken cancellationToken) =>
        (await money.StopAsync(id, caller.Actor, cancellationToken)).ToResult();
}

/// <param name="CommandId">Made by the client, 1 to 64 characters: the check's id; the same again is the same check.</param>
internal sealed record MoneyCheckBody(string? CommandId);

/// <param name="Standing">How it stands.</param>
/// <param name="Findings">At most 1,000, by invariant and order.</param>
/// <param name="Differences">Where our refunds and the gateway's differ, at most 1,000.</param>
internal sealed record MoneyAnswer(MoneyStanding Standing, IReadOnlyList<StandingFinding> Findings, IReadOnlyList<LedgerDifference> Differences);
