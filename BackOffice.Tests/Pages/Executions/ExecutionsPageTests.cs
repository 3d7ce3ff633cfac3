using BackOffice.Components.Executions;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;
using BackOffice.Tests.Pages.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Executions;

public sealed class ExecutionsPageTests() : ReadingPageTests<ExecutionsPage, (ExecutionQuery Query, string? Cursor), Page<ExecutionDescription>>("/executions", "executions", Permission.ExecutionsRead)
{
    [Fact]
    public async Task Page_Loaded_LinksExecutionDefinitionAndOrder()
    {
        await using var context = Loaded();

        var rows = Open(context).FindAll("tbody tr");

        Assert.Equal(4, rows.Count);
        Assert.Equal(["/executions/GC-4417-0932-1", "/definitions/instant-voucher/2", "/orders/GC-4417-0932"], rows[1].QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Contains("Card.Declined", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(2, rows[3].QuerySelectorAll("a").Length);
    }

    [Fact]
    public async Task Page_FiltersInTheAddress_AreAsked()
    {
        await using var context = Loaded();

        Open(context, "/executions?q=GC-44&status=failed&definition=instant-voucher&started=1h&cursor=c");

        var (query, cursor) = Assert.Single(context.Executions.List.Asked);
        Assert.Equal(("GC-44", ExecutionStatus.Failed, "instant-voucher", "c"), (query.NamePrefix, query.Status, query.Definition, cursor));
        Assert.Equal(context.Clock.GetUtcNow().AddHours(-1), query.StartedFrom);
    }

    [Fact]
    public async Task Filter_Chosen_IsInTheAddressWithoutTheCursor()
    {
        await using var context = Loaded();
        var page = Open(context, "/executions?q=GC&cursor=c");

        await page.Find("#f-status").ChangeAsync(new ChangeEventArgs { Value = "running" });

        Assert.EndsWith("/executions?q=GC&status=running", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Empty_SaysWhatToTry()
    {
        await using var context = Loaded();
        context.Executions.List.Always(Page<ExecutionDescription>.Empty);

        var page = Open(context, "/executions?status=failed");

        Assert.Contains("No execution matches", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("a[href='/executions']"));
    }

    [Fact]
    public async Task Execution_Failed_TellsItInASentenceWithPinnedRevisionInputAndNewestEvents()
    {
        await using var context = Loaded();
        context.Executions.Get.Always(new ExecutionView(SamplePipeline.Execution(), SamplePipeline.Definitions()[0], 3));
        context.Executions.History.Always(ask => ask.Cursor is null ? SamplePipeline.Events(5, 14, "5") : SamplePipeline.Events(1, 4, null));

        var page = context.Render<ExecutionPage>(parameters => parameters.Add(p => p.Name, "GC-4417-0932-1"));

        Assert.Equal("Failed in AuthorisePayment with Card.Declined.", page.Find("h1").TextContent);
        Assert.Contains("The definition is now revision 3; this execution stays on 2.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("orderId", page.Markup, StringComparison.Ordinal);
        Assert.Equal("14", page.Find("tbody tr td").TextContent);

        await page.FindAll("button").First(button => button.TextContent.Contains("older", StringComparison.Ordinal)).ClickAsync(new());

        Assert.Equal(14, page.FindAll("tbody tr").Count);
        Assert.Equal("1", page.FindAll("tbody tr")[^1].QuerySelector("td")?.TextContent);
    }

    [Fact]
    public async Task Execution_GoesOn_KeepsWhatWasUnfoldedAndPutsNewEventsOnTop()
    {
        await using var context = Loaded();
        var running = SamplePipeline.Execution(status: ExecutionStatus.Running);
        context.Executions.Get.Always(new ExecutionView(running, SamplePipeline.Definitions()[0], 2));
        context.Executions.History.Always(ask => ask.Cursor is null ? SamplePipeline.Events(5, 14, "5") : SamplePipeline.Events(1, 4, null));
        var page = context.Render<ExecutionPage>(parameters => parameters.Add(p => p.Name, running.Name));
        await page.FindAll("button").First(button => button.TextContent.Contains("older", StringComparison.Ordinal)).ClickAsync(new());
        context.Executions.Get.Always(new ExecutionView(running with { EventCount = 16 }, SamplePipeline.Definitions()[0], 2));
        context.Executions.History.Always(_ => SamplePipeline.Events(7, 16, "7"));

        context.Feed.Push(SampleViews.Head());
        await context.UntilAsync(() => context.Executions.History.Asked.Count > 2);

        page.WaitForAssertion(() => Assert.Equal(16, page.FindAll("tbody tr").Count));
        Assert.Equal("16", page.Find("tbody tr td").TextContent);
    }

    [Fact]
    public async Task Execution_Unknown_SaysSo()
    {
        await using var context = Loaded();
        context.Executions.Get.Always((Result<ExecutionView>)new NotFound("ExecutionDoesNotExist", "There is no execution x."));

        var page = context.Render<ExecutionPage>(parameters => parameters.Add(p => p.Name, "x"));

        Assert.Contains("There is no execution x.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Definition_SecondRevision_ShowsGraphAndWhatChangedSinceTheFirst()
    {
        await using var context = Loaded();

        var page = context.Render<DefinitionsPage>(parameters => parameters.Add(p => p.Name, "instant-voucher").Add(p => p.Revision, 2));

        Assert.Contains("Capture", page.Find("svg.graph").TextContent, StringComparison.Ordinal);
        Assert.Contains("\"MaxAttempts\": 2", page.Find(".linediff .removed").TextContent, StringComparison.Ordinal);
        Assert.Contains("\"MaxAttempts\": 4", page.Find(".linediff .added").TextContent, StringComparison.Ordinal);
        Assert.Contains("Lines added: 1, removed: 1", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Definition_FirstRevision_HasNothingToCompareWith()
    {
        await using var context = Loaded();

        Assert.Empty(context.Render<DefinitionsPage>(parameters => parameters.Add(p => p.Name, "nightly").Add(p => p.Revision, 1)).FindAll(".linediff"));
    }

    [Fact]
    public async Task Definition_NoSuchRevision_SaysSo()
    {
        await using var context = Loaded();

        Assert.Contains("nightly has no revision 7.", context.Render<DefinitionsPage>(parameters => parameters.Add(p => p.Name, "nightly").Add(p => p.Revision, 7)).Markup, StringComparison.Ordinal);
    }

    protected override Answer<(ExecutionQuery Query, string? Cursor), Page<ExecutionDescription>> Reading(ConsoleContext context) => context.Executions.List;

    protected override ConsoleContext Loaded()
    {
        var context = new ConsoleContext(Role.SupportAgent);
        context.Executions.List.Always(SamplePipeline.Executions());
        context.Executions.Definitions.Always(SamplePipeline.Definitions());
        return context;
    }
}
