using BackOffice.Components.Routing;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;
using BackOffice.Tests.Pages.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Routing;

public sealed class RulesPageTests() : ReadingPageTests<RulesPage, bool, IReadOnlyList<RoutingRule>>("/rules", "rules", Permission.RulesRead)
{
    [Fact]
    public async Task Page_WithoutRules_SaysSoAndOffersTheRecordedEvents()
    {
        await using var context = new ConsoleContext();
        SampleRules.Fill(context.Rules, context.Routing);

        var page = Open(context);

        Assert.Equal("No rule yet.", page.Find("h1").TextContent);
        Assert.NotEmpty(page.FindAll("a[href='/rules/tester']"));
        Assert.NotEmpty(page.FindAll("a[href='/rules/new']"));
    }

    [Fact]
    public async Task Row_SaysWhatTheRuleDoesAndWhatFailed()
    {
        await using var context = Loaded();
        context.Deliveries.Dead.Always(new List<DeadGroup> { new("failed-to-zendesk", "t1", "zendesk", "Http.503", "503", 3, SampleViews.Placed, SampleViews.Placed) });

        var page = Open(context);

        var row = page.Find("tbody tr").TextContent;
        Assert.Contains("When detail-type is \"Order Failed\" or \"Order Held\", detail.city is \"Boston\" or \"Chicago\" and detail.amount.minor is at least 10000, send the event to zendesk.", row, StringComparison.Ordinal);
        Assert.Contains("121", row, StringComparison.Ordinal);
        Assert.Contains("zendesk failed 3 times", row, StringComparison.Ordinal);
        Assert.Contains("2 on their way", row, StringComparison.Ordinal);
        Assert.NotNull(page.Find("a[href='/rules/deliveries?rule=failed-to-zendesk']"));
    }

    [Theory]
    [InlineData("/rules?q=boston", "failed-to-zendesk")]
    [InlineData("/rules?state=off", "quiet")]
    [InlineData("/rules?q=nowhere", "")]
    public async Task Filter_InTheAddress_LeavesWhatFits(string address, string names)
    {
        await using var context = With(SampleRules.Rule("quiet", 1, SampleRules.Content("""{"source":["x"]}""", RuleState.Disabled)));

        var page = Open(context, address);

        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), page.FindAll("td.what a").Select(a => a.TextContent));
    }

    [Fact]
    public async Task Disable_AsksAReasonAndSendsTheVersion()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Rules.Switch.Always(new RuleOutcome(SampleRules.Rule(), true, "A second person must decide: zendesk would no longer get events."));
        var page = Open(context);

        var open = page.Find("#switch-failed-to-zendesk").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "The queue is full" });
        await dialogs.FindAll("button").Single(button => button.TextContent == "Disable the rule").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Rules.Switch.Asked);
        Assert.Equal((false, 12L, "The queue is full"), (sent.Enable, sent.ExpectedVersion, sent.Reason));
    }

    [Fact]
    public async Task Change_OfSomebodyElse_CanBeApprovedAndOnesOwnOnlyWithdrawn()
    {
        await using var context = With(SampleRules.Rule("theirs") with { Pending = SampleRules.Pending() }, SampleRules.Rule("mine") with { Pending = SampleRules.Pending(byId: "https://idp.example|7", by: "Ama Kestrel") });

        var page = Open(context);

        Assert.NotEmpty(page.FindAll("#approve-theirs, #decline-theirs"));
        Assert.Empty(page.FindAll("#approve-mine, #decline-mine, #withdraw-theirs"));
        Assert.NotEmpty(page.FindAll("#withdraw-mine"));
        Assert.Contains("disabled, was enabled", page.Find(".waiting").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#switch-mine").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Change_Approved_SendsItsIdWithAReason()
    {
        await using var context = With(SampleRules.Rule("theirs") with { Pending = SampleRules.Pending() });
        var dialogs = context.RenderProviders();
        context.Rules.Decide.Always(new RuleOutcome(SampleRules.Rule("theirs"), false, "Revision 8 is in force."));
        var page = Open(context);

        var open = page.Find("#approve-theirs").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "Seen the queue" });
        await dialogs.FindAll("button").Single(button => button.TextContent == "Approve the change").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Rules.Decide.Asked);
        Assert.Equal(("theirs", "change-1", true, "Seen the queue"), (sent.Name, sent.ChangeId, sent.Approve, sent.Reason));
    }

    [Fact]
    public async Task Change_ReadByWhoMayNotDecide_SaysWhoMay()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        SampleRules.Fill(context.Rules, context.Routing, SampleRules.Rule("theirs") with { Pending = SampleRules.Pending() });

        var page = Open(context);

        Assert.Contains("rules:approve", page.Find("#approve-theirs-why").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("a[href='/rules/new']"));
    }

    protected override Answer<bool, IReadOnlyList<RoutingRule>> Reading(ConsoleContext context) => context.Rules.List;

    protected override ConsoleContext Loaded() => With();

    private static ConsoleContext With(params RoutingRule[] others)
    {
        var context = new ConsoleContext();
        SampleRules.Fill(context.Rules, context.Routing, [.. others, SampleRules.Rule()]);
        return context;
    }
}
