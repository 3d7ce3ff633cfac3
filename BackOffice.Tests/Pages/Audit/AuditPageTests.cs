using BackOffice.Components.Audit;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Audit;

public sealed class AuditPageTests
{
    [Fact]
    public async Task Page_WhileReading_ShowsASkeleton()
    {
        await using var context = new ConsoleContext();
        context.Audit.List.Later();

        Assert.NotEmpty(context.Render<AuditPage>().FindAll("[aria-label='Loading the audit log']"));
    }

    [Fact]
    public async Task Page_Loaded_ShowsTheEntryWhole()
    {
        await using var context = Loaded();

        var page = Open(context, "/audit?entry=7");

        Assert.Equal(2, page.FindAll("tbody tr").Count);
        var card = page.Find("section.rail").TextContent;
        Assert.Contains("Noor Abelard changed the rollout.", card, StringComparison.Ordinal);
        Assert.Contains("Processor is busy", card, StringComparison.Ordinal);
        Assert.Equal("40.00%", page.Find("section.rail s").TextContent);
        Assert.Contains("Entry matches its hash", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_ThatWasEdited_IsCalledOut()
    {
        await using var context = new ConsoleContext();
        var good = SampleViews.Audit(8);
        context.Audit.List.Always(new Page<StoredAudit>([good with { Entry = good.Entry with { ActorId = "x|other" } }], null));

        Assert.Contains("Entry does not match its hash", Open(context, "/audit").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_WhoseDetailWasErased_SaysSo()
    {
        await using var context = new ConsoleContext();
        context.Audit.List.Always(new Page<StoredAudit>([SampleViews.Audit(8) with { Detail = null }], null));

        Assert.Contains("Erased. The chain keeps its digest.", Open(context, "/audit").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NothingFound_OffersEverything()
    {
        await using var context = new ConsoleContext();
        context.Audit.List.Always(Page<StoredAudit>.Empty);

        Assert.Equal("/audit", Open(context, "/audit?subject=order/GC-1").Find("section.notice a").GetAttribute("href"));
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Audit.List.Always((Result<Page<StoredAudit>>)RolePermissions.Refusal(Permission.AuditRead));

        var page = Open(context, "/audit");

        Assert.Contains("audit:read", page.Find("section.notice").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Verify the log", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_StoreDown_ShowsAnId()
    {
        await using var context = new ConsoleContext();
        context.Audit.List.Throws(new IOException("disk"));

        Assert.Contains("The audit log could not be read", Open(context, "/audit").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_ForAnOrderId_AsksForItsSubject()
    {
        await using var context = Loaded();
        var page = Open(context, "/audit?action=retry");

        await page.Find("form input").InputAsync(new ChangeEventArgs { Value = "gc-4417-0932" });
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal(("order/GC-4417-0932", "retry"), (context.Audit.List.Asked[^1].Query.Subject, context.Audit.List.Asked[^1].Query.Action)));
    }

    [Fact]
    public async Task Verify_Green_SaysHowMuchWasChecked()
    {
        await using var context = Loaded();
        var answer = context.Audit.Verify.Later();
        var page = Open(context, "/audit");

        var click = page.Find(".actions button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Checking every chain", page.Markup, StringComparison.Ordinal));
        answer.SetResult(new AuditReport(48_211, 9_000, 96, 48_211, null, TimeSpan.FromSeconds(2), []));
        await click;

        page.WaitForAssertion(() => Assert.Contains("Verified to #48,211.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_WithFindings_ListsThemLoudly()
    {
        await using var context = Loaded();
        context.Audit.Verify.Always(new AuditReport(10, 2, 1, 10, null, TimeSpan.FromSeconds(1), [new AuditFinding("edited", "order/GC-1", 3, "The entry's hash does not match.")]));
        var page = Open(context, "/audit");

        await page.Find(".actions button").ClickAsync(new());

        Assert.Contains("The log was changed: 1 finding", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_InTheAddress_AreAskedForAndExported()
    {
        await using var context = Loaded();

        var page = Open(context, "/audit?kind=flag&since=1d&q=busy&action=rollout");

        Assert.Equal(new AuditFilter("flag", context.Clock.GetUtcNow().AddDays(-1), null, "busy"), Assert.Single(context.Audit.Filters));
        var export = page.FindAll("a[download]")[0].GetAttribute("href");
        foreach (var part in new[] { "/exports/audit?", "action=rollout", "kind=flag", "text=busy", "from=2026-11-22T07%3A42%3A58", "format=csv" })
            Assert.Contains(part, export, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_ByKind_KeepsTheRestOfTheAddress()
    {
        await using var context = Loaded();
        var page = Open(context, "/audit?q=busy&cursor=c");

        await page.Find("#f-kind").ChangeAsync(new ChangeEventArgs { Value = "batch" });

        Assert.EndsWith("/audit?q=busy&kind=batch", context.Services.GetRequiredService<NavigationManager>().Uri.Replace("kind=batch&q=busy", "q=busy&kind=batch", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SearchedButNotToTheEnd_SaysHowFarAndGoesOn()
    {
        await using var context = Loaded();
        context.Audit.List.Always(new Page<StoredAudit>([], "c-2", context.Clock.GetUtcNow().AddDays(-3)));
        var page = Open(context, "/audit?q=nothing");

        Assert.Contains("Searched back to 20 Nov", page.Markup, StringComparison.Ordinal);
        await page.FindAll("button").First(button => button.TextContent == "Search further").ClickAsync(new());

        Assert.Equal("c-2", context.Audit.List.Asked[^1].Cursor);
    }

    [Fact]
    public async Task Entry_ByItsAddress_IsShownWholeWithItsNeighbours()
    {
        await using var context = new ConsoleContext();
        context.Audit.Get.Always(new AuditEntryView(SampleViews.Audit(8), true, true, true));

        var page = context.Render<AuditEntryPage>(parameters => parameters.Add(p => p.Kind, "views").Add(p => p.Rest, "https%3A%2F%2Fidp.example%7C7/2"));

        Assert.Equal(("views/https://idp.example|7", 2L), Assert.Single(context.Audit.Get.Asked));
        Assert.Equal(["/audit/views/https%3A%2F%2Fidp.example%7C7/1", "/audit/views/https%3A%2F%2Fidp.example%7C7/3"], page.FindAll(".actions a").Select(a => a.GetAttribute("href")));
        Assert.Contains("follows the entry before it", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_ThatFollowsNothing_IsCalledOut()
    {
        await using var context = new ConsoleContext();
        context.Audit.Get.Always(new AuditEntryView(SampleViews.Audit(8), false, true, false));

        var page = context.Render<AuditEntryPage>(parameters => parameters.Add(p => p.Kind, "order").Add(p => p.Rest, "GC-4417-0932/1"));

        Assert.Contains("the log was changed", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GC-4417-0932")]
    [InlineData("GC-4417-0932/x")]
    public async Task Entry_AddressWithoutANumber_SaysWhatAnAddressIs(string rest)
    {
        await using var context = new ConsoleContext();

        var page = context.Render<AuditEntryPage>(parameters => parameters.Add(p => p.Kind, "order").Add(p => p.Rest, rest));

        Assert.Contains("/audit/order/GC-4417-0932/1", page.Markup, StringComparison.Ordinal);
        Assert.Empty(context.Audit.Get.Asked);
    }

    private static ConsoleContext Loaded()
    {
        var context = new ConsoleContext();
        context.Audit.List.Always(new Page<StoredAudit>(
            [SampleViews.Audit(8), SampleViews.Audit(7, AuditActions.RolloutChanged, "Processor is busy", "Noor Abelard", new AuditChange("dial", "40.00%", "25.00%"))], null));
        return context;
    }

    private static IRenderedComponent<AuditPage> Open(ConsoleContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<AuditPage>();
    }
}
