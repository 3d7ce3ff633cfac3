using BackOffice.Components.Routing;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;
using BackOffice.Tests.Pages.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Routing;

public sealed class TesterPageTests() : ReadingPageTests<TesterPage, bool, IReadOnlyList<RoutingRule>>("/rules/tester", "rules", Permission.RulesRead)
{
    private const string Json = """{"id":"1","account":"0","source":"backoffice.orders","time":"2026-11-23T07:42:58Z","region":"local","detail-type":"Order Failed","detail":{"city":"Boston","amount":{"minor":12000}}}""";

    [Fact]
    public async Task Pasted_Event_IsPutToEveryRuleAtOnce()
    {
        await using var context = Loaded();
        var page = Open(context);

        await page.FindAll("button").Single(button => button.TextContent == "Paste").ClickAsync(new());
        await page.Find("#tester-event-json").ChangeAsync(new ChangeEventArgs { Value = Json });

        Assert.Equal("2 rules match this event.", page.Find("h1").TextContent);
        var rows = page.FindAll(".verdicts > li");
        Assert.Contains("goes to zendesk", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("dropped, because the rule is off", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Does not match", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("Fails", rows[2].QuerySelector(".explain")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("\"Boston\"", rows[2].QuerySelector(".explain")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task Pasted_WhatIsNoEvent_IsRefused(string text)
    {
        await using var context = Loaded();
        var page = Open(context);

        await page.FindAll("button").Single(button => button.TextContent == "Paste").ClickAsync(new());
        await page.Find("#tester-event-json").ChangeAsync(new ChangeEventArgs { Value = text });

        Assert.NotEmpty(page.FindAll("[role=alert]"));
        Assert.Empty(page.FindAll(".verdicts"));
    }

    [Fact]
    public async Task Recorded_EventInTheAddress_IsExplainedWithWhereItWent()
    {
        await using var context = Loaded();
        context.Routing.Trace.Always(id => new EventTrace(SampleRules.Events().Single(e => e.Id == id), [], []));

        var page = Open(context, "/rules/tester?event=e-1");

        Assert.Equal(["e-1"], context.Routing.Trace.Asked);
        Assert.Contains("Nowhere: no rule that was on matched it then.", page.Markup, StringComparison.Ordinal);
        Assert.Equal("2 rules match this event.", page.Find("h1").TextContent);
    }

    protected override string Shown => "#verdicts-title";

    protected override Answer<bool, IReadOnlyList<RoutingRule>> Reading(ConsoleContext context) => context.Rules.List;

    protected override ConsoleContext Loaded()
    {
        var context = new ConsoleContext();
        SampleRules.Fill(
            context.Rules, context.Routing, SampleRules.Rule("a-other", 1, SampleRules.Content("""{"detail":{"city":["Denver"]}}""")), SampleRules.Rule(),
            SampleRules.Rule("z-off", 1, SampleRules.Content("""{"detail-type":["Order Failed"]}""", RuleState.Disabled)));
        return context;
    }
}
