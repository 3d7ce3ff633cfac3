using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Routing;

public sealed class DryRunTests
{
    private const string Failed = """{"detail-type":["Order Failed"]}""";
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);

    private static readonly RoutingOptions s_options = new()
    {
        Destinations = new Dictionary<string, DestinationOptions>
        {
            ["zendesk"] = new() { Kind = DestinationKind.Zendesk, PerSecond = 1 }, ["partner"] = new() { Kind = DestinationKind.Webhook, PerSecond = 1 },
            ["notes"] = new() { Kind = DestinationKind.OrderNote },
        },
    };

    [Fact]
    public void Narrower_Draft_TellsWhatIsNoLongerRouted()
    {
        var events = Events(120, i => i % 3 == 0 ? "Card.Declined" : "Gateway.Unavailable");

        var report = Run(Content(Failed), Content("""{"detail-type":["Order Failed"],"detail":{"error":["Card.Declined"]}}"""), events);

        Assert.Equal((120, 0, 80, 40), (report.Events, report.Newly.Count, report.NoLonger.Count, report.Unchanged.Count));
        Assert.Equal((0, 80, 40), (report.Days.Sum(day => day.Newly), report.Days.Sum(day => day.NoLonger), report.Days.Sum(day => day.Unchanged)));
        Assert.Equal(report.Days.Select(day => day.Day).Order().Distinct(), report.Days.Select(day => day.Day));
        Assert.Equal(DryRun.Samples, report.NoLonger.Samples.Count);
        Assert.Equal("e-119", report.NoLonger.Samples[0].Id);
        Assert.Equal(80, Assert.Single(report.Unrouted).Count);
        Assert.False(report.AsIfEnabled);
    }

    [Fact]
    public void Draft_OfADisabledRule_IsTriedAsIfItWereOn_AndSwitchingOffIsNot()
    {
        var events = Events(10, _ => "Card.Declined");

        var draft = Run(null, Content(Failed, RuleState.Disabled), events);
        var off = Run(Content(Failed), Content(Failed, RuleState.Disabled), events);

        Assert.Equal((true, 10), (draft.AsIfEnabled, draft.Newly.Count));
        Assert.Equal((false, 10, 0), (off.AsIfEnabled, off.NoLonger.Count, off.Newly.Count));
    }

    /// <summary>A note takes one shape alone; that every event would become a dead letter is said before the save.</summary>
    [Fact]
    public void WholeEvents_ToADestinationThatWritesNotes_CannotBeSent()
    {
        var whole = Content(Failed, destination: "notes");
        var note = whole with { Targets = [whole.Targets[0] with { Input = """{"order":"GC-4417-0932","text":"It failed."}""" }] };

        Assert.Equal(10, Run(null, whole, Events(10, _ => "Card.Declined")).Unsendable);
        Assert.Equal(0, Run(null, note, Events(10, _ => "Card.Declined")).Unsendable);
        Assert.Equal(0, Run(null, Content(Failed), Events(10, _ => "Card.Declined")).Unsendable);
    }

    [Fact]
    public void Destinations_AreForecastByDayAndMinuteAgainstTheirLimit()
    {
        // 100 events in the last minute of the first day, 20 in the next.
        var events = Events(120, _ => "Card.Declined", i => i < 100 ? s_start.AddMinutes(59).AddMilliseconds(i * 500) : s_start.AddHours(2).AddMinutes(i));

        var report = Run(null, Content(Failed, destination: "partner"), events);

        var forecast = Assert.Single(report.Destinations);
        Assert.Equal([(new DateOnly(2026, 3, 1), 0, 100), (new DateOnly(2026, 3, 2), 0, 20)], forecast.Days.Select(day => (day.Day, day.Before, day.After)));
        Assert.Equal((100, 60, true), (forecast.BusiestMinute, forecast.LimitPerMinute, forecast.IsOverLimit));
        Assert.Null(forecast.Tickets);
    }

    [Fact]
    public void Tickets_AreCountedAfterGrouping_WithWhatOtherRulesSend()
    {
        var events = Events(300, i => i % 2 == 0 ? "Card.Declined" : "Gateway.Unavailable", i => s_start.AddSeconds(i));
        var other = Rule("declines", """{"detail":{"error":["Card.Declined"]}}""", "zendesk");

        var report = Run(null, Content(Failed, destination: "zendesk"), events, other);

        var forecast = Assert.Single(report.Destinations);
        Assert.Equal((1, 2), (forecast.TicketsBefore, forecast.Tickets));
        Assert.Equal((150, 450), (forecast.Days[0].Before, forecast.Days.Sum(day => day.After)));
    }

    [Fact]
    public void Overlaps_CarryAWitnessThatBothReallyMatch()
    {
        var narrow = """{"detail-type":["Order Failed"],"detail":{"amount":{"minor":[{"numeric":[">=",100]}]}}}""";
        var wide = """{"detail-type":[{"prefix":"Order"}],"detail":{"amount":{"minor":[{"numeric":["<",200]}]}}}""";

        var report = Run(null, Content(narrow, destination: "zendesk"), [], Rule("wide", wide, "zendesk"), Rule("apart", """{"detail-type":["Rollout Changed"]}""", "zendesk"), Rule("same", narrow, "partner"));

        Assert.Equal(["same", "wide"], report.Overlaps.Select(overlap => overlap.Rule).Order());
        var overlap = report.Overlaps.Single(one => one.Rule == "wide");
        Assert.True(Patterns.Matches(narrow, overlap.Witness!) && Patterns.Matches(wide, overlap.Witness!));
        Assert.Equal(["zendesk"], overlap.SharedDestinations);
        Assert.True(report.Overlaps.Single(one => one.Rule == "same").IsDuplicate);
        Assert.False(overlap.IsDuplicate);
    }

    [Fact]
    public void Fields_ThatNoEventHad_AreToldWithWhatIsNear()
    {
        var report = Run(null, Content("""{"detail":{"Error":["Card.Declined"],"errr":["x"],"amount":{"minor":[1]}}}"""), Events(3, _ => "Card.Declined"));

        Assert.Equal([("detail.Error", "detail.error"), ("detail.errr", null)], report.Unseen.Select(field => (field.Path, field.Near)));
    }

    [Fact]
    public void Quotas_CountTheDraft()
    {
        var report = Run(null, Content("""{"source":[{"wildcard":"a*b*c"}],"$or":[{"x":[1]},{"y":[2]}]}"""), [], Rule("one", """{"source":[{"wildcard":"a*"}]}""", "partner"), Rule("two", Failed, "partner"));

        Assert.Equal(
            [("rules", 3, 300), ("rules with wildcards", 2, 30), ("targets", 1, 5), ("characters of the pattern", 61, 2048), ("combinations of $or", 2, 1000), ("wildcard complexity", 3, 10)],
            report.Quotas.Select(quota => (quota.Name, quota.Used, quota.Limit)));
    }

    [Fact]
    public void CanMatch_NeedsNoEventThatWasRecorded() => Assert.True(Run(null, Content(Failed), []).CanMatch);

    [Fact]
    public void Draft_WhosePatternIsRefused_SaysSo() => Assert.IsType<PatternRefusal>(DryRun.Begin("r", null, Content("""{"source":"x"}"""), [], s_options).Error);

    private static DryRunReport Run(RuleContent? before, RuleContent after, IEnumerable<RecordedEvent> events, params RoutingRule[] others)
    {
        var run = DryRun.Begin("draft", before, after, others, s_options).Value;
        foreach (var e in events)
            run.Add(e);
        return run.Report();
    }

    private static RuleContent Content(string pattern, RuleState state = RuleState.Enabled, string destination = "partner") => new()
    {
        Pattern = pattern, State = state, Targets = [RouterLab.To(destination)],
    };

    private static RoutingRule Rule(string name, string pattern, string destination) => new()
    {
        Name = name, Version = 1, Revision = 1, Content = Content(pattern, destination: destination), ChangedAt = s_start, ChangedBy = "Test",
    };

    private static List<RecordedEvent> Events(int count, Func<int, string> error, Func<int, DateTimeOffset>? at = null) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var time = at?.Invoke(i) ?? s_start.AddSeconds(i);
            var detail = $$$"""{"orderId":"GC-{{{i}}}","step":"s","error":"{{{error(i)}}}","amount":{"minor":1,"unit":"USD"}}""";
            var e = new OutboxEvent(Topics.DomainEvents, $"GC-{i}", "backoffice.orders", "Order Failed", $"e-{i}", time, Encoding.UTF8.GetBytes(detail));
            return new RecordedEvent(i + 1, e.Id, e.Key, e.Source, e.DetailType, time, time, EventEnvelope.Write(e));
        }),
    ];
}
