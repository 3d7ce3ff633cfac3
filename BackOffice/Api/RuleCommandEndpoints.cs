using BackOffice.Core.Common;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Api;

/// <summary>Changing routing rules: same commands, same second person, same audit as in the console.</summary>
internal static class RuleCommandEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/rules/{name}", SaveAsync).WithName("SaveRule").WithSummary("Make a rule, or a new revision of one")
            .Accepts<RuleBody>("application/json", ApiDocument.AnyType).Produces<RuleOutcomeAnswer>();
        Command("enable", "EnableRule", "Enable a rule", (rules, name, body, actor, token) =>
            rules.SwitchAsync(new SwitchRule(name, true, body.Id, body.Version, body.Reason), actor, token));
        Command("disable", "DisableRule", "Disable a rule: what it matches is dropped", (rules, name, body, actor, token) =>
            rules.SwitchAsync(new SwitchRule(name, false, body.Id, body.Version, body.Reason), actor, token));
        Command("delete", "DeleteRule", "Delete a rule; its history stays", (rules, name, body, actor, token) =>
            rules.DeleteAsync(new DeleteRule(name, body.Id, body.Version, body.Reason), actor, token));
        api.MapPost("/rules/{name}/roll-back", RollBackAsync).WithName("RollBackRule").WithSummary("Make an earlier revision's content the newest again")
            .Accepts<RollBackBody>("application/json", ApiDocument.AnyType).Produces<RuleOutcomeAnswer>();
        api.MapPost("/rules/{name}/pending/{changeId}", DecideAsync).WithName("DecideRuleChange").WithSummary("Approve a change that waits for a second person, or withdraw it")
            .Accepts<RuleCommandBody>("application/json", ApiDocument.AnyType).Produces<RuleOutcomeAnswer>();

        void Command(string verb, string name, string summary, Func<IRules, string, Given, Actor, CancellationToken, Task<Result<RuleOutcome>>> run) =>
            api.MapPost("/rules/{name}/" + verb, (string name, HttpRequest request, Caller caller, IRules rules, CancellationToken cancellationToken) =>
                    RunAsync(request, (given, token) => run(rules, name, given, caller.Actor, token), cancellationToken))
                .WithName(name).WithSummary(summary).Accepts<RuleCommandBody>("application/json", ApiDocument.AnyType).Produces<RuleOutcomeAnswer>();
    }

    private static async Task<IResult> SaveAsync(string name, HttpRequest request, Caller caller, IRules rules, CancellationToken cancellationToken)
    {
        var read = await RuleEndpoints.ReadAsync(request, cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var (body, content) = read.Value;
        var required = new Required();
        var given = new Given(required, body.CommandId, body.ExpectedVersion, body.Reason);
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : Answer(await rules.SaveAsync(new SaveRule(name, content, given.Id, given.Version, given.Reason, body.DryRun), caller.Actor, cancellationToken));
    }

    private static async Task<IResult> RollBackAsync(string name, HttpRequest request, Caller caller, IRules rules, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RollBackBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var revision = required.Value("revision", read.Value.Revision, "The number of the revision is needed.");
        var given = new Given(required, read.Value.CommandId, read.Value.ExpectedVersion, read.Value.Reason);
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : Answer(await rules.RollBackAsync(new RollBackRule(name, revision, given.Id, given.Version, given.Reason), caller.Actor, cancellationToken));
    }

    private static async Task<IResult> DecideAsync(string name, string changeId, HttpRequest request, Caller caller, IRules rules, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RuleCommandBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var approve = required.Value("approve", read.Value.Approve, "true or false is needed.");
        var id = required.Text("commandId", read.Value.CommandId, OrderCommandEndpoints.LongestCommandId);
        var reason = required.Text("reason", read.Value.Reason, OrderCommandEndpoints.LongestReason);
        return required.Error is { } missing
            ? ApiResults.Problem(missing)
            : Answer(await rules.DecideAsync(new DecideRuleChange(name, changeId, approve, id, reason), caller.Actor, cancellationToken));
    }

    private static async Task<IResult> RunAsync(HttpRequest request, Func<Given, CancellationToken, Task<Result<RuleOutcome>>> run, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RuleCommandBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return ApiResults.Problem(wrong);
        var required = new Required();
        var given = new Given(required, read.Value.CommandId, read.Value.ExpectedVersion, read.Value.Reason);
        return required.Error is { } missing ? ApiResults.Problem(missing) : Answer(await run(given, cancellationToken));
    }

    private static IResult Answer(Result<RuleOutcome> outcome) =>
        outcome.Map(done => new RuleOutcomeAnswer(RuleEndpoints.AnswerOf(done.Rule), done.Waits, done.Message, done.Repeated)).ToResult();

    /// <summary>What every command of a rule has.</summary>
    private sealed class Given(Required required, string? id, long? version, string? reason)
    {
        public string Id { get; } = required.Text("commandId", id, OrderCommandEndpoints.LongestCommandId);

        public long Version { get; } = required.Value("expectedVersion", version, "The version of the rule as you saw it is needed; 0 for a new one.");

        public string Reason { get; } = required.Text("reason", reason, OrderCommandEndpoints.LongestReason);
    }
}
