using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Rules;

namespace BackOffice.Api;

/// <summary>Routing rules: what they are, were, and what a draft of one would do.</summary>
internal static class RuleEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/rules", ListAsync).WithName("ListRules").WithSummary("Rules by name").Produces<RulesAnswer>().WithQuery("deleted");
        api.MapGet("/rules/{name}", GetAsync).WithName("GetRule").WithSummary("One rule, with what waits for a second person").Produces<RuleAnswer>();
        api.MapGet("/rules/{name}/history", HistoryAsync).WithName("GetRuleHistory").WithSummary("Every revision, newest first, with what it changed").Produces<RuleHistoryAnswer>();
        api.MapPost("/rules/{name}/check", CheckAsync).WithName("CheckRule").WithSummary("What is wrong with a draft, and what a save would change; changes nothing")
            .Accepts<RuleBody>("application/json", ApiDocument.AnyType).Produces<RuleCheck>();
        api.MapPost("/rules/{name}/dry-run", DryRunAsync).WithName("DryRunRule").WithSummary("What a draft would do to the recorded events; changes nothing")
            .Accepts<RuleBody>("application/json", ApiDocument.AnyType).Produces<DryRunReport>();
    }

    public static RuleAnswer AnswerOf(RoutingRule rule) => new(
        rule.Name, rule.Version, rule.Revision, EventPattern.Parse(rule.Content.Pattern, PatternReading.Existing) is { IsSuccess: true } pattern ? pattern.Value.Summary : "",
        ContentAnswer.Of(rule.Content), rule.ChangedAt, rule.ChangedBy,
        rule.Pending is { } waits ? new PendingAnswer(waits.ChangeId, waits.Kind, ContentAnswer.Of(waits.Content), waits.By, waits.At, waits.Reason, waits.Why) : null, rule.Published);

    /// <summary>The draft in the body; what it lacks is told all at once.</summary>
    public static async Task<Result<(RuleBody Body, RuleContent Content)>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadJsonAsync(request, ApiJson.Of<RuleBody>(), cancellationToken);
        if (read.Error is { } wrong)
            return wrong;
        var body = read.Value;
        var required = new Required();
        var pattern = required.Value("pattern", body.Pattern, "An event pattern is needed: an object.");
        var state = required.Word<RuleState>("state", body.State) ?? RuleState.Disabled;
        return required.Error is { } missing
            ? missing
            : (body, new RuleContent
            {
                Description = body.Description ?? "", Pattern = pattern.GetRawText(), State = state, Targets = body.Targets ?? [],
                Samples = [.. (body.Samples ?? []).Select(sample => new RuleSample(sample.Name, sample.MustMatch, sample.Event.GetRawText()))],
            });
    }

    public static byte[] Utf8(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, IRules rules, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var deleted = reader.Flag("deleted");
        return reader.Error is { } error
            ? ApiResults.Problem(error)
            : (await rules.ListAsync(deleted, caller.Actor, cancellationToken)).Map(all => new RulesAnswer([.. all.Select(AnswerOf)])).ToResult();
    }

    private static async Task<IResult> GetAsync(string name, Caller caller, IRules rules, CancellationToken cancellationToken) =>
        (await rules.GetAsync(name, caller.Actor, cancellationToken)).Map(AnswerOf).ToResult();

    private static async Task<IResult> HistoryAsync(string name, Caller caller, IRules rules, CancellationToken cancellationToken) =>
        (await rules.HistoryAsync(name, caller.Actor, cancellationToken)).Map(all => new RuleHistoryAnswer(
            [.. all.Select(one => new RevisionAnswer(one.Number, one.Kind, ContentAnswer.Of(one.Content), one.Changes, one.By, one.ApprovedBy, one.At, one.Reason))])).ToResult();

    private static async Task<IResult> CheckAsync(string name, HttpRequest request, Caller caller, IRules rules, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(request, cancellationToken);
        return read.Error is { } wrong ? ApiResults.Problem(wrong) : (await rules.CheckAsync(name, read.Value.Content, caller.Actor, cancellationToken)).ToResult();
    }

    private static async Task<IResult> DryRunAsync(string name, HttpRequest request, Caller caller, IRouting routing, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(request, cancellationToken);
        return read.Error is { } wrong ? ApiResults.Problem(wrong) : (await routing.DryRunAsync(name, read.Value.Content, caller.Actor, cancellationToken)).ToResult();
    }
}
