using BackOffice.Components.Routing;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Analysis;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Routing;

public sealed class RulePageTests
{
    private const string Name = "failed-to-zendesk";

    [Fact]
    public async Task Page_WhileReading_ShowsASkeleton()
    {
        await using var context = new ConsoleContext();
        context.Rules.Get.Later();

        Assert.NotEmpty(Open(context).FindAll("[aria-label='Loading the rule']"));
    }

    [Fact]
    public async Task Page_OfNoRule_SaysSo()
    {
        await using var context = new ConsoleContext();
        SampleRules.Fill(context.Rules, context.Routing);

        Assert.Contains($"There is no rule {Name}.", Open(context).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_StoreDown_TriesAgain()
    {
        await using var context = new ConsoleContext();
        context.Rules.Get.Throws(new IOException("disk"));
        var page = Open(context);
        Assert.Contains("The rule could not be read", page.Markup, StringComparison.Ordinal);
        SampleRules.Fill(context.Rules, context.Routing, SampleRules.Rule());

        await page.Find("section.notice button.btn").ClickAsync(new());

        Assert.NotEmpty(page.FindAll(".crow"));
    }

    [Fact]
    public async Task Page_WithoutPermissionToWrite_ShowsTheRuleAndNoControls()
    {
        await using var context = Loaded(Role.SupportAgent);

        var page = Open(context);

        Assert.Contains("rules:write", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#save-rule, #row-add, #add-target"));
        Assert.All(page.FindAll(".crow input"), input => Assert.True(input.HasAttribute("readonly")));
        Assert.NotEmpty(page.FindAll("ol.hist li"));
    }

    [Fact]
    public async Task Loaded_Rule_IsRowsASentenceAndItsHistory()
    {
        await using var context = Loaded();

        var page = Open(context);

        Assert.StartsWith("When detail-type is \"Order Failed\" or \"Order Held\"", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Equal(["detail-type", "detail.city", "detail.amount.minor"], page.FindAll(".crow input[list=rule-fields]").Select(input => input.GetAttribute("value")));
        Assert.Equal("Nothing is changed.", page.Find("#save-rule-why").TextContent);
        Assert.Equal(7, page.FindAll("ol.hist li").Count);
        Assert.Contains("detail.seenOnly", page.Find("#rule-fields").InnerHtml, StringComparison.Ordinal);
        Assert.Contains("detail.refundId", page.Find("#rule-fields").InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_Changed_ShowsWhatWasAndWhatItWouldChange()
    {
        await using var context = Loaded();
        var page = Ready(context);

        await page.Find("#row-2-value").ChangeAsync(new ChangeEventArgs { Value = "5000" });

        page.WaitForAssertion(() => Assert.Contains("+1", page.Find(".dif").TextContent, StringComparison.Ordinal));
        Assert.Contains("was: is at least 10000", page.Find(".crow.changed").TextContent, StringComparison.Ordinal);
        Assert.Contains("GC-4415-9310", page.Find(".samples-table").TextContent, StringComparison.Ordinal);
        Assert.Contains("Events: 2. Tickets after grouping:", page.Markup, StringComparison.Ordinal);
        Assert.Contains("detail.amount.minor is at least 5000; before it is at least 10000", page.Find("[aria-labelledby=save-title]").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 of 300 rules", page.Find(".quotas").TextContent, StringComparison.Ordinal);
        Assert.Null(page.Find("#save-rule").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Json_ThatCannotBeRead_SaysWhereAndWhatToWrite_AndNothingIsTried()
    {
        await using var context = Loaded();
        var page = Ready(context);
        await page.InvokeAsync(() => page.FindAll("[role=radio]").Single(button => button.TextContent == "JSON").ClickAsync(new()));
        var tried = context.Routing.DryRun.Asked.Count;

        await page.Find("#rule-json").InputAsync(new ChangeEventArgs { Value = """{"detail-type": "Order Failed"}""" });

        var refusal = page.Find("#rule-refusal").TextContent;
        Assert.Contains("$.detail-type", refusal, StringComparison.Ordinal);
        Assert.Contains("line 1, column 17", refusal, StringComparison.Ordinal);
        Assert.Contains("\"detail-type\": [\"Order Failed\"]", refusal, StringComparison.Ordinal);
        Assert.Contains("must be an object or an array", refusal, StringComparison.Ordinal);
        Assert.Equal("The pattern cannot be read yet.", page.Find("#save-rule-why").TextContent);
        Assert.Equal(tried, context.Routing.DryRun.Asked.Count);
    }

    [Fact]
    public async Task Json_WhatNoRowExpresses_StaysVisibleAndIsSavedAsItWas()
    {
        await using var context = Loaded();
        var page = Ready(context);
        await page.InvokeAsync(() => page.FindAll("[role=radio]").Single(button => button.TextContent == "JSON").ClickAsync(new()));
        await page.Find("#rule-json").InputAsync(new ChangeEventArgs { Value = """{"detail":{"city":["Boston",{"prefix":"San "}],"step":["x"]}}""" });
        await page.InvokeAsync(() => page.FindAll("[role=radio]").Single(button => button.TextContent == "Rows").ClickAsync(new()));

        Assert.Contains("""["Boston",{"prefix":"San "}]""", page.Find(".json-only").TextContent, StringComparison.Ordinal);
        await page.Find("#row-1-value").ChangeAsync(new ChangeEventArgs { Value = "y" });

        page.WaitForAssertion(() => Assert.Equal(
            EventPattern.Parse("""{"detail":{"city":["Boston",{"prefix":"San "}],"step":["x","y"]}}""").Value.Canonical,
            EventPattern.Parse(context.Routing.DryRun.Asked[^1].Draft.Pattern).Value.Canonical));
    }

    [Fact]
    public async Task Save_IsClosedUntilExactlyThisDraftWasTried_AndSendsItsHash()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        var page = Ready(context);
        var late = context.Routing.DryRun.Later();
        var change = page.Find("#row-2-value").ChangeAsync(new ChangeEventArgs { Value = "5000" });
        page.WaitForAssertion(() => Assert.Equal("The draft is not tried on recorded events yet.", page.Find("#save-rule-why").TextContent));
        var draft = context.Routing.DryRun.Asked[^1].Draft;

        late.SetResult(SampleRules.Try(Name, draft, [SampleRules.Rule()]));
        await change;
        context.Rules.Save.Always(new RuleOutcome(SampleRules.Rule(revision: 8), false, "Revision 8 is in force."));
        var open = page.Find("#save-rule").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("+1", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "Smaller orders too" });
        await dialogs.FindAll("button").Single(button => button.TextContent == "Save the revision").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Rules.Save.Asked);
        Assert.Equal((Name, 12L, "Smaller orders too", DraftHash.Of(Name, 7, draft)), (sent.Name, sent.ExpectedVersion, sent.Reason, sent.DryRun));
        Assert.Equal(draft.Pattern, sent.Content.Pattern);
    }

    [Fact]
    public async Task Save_OverQuota_IsClosedWithTheFigures()
    {
        await using var context = Loaded();
        context.Routing.DryRun.Always(ask => SampleRules.Try(ask.Rule, ask.Draft, [SampleRules.Rule()]).Map(report => report with { Quotas = [new QuotaUse("rules with wildcards", 31, 30)] }));
        var page = Ready(context);

        await page.Find("#row-2-value").ChangeAsync(new ChangeEventArgs { Value = "5000" });

        page.WaitForAssertion(() => Assert.Equal("A quota would be exceeded: 31 of 30 with wildcards.", page.Find("#save-rule-why").TextContent));
    }

    [Fact]
    public async Task Save_SomebodyWasFaster_ShowsBothVersions_AndMineGoesOnTopAfterAnotherTry()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        var page = Ready(context);
        await page.Find("#row-2-value").ChangeAsync(new ChangeEventArgs { Value = "5000" });
        page.WaitForAssertion(() => Assert.Null(page.Find("#save-rule").GetAttribute("aria-disabled")));
        var theirs = SampleRules.Rule(revision: 8, content: SampleRules.Content() with { Description = "Theirs" }, version: 13) with { ChangedBy = "Viktor Saltmarsh" };
        context.Rules.Save.Always((Result<RuleOutcome>)new Conflict("rule.version", "Viktor Saltmarsh changed this rule meanwhile.", "Viktor Saltmarsh", SampleViews.Placed));
        context.Rules.Get.Always(theirs);
        context.Routing.DryRun.Always(ask => SampleRules.Try(ask.Rule, ask.Draft, [theirs]));
        context.Rules.History.Always(SampleRules.History(theirs).ToList());

        var open = page.Find("#save-rule").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "x" });
        await dialogs.FindAll("button").Single(button => button.TextContent == "Save the revision").ClickAsync(new());
        await dialogs.FindAll("button").Single(button => button.TextContent == "Cancel").ClickAsync(new());
        await open;

        var both = page.Find(".conflict").TextContent;
        Assert.Contains("Viktor Saltmarsh changed this rule", both, StringComparison.Ordinal);
        Assert.Contains("description: Theirs", both, StringComparison.Ordinal);
        Assert.Contains("at least 5000", both, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#save-rule").GetAttribute("aria-disabled"));

        await page.Find("#conflict-mine").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Null(page.Find("#save-rule").GetAttribute("aria-disabled")));
        Assert.Contains("Save revision 9…", page.Find("#save-rule").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_AChosenEvent_ShowsEachPartAndMendsTheRow()
    {
        await using var context = Loaded();
        context.Rules.Get.Always(SampleRules.Rule(content: SampleRules.Content("""{"detail":{"city":["boston"]}}""")));
        var page = Ready(context);

        await page.Find("#explain-event").ChangeAsync(new ChangeEventArgs { Value = "e-2" });

        Assert.Contains("The draft does not match this event.", page.Find("[aria-labelledby=explain-title]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Right but for case.", page.Find(".explain").TextContent, StringComparison.Ordinal);
        await page.FindAll(".explain button").Single(button => button.TextContent == "Ignore case").ClickAsync(new());
        Assert.Contains("The draft matches this event.", page.Find("[aria-labelledby=explain-title]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_WithATemplate_ShowsWhatItWouldBeSent()
    {
        await using var context = Loaded();
        var page = Ready(context);
        await page.Find("#explain-event").ChangeAsync(new ChangeEventArgs { Value = "e-2" });

        await page.Find("#target-0-shape").ChangeAsync(new ChangeEventArgs { Value = "template" });
        await page.Find("#target-0-template").ChangeAsync(new ChangeEventArgs { Value = """{"text": "Order <order> failed"}""" });

        Assert.Contains("Order GC-4415-9310 failed", page.Find("[aria-labelledby=targets-title] .json").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_TheRuleDoesNotMeet_ClosesTheSaveAndSaysSo()
    {
        await using var context = Loaded();
        var page = Ready(context);
        await page.Find("#explain-event").ChangeAsync(new ChangeEventArgs { Value = "e-2" });

        await page.Find("#keep-must").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("The rule must match this event, and does not.", page.Find("[aria-labelledby=wrong-title]").TextContent, StringComparison.Ordinal));
        Assert.Equal("true", page.Find("#save-rule").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task RollBack_ShowsTheDifferenceFirstAndSendsTheRevision()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Rules.RollBack.Always(new RuleOutcome(SampleRules.Rule(revision: 8), false, "Revision 8 is in force."));
        var page = Open(context);

        var open = page.Find("#back-6").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("wider: detail.city no longer matters", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "It was better" });
        await dialogs.FindAll("button").Single(button => button.TextContent == "Go back to revision 6").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Rules.RollBack.Asked);
        Assert.Equal((6, 12L, "It was better"), (sent.Revision, sent.ExpectedVersion, sent.Reason));
    }

    [Fact]
    public async Task Draft_KeptByTheBrowser_ComesBack_AndBesideANewerRevisionItIsADecision()
    {
        await using var context = Loaded();
        var kept = RuleDraft.Of(SampleRules.Rule());
        kept.Description = "Kept from before";
        context.Module.Setup<string?>("keptDraft").SetResult(kept.Keep());
        context.Rules.Get.Always(SampleRules.Rule(revision: 8, content: SampleRules.Content("""{"detail-type":["Order Failed"]}"""), version: 13));
        context.Rules.History.Always(SampleRules.History(SampleRules.Rule(revision: 8)).ToList());

        var page = Open(context);

        Assert.Equal("Kept from before", page.Find("#rule-description").GetAttribute("value"));
        Assert.NotEmpty(page.FindAll(".conflict"));
        Assert.Equal("true", page.Find("#save-rule").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task New_Rule_NeedsANameATargetAndATry()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Rules.Save.Always(new RuleOutcome(SampleRules.Rule("night", 1), false, "Revision 1 is in force."));
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/rules/new?type=Order%20Failed");
        var page = context.Render<RulePage>();
        Assert.Equal("Give the rule a name.", page.Find("#save-rule-why").TextContent);

        await page.Find("#rule-name").ChangeAsync(new ChangeEventArgs { Value = "new" });
        Assert.Equal("This name is an address of the console. Choose another.", page.Find("#save-rule-why").TextContent);
        await page.Find("#rule-name").ChangeAsync(new ChangeEventArgs { Value = "night" });
        page.WaitForAssertion(() => Assert.Contains("1 to 5 targets.", page.Find("[aria-labelledby=wrong-title]").TextContent, StringComparison.Ordinal));
        await page.Find("#add-target").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Null(page.Find("#save-rule").GetAttribute("aria-disabled")));
        var open = page.Find("#save-rule").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "Nights" });
        await dialogs.FindAll("button").Single(button => button.TextContent == "Save the revision").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Rules.Save.Asked);
        Assert.Equal(("night", 0L, RuleState.Disabled), (sent.Name, sent.ExpectedVersion, sent.Content.State));
        Assert.EndsWith("/rules/night", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pending_Change_ClosesTheSave()
    {
        await using var context = new ConsoleContext();
        SampleRules.Fill(context.Rules, context.Routing, SampleRules.Rule() with { Pending = SampleRules.Pending() });

        var page = Open(context);

        Assert.Contains("A change of Viktor Saltmarsh waits", page.Find("#save-rule-why").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll($"#approve-{Name}"));
    }

    [Fact]
    public async Task DryRun_ThatFails_SaysSoAndTheSaveStaysClosed()
    {
        await using var context = Loaded();
        context.Routing.DryRun.Throws(new IOException("disk"));

        var page = Open(context);

        page.WaitForAssertion(() => Assert.Contains("We could not read the dry run.", page.Find("[aria-labelledby=dry-title]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NewRule_NothingTyped_ShowsNoError_AndAfterTypingItDoes()
    {
        await using var context = Loaded();

        var page = context.Render<RulePage>();

        Assert.Empty(page.FindAll("[role=alert]"));
        Assert.Equal("Give the rule a name.", page.Find("#save-rule-why").TextContent);
        await page.Find("#rule-name").ChangeAsync(new ChangeEventArgs { Value = "night" });
        page.WaitForAssertion(() => Assert.Equal("The conditions are not filled in yet.", page.Find("#save-rule-why").TextContent));
        await page.FindAll("[role=radio]").First(option => option.TextContent == "JSON").ClickAsync(new());
        await page.Find("#rule-json").InputAsync(new ChangeEventArgs { Value = "{" });
        Assert.NotEmpty(page.FindAll("#rule-refusal [role=alert]"));
    }

    private static IRenderedComponent<RulePage> Open(ConsoleContext context) => context.Render<RulePage>(parameters => parameters.Add(p => p.Name, Name));

    /// <summary>Opened, and the rule as it is was tried.</summary>
    private static IRenderedComponent<RulePage> Ready(ConsoleContext context)
    {
        var page = Open(context);
        page.WaitForElement(".dry");
        return page;
    }

    private static ConsoleContext Loaded(Role role = Role.Operations)
    {
        var context = new ConsoleContext(role);
        SampleRules.Fill(context.Rules, context.Routing, SampleRules.Rule());
        return context;
    }
}
