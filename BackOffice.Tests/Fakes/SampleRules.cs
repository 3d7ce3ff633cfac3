using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Tests.Fakes;

/// <summary>Rules as pages show them. The dry run and the check are the real ones, over three recorded events.</summary>
internal static class SampleRules
{
    public const string Pattern = """{"detail-type":["Order Failed","Order Held"],"detail":{"city":["Boston","Chicago"],"amount":{"minor":[{"numeric":[">=",10000]}]}}}""";

    public static readonly RoutingOptions Options = new()
    {
        Destinations = new Dictionary<string, DestinationOptions>
        {
            ["zendesk"] = new() { Kind = DestinationKind.Zendesk, Url = "https://example.zendesk.com", PerSecond = 1 }, ["partner"] = new() { Kind = DestinationKind.Webhook, Url = "https://hooks.partner.example" },
            ["notes"] = new() { Kind = DestinationKind.OrderNote },
        },
    };

    public static RuleContent Content(string pattern = Pattern, RuleState state = RuleState.Enabled, params string[] destinations) => new()
    {
        Description = "Failed checkouts reach the city's support", Pattern = pattern, State = state,
        Targets = [.. (destinations.Length == 0 ? ["zendesk"] : destinations).Select((name, index) => new RuleTarget { Id = $"t{index + 1}", Destination = name })],
    };

    public static RoutingRule Rule(string name = "failed-to-zendesk", int revision = 7, RuleContent? content = null, long version = 12) => new()
    {
        Name = name, Version = version, Revision = revision, Content = content ?? Content(), ChangedAt = SampleViews.Placed.AddDays(-11), ChangedBy = "Ines Marlow",
        Published = new Publication(revision, SampleViews.Placed.AddDays(-11)),
    };

    public static PendingChange Pending(string byId = "https://idp.example|8", string by = "Viktor Saltmarsh") => new(
        "change-1", RuleChange.Disabled, Content(state: RuleState.Disabled), byId, by, SampleViews.Placed.AddMinutes(-12), "The ticket queue is full", "zendesk would no longer get events.");

    public static IReadOnlyList<RuleRevision> History(RoutingRule rule) =>
    [
        .. Enumerable.Range(0, rule.Revision).Select(back => new RuleRevision
        {
            Number = rule.Revision - back, Kind = RuleChange.Saved, Content = back == 0 ? rule.Content : Content("""{"detail-type":["Order Failed"]}"""),
            Changes = back == 0 ? ["narrower: detail.city must be so that it is \"Boston\" or \"Chicago\""] : ["description: Failed checkouts"], ById = "op|1", By = "Ines Marlow",
            ApprovedBy = back == 0 ? "Viktor Saltmarsh" : null, At = SampleViews.Placed.AddDays(-11 - back), Reason = "City support asked for it",
        }),
    ];

    public static IReadOnlyList<RecordedEvent> Events() =>
    [
        Event(3, "GC-4416-8801", "Order Held", "New York", 6400, TimeSpan.FromHours(1)), Event(2, "GC-4415-9310", "Order Failed", "Boston", 8900, TimeSpan.FromHours(20)),
        Event(1, "GC-4412-0047", "Order Failed", "Chicago", 12000, TimeSpan.FromHours(50)),
    ];

    /// <summary>The pages' questions answered for the rules; drafts are really tried.</summary>
    public static void Fill(FakeRules rules, FakeRouting routing, params RoutingRule[] all)
    {
        rules.List.Always(all.ToList());
        rules.Get.Always(name => all.FirstOrDefault(rule => rule.Name == name) is { } rule ? rule : new NotFound("rule.not-found", $"There is no rule {name}."));
        rules.History.Always(name => History(all.Single(rule => rule.Name == name)).ToList());
        rules.Check.Always(ask => new RuleChecks(Options).Check(ask.Name, ask.Content, []).Map(found => new RuleCheck(
            found.Pattern.Summary, found.Warnings, null, RuleDifference.Of(all.FirstOrDefault(rule => rule.Name == ask.Name)?.Content, ask.Content))));
        routing.Known = new RoutingDesk(null!, null!, null!, null!, Options, TimeProvider.System).Destinations(new Actor("x", "x", ActorKind.Person, [BackOffice.Core.Access.Permission.RulesRead]));
        routing.Fields.Always(new List<string> { "detail.city", "detail.amount.minor", "detail.seenOnly" });
        routing.Events.Always(new Page<RecordedEvent>([.. Events()], null));
        routing.Figures.Always(all.ToDictionary(rule => rule.Name, rule => new RuleFigures(118, 2, 0, SampleViews.Placed.AddMinutes(-4))));
        routing.Matches.Always(all.ToDictionary(rule => rule.Name, _ => 121L));
        routing.DryRun.Always(ask => Try(ask.Rule, ask.Draft, all));
    }

    public static Result<DryRunReport> Try(string name, RuleContent draft, IReadOnlyList<RoutingRule> all)
    {
        var before = all.FirstOrDefault(rule => rule.Name == name);
        var run = BackOffice.Core.Routing.Analysis.DryRun.Begin(name, before?.Content, draft, all, Options);
        if (run.Error is { } error)
            return error;
        foreach (var e in Events().Reverse())
            run.Value.Add(e);
        return run.Value.Report() with { Hash = DraftHash.Of(name, before?.Revision ?? 0, draft) };
    }

    private static RecordedEvent Event(long number, string order, string type, string city, int minor, TimeSpan ago)
    {
        var at = SampleViews.Placed - ago;
        var json = $$$$"""{"version":"0","id":"e-{{{{number}}}}","detail-type":"{{{{type}}}}","source":"backoffice.orders","account":"000000000000","time":"{{{{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss}}}}Z","region":"local","resources":[],"detail":{"orderId":"{{{{order}}}}","city":"{{{{city}}}}","amount":{"minor":{{{{minor}}}},"unit":"USD"}}}""";
        return new RecordedEvent(number, $"e-{number}", order, "backoffice.orders", type, at, at, Encoding.UTF8.GetBytes(json));
    }
}
