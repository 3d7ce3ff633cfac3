using BackOffice.Components.Proof;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Proof;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Proof;

public sealed class MoneyPageTests
{
    [Fact]
    public async Task Page_EverythingHolds_SaysSo_WithARowForEachAndBothLedgers()
    {
        await using var context = Loaded(SampleMoney.Sound());

        var page = context.Render<MoneyPage>();

        Assert.Equal("All rules of the money hold.", page.Find("h1").TextContent);
        Assert.Equal(MoneyInvariants.All.Count, page.FindAll("table.money tbody tr").Count);
        Assert.All(page.FindAll("table.money tbody .chip"), chip => Assert.Contains("It holds", chip.TextContent, StringComparison.Ordinal));
        var text = page.Find("main, div.cols").TextContent;
        foreach (var part in new[] { "In our ledgers18,204", "In the gateway's list18,187", "The same on both sides18,180", "Not settled yet7", "Stopped; nothing found until then", "It could not go on; the log says why", "100,000 orders, 18,204 refunds" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Contains("212 days of people", page.Find("table.money").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_RedRows_NameTheirOrders_AndDifferencesByKind()
    {
        await using var context = Loaded(SampleMoney.Red());

        var page = context.Render<MoneyPage>();

        Assert.Equal("Two rules of the money are broken.", page.Find("h1").TextContent);
        Assert.Equal(["/orders/GC-4417-0901", "/orders/GC-4417-0744", "/orders/GC-4417-0745", "/orders/GC-4417-0932"], page.FindAll("table.money a").Select(link => link.GetAttribute("href")));
        Assert.Contains("the ledger says", page.Find("table.money [lang=en]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Only the gateway has it · 1", "It came back, and we have not heard of it · 2"], page.FindAll("h3").Select(title => title.TextContent));
        Assert.Contains("Here: nothing. There: Done, 25.00 USD.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Here: Done, 89.00 USD. There: Came back, 89.00 USD.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NothingCheckedYet_SaysSo_AndClaimsNothing()
    {
        await using var context = Loaded(SampleMoney.Empty());

        var page = context.Render<MoneyPage>();

        Assert.Equal("The money was not checked as a whole yet.", page.Find("h1").TextContent);
        Assert.All(page.FindAll("table.money tbody .chip"), chip => Assert.Contains("Not checked", chip.TextContent, StringComparison.Ordinal));
        Assert.Contains("They were not compared yet", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("It holds", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Pressed_StartsOne_AndShowsHowFarItIs()
    {
        await using var context = Loaded(SampleMoney.Sound());
        context.Money.Start.Always(SampleMoney.Running().Standing);
        var page = context.Render<MoneyPage>();
        context.Money.Get.Always(SampleMoney.Running());

        await page.Find("#check-money").ClickAsync(new());

        Assert.Single(context.Money.Start.Asked);
        Assert.Contains("41,200 of about 100,318 orders", page.Find(".job").TextContent, StringComparison.Ordinal);
        Assert.Equal(("100318", "41200"), (page.Find("progress").GetAttribute("max"), page.Find("progress").GetAttribute("value")));
        Assert.Empty(page.FindAll("#check-money"));
    }

    [Fact]
    public async Task Stop_Pressed_StopsTheCheckThatRuns()
    {
        await using var context = Loaded(SampleMoney.Running());
        context.Money.Stop.Always(SampleMoney.Running("Ama Kestrel").Standing);
        var page = context.Render<MoneyPage>();
        context.Money.Get.Always(SampleMoney.Running("Ama Kestrel"));

        await page.Find("#stop-check").ClickAsync(new());

        Assert.Equal(["c-9"], context.Money.Stop.Asked);
        Assert.Contains("Ama Kestrel stops it.", page.Find(".job").TextContent, StringComparison.Ordinal);
        Assert.Equal("It stops as soon as it can.", page.Find("#stop-check-why").TextContent);
    }

    [Fact]
    public async Task Check_AnotherWasFaster_SaysWho()
    {
        await using var context = Loaded(SampleMoney.Sound());
        context.Money.Start.Always((Result<MoneyStanding>)new Conflict("money.running", "Ines Marlow asked for a check already; it has not ended yet.", "Ines Marlow"));
        var page = context.Render<MoneyPage>();

        await page.Find("#check-money").ClickAsync(new());

        Assert.Contains("Ines Marlow was faster.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ACheckRuns_IsFollowedEachSecond()
    {
        await using var context = Loaded(SampleMoney.Running());
        var page = context.Render<MoneyPage>();
        context.Money.Get.Always(SampleMoney.Sound());

        context.Clock.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".job")));
    }

    [Fact]
    public async Task Page_WithoutTheRightToCheck_ShowsTheStanding_AndWhoMay()
    {
        await using var context = Loaded(SampleMoney.Sound(), Role.SupportLead);

        Assert.Contains("money:verify", context.Render<MoneyPage>().Find("#check-money-why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhileReading_ShowsRows()
    {
        await using var context = new ConsoleContext();
        context.Money.Get.Later();

        Assert.NotEmpty(context.Render<MoneyPage>().FindAll("[aria-label='Loading the rules of the money']"));
    }

    [Fact]
    public async Task Page_StoreDown_SaysSo_WithoutTheCause()
    {
        await using var context = new ConsoleContext();
        context.Money.Get.Throws(new IOException("disk"));

        var page = context.Render<MoneyPage>();

        Assert.Contains("The money could not be read", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("disk", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Money.Get.Always((Result<MoneyView>)RolePermissions.Refusal(Permission.MoneyRead));

        Assert.Contains("money:read", context.Render<MoneyPage>().Markup, StringComparison.Ordinal);
    }

    private static ConsoleContext Loaded(MoneyView view, Role role = Role.Operations)
    {
        var context = new ConsoleContext(role);
        context.Money.Get.Always(view);
        return context;
    }
}
