using BackOffice.Components.Orders;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Orders;

/// <summary>Columns, sorting, selection and bulk retries of the list.</summary>
public sealed class OrdersListTests
{
    [Fact]
    public async Task Columns_Chosen_AreShownAndRemembered()
    {
        await using var context = Loaded();
        var page = Open(context);
        Assert.Empty(page.FindAll("td.c-error"));

        await page.FindAll(".columns input")[(int)OrderColumn.Error].ChangeAsync(new ChangeEventArgs { Value = true });
        await page.FindAll(".columns input")[(int)OrderColumn.Tries].ChangeAsync(new ChangeEventArgs { Value = false });

        Assert.Equal(11, page.FindAll("td.c-error").Count);
        Assert.Empty(page.FindAll("td.c-tries"));
        var remembered = context.JSInterop.Invocations["remember"][^1];
        Assert.Equal(["orders.columns", "Customer,Offer,Amount,Path,Step,Age,Error"], remembered.Arguments);
    }

    [Fact]
    public async Task Columns_RememberedEarlier_AreShownAtOnce()
    {
        await using var context = Loaded();
        var module = context.JSInterop.SetupModule("./console.js");
        module.Mode = JSRuntimeMode.Loose;
        module.Setup<string?>("recall", "orders.columns").SetResult("Age,Nonsense,99");

        var page = Open(context);

        page.WaitForAssertion(() => Assert.Equal(["Status", "Order", "Age", "Actions"], page.FindAll("thead th:not(.pick)").Select(head => head.TextContent.Trim()).Where(text => text.Length > 0)));
    }

    [Theory]
    [InlineData("/orders", "c-age", "ascending", "/orders?q=sort:oldest")]
    [InlineData("/orders?q=sort:oldest", "c-age", "descending", "/orders")]
    [InlineData("/orders?q=status:failed", "c-amount", null, "/orders?q=status:failed%20sort:amount")]
    [InlineData("/orders?q=sort:amount", "c-amount", "descending", "/orders?q=sort:amount")]
    public async Task Head_OfASortableColumn_SaysItsOrderAndAsksForAnother(string address, string column, string? sorted, string next)
    {
        await using var context = Loaded();
        var page = Open(context, address);
        Assert.Equal(sorted, page.Find($"th.{column}").GetAttribute("aria-sort"));

        await page.Find($"th.{column} button").ClickAsync(new());

        Assert.EndsWith(next, context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selection_WithShift_TakesEverythingBetween()
    {
        await using var context = Loaded();
        var page = Open(context);
        page.WaitForAssertion(() => Assert.Equal(11, page.FindAll("[data-row-pick]").Count));

        await page.FindAll("[data-row-pick]")[1].ClickAsync(new MouseEventArgs());
        Assert.Contains("1 order selected", page.Markup, StringComparison.Ordinal);
        await page.FindAll("[data-row-pick]")[4].ClickAsync(new MouseEventArgs { ShiftKey = true });
        Assert.Equal("4 orders selected", page.Find(".picks b").TextContent);
        await page.FindAll("[data-row-pick]")[2].ClickAsync(new MouseEventArgs());
        Assert.Equal("3 orders selected", page.Find(".picks b").TextContent);

        await page.Find("thead .pick input").ChangeAsync(new ChangeEventArgs { Value = true });
        Assert.Equal("11 orders selected", page.Find(".picks b").TextContent);
        await page.FindAll(".picks button")[^1].ClickAsync(new());
        Assert.Empty(page.FindAll(".picks"));
    }

    [Fact]
    public async Task Selection_WithoutThePermission_IsNotThere()
    {
        await using var context = Loaded(Role.SupportAgent);

        var page = Open(context);

        Assert.Empty(page.FindAll("[data-row-pick]"));
        await page.FindAll("tbody .c-menu button")[3].ClickAsync(new());
        Assert.DoesNotContain("Retry…", page.Find("[role=menu]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulk_Started_SendsTheOpenOrdersOnceAndSaysWhyTheOthersAreLeftOut()
    {
        await using var context = Loaded();
        context.Retries.Start.Always(ask => Job(ask.JobId, ask.Orders.Count));
        var dialogs = context.RenderProviders();
        var page = Open(context);
        page.WaitForAssertion(() => Assert.Equal(11, page.FindAll("[data-row-pick]").Count));
        await page.Find("thead .pick input").ChangeAsync(new ChangeEventArgs { Value = true });

        var asked = page.Find("#retry-picked").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("Retry 3 orders?", dialogs.Markup, StringComparison.Ordinal));
        Assert.Contains("8 orders are left out:", dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains("1: Everything is done", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("#bulk-reason").InputAsync(new ChangeEventArgs { Value = " The processor is back " });
        await dialogs.FindAll(".mud-dialog-actions button")[1].ClickAsync(new());
        await asked;

        var sent = Assert.Single(context.Retries.Start.Asked);
        Assert.Equal("The processor is back", sent.Reason);
        Assert.Equal(["GC-4417-0900", "GC-4417-0901", "GC-4417-0903"], sent.Orders.Select(order => order.Value));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".picks")));
    }

    [Fact]
    public async Task Bulk_OfAllThatMatch_CountsThemFirstAndRetriesThoseThatWereCounted()
    {
        await using var context = Loaded();
        context.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), "next"));
        context.Orders.Counts.Always(new Dictionary<Headline, long> { [Headline.Failed] = 1_284 });
        context.Retries.Preview.Always(new RetryPreview([new("GC-1"), new("GC-2")], 1_284, [new RetryLeftOut("The workflow still tries by itself", 1_282)], IsWhole: false));
        context.Retries.Start.Always(ask => Job(ask.JobId, ask.Orders.Count));
        var dialogs = context.RenderProviders();
        var page = Open(context, "/orders?q=status:failed");
        page.WaitForAssertion(() => Assert.Equal(11, page.FindAll("[data-row-pick]").Count));
        await page.FindAll("[data-row-pick]")[0].ClickAsync(new MouseEventArgs());
        Assert.Empty(page.FindAll("#pick-all"));
        await page.Find("thead .pick input").ChangeAsync(new ChangeEventArgs { Value = true });
        page.WaitForAssertion(() => Assert.Equal("Select all 1,284 that match", page.Find("#pick-all").TextContent));

        await page.Find("#pick-all").ClickAsync(new());
        Assert.Equal("All 1,284 orders that match are selected", page.Find(".picks b").TextContent);
        var asked = page.Find("#retry-picked").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("1,284 orders match, 2 of them can be retried.", dialogs.Markup, StringComparison.Ordinal));
        Assert.Contains("1,282: The workflow still tries by itself", dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains("One retry takes at most 2,000 orders.", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("#bulk-reason").InputAsync(new ChangeEventArgs { Value = "The processor is back" });
        await dialogs.Find("#bulk-start").ClickAsync(new());
        await asked;

        Assert.Equal("status:failed", Assert.Single(context.Retries.Preview.Asked));
        var sent = Assert.Single(context.Retries.Start.Asked);
        Assert.Equal(("status:failed", 2), (sent.Query, sent.Orders.Count));
    }

    [Fact]
    public async Task AllThatMatch_ThenOneUnpicked_IsTheRowsInViewAgain()
    {
        await using var context = Loaded();
        context.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), "next"));
        var page = Open(context);
        page.WaitForAssertion(() => Assert.Equal(11, page.FindAll("[data-row-pick]").Count));
        await page.Find("thead .pick input").ChangeAsync(new ChangeEventArgs { Value = true });
        await page.Find("#pick-all").ClickAsync(new());
        Assert.Equal("All orders that match are selected", page.Find(".picks b").TextContent);

        await page.FindAll("[data-row-pick]")[2].ClickAsync(new MouseEventArgs());

        Assert.Equal("10 orders selected", page.Find(".picks b").TextContent);
    }

    [Fact]
    public async Task Bulk_ThatRunsAlready_IsShownFollowedAndStopped()
    {
        await using var context = Loaded();
        context.Retries.Recent.Add(Job("job-1", 40) with { Accepted = 10, Refused = 2 });
        context.Retries.Stop.Always(Job("job-1", 40) with { Accepted = 10, Refused = 2, State = RetryJobState.Stopping });
        var page = Open(context);
        page.WaitForAssertion(() => Assert.Contains("12 of 40, 2 refused.", page.Markup, StringComparison.Ordinal));
        Assert.Equal("/orders/retries/job-1", page.Find(".job a").GetAttribute("href"));

        await page.Find(".job button").ClickAsync(new());
        Assert.Equal("job-1", Assert.Single(context.Retries.Stop.Asked));
        context.Retries.Recent[0] = Job("job-1", 40) with { Accepted = 10, Refused = 2, State = RetryJobState.Stopped, EndedAt = context.Clock.GetUtcNow() };
        context.Clock.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("10 accepted, 2 refused, 28 not begun.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task JobPage_SaysWhatBecameOfEachOrder()
    {
        await using var context = new ConsoleContext();
        context.Retries.Get.Always(new RetryJobView(
            Job("job-1", 2) with { Accepted = 1, Refused = 1, State = RetryJobState.Done, EndedAt = SampleViews.Placed },
            [
                new RetryItem(new("GC-1"), RetryItemState.Accepted, "The order goes on from the failed step.", SampleViews.Placed),
                new RetryItem(new("GC-2"), RetryItemState.Refused, "The order is closed.", SampleViews.Placed),
            ]));

        var page = context.Render<RetryJobPage>(p => p.Add(job => job.JobId, "job-1"));

        Assert.Equal("The bulk retry is done", page.Find("h1").TextContent);
        Assert.Equal(2, page.FindAll("tbody tr").Count);
        await page.FindAll("[role=radio]")[1].ClickAsync(new());
        Assert.Contains("The order is closed.", Assert.Single(page.FindAll("tbody tr")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JobPage_AcceptedOrdersFailedAgain_ShowsHowTheyStandNow_AndAcceptanceIsNoSuccess()
    {
        await using var context = new ConsoleContext();
        context.Retries.Get.Always(new RetryJobView(
            Job("job-1", 3) with { Accepted = 3, State = RetryJobState.Done, EndedAt = SampleViews.Placed },
            [.. new[] { "GC-1", "GC-2", "GC-3" }.Select(order => new RetryItem(new(order), RetryItemState.Accepted, "The order goes on.", SampleViews.Placed))]));
        (context.Retries.Stand[new("GC-1")], context.Retries.Stand[new("GC-2")], context.Retries.Stand[new("GC-3")]) = (Headline.Failed, Headline.Done, Headline.Failed);

        var page = context.Render<RetryJobPage>(p => p.Add(job => job.JobId, "job-1"));

        Assert.Equal(["Failed · 2", "Done · 1"], page.FindAll("nav.card a").Select(link => link.TextContent));
        Assert.DoesNotContain("role-ok", page.FindAll("tbody tr")[0].InnerHtml, StringComparison.Ordinal);
        Assert.Contains("Failed", page.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        context.Retries.Stand[new("GC-3")] = Headline.Done;
        context.Clock.Advance(TimeSpan.FromSeconds(11));
        page.WaitForAssertion(() => Assert.Equal(["Failed · 1", "Done · 2"], page.FindAll("nav.card a").Select(link => link.TextContent)));
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/orders/retries/job-1?now=failed");
        page.WaitForAssertion(() => Assert.Contains("GC-1", Assert.Single(page.FindAll("tbody tr")).TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("down", "The bulk retry could not be read")]
    [InlineData("missing", "The bulk retry is not there")]
    [InlineData("forbidden", "orders:read")]
    public async Task JobPage_NotReadable_SaysWhy(string situation, string said)
    {
        await using var context = new ConsoleContext();
        if (situation == "down")
            context.Retries.Get.Throws(new IOException("disk"));
        else
            context.Retries.Get.Always(situation == "missing" ? new NotFound("retries.not-found", "There is no bulk retry job-1.") : (Result<RetryJobView>)RolePermissions.Refusal(Permission.OrdersRead));

        var page = context.Render<RetryJobPage>(p => p.Add(job => job.JobId, "job-1"));

        Assert.Contains(said, page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("disk", page.Markup, StringComparison.Ordinal);
    }

    private static RetryJob Job(string id, int total) => new()
    {
        Id = id, State = RetryJobState.Running, ActorId = "https://idp.example|7", ActorName = "Ama Kestrel", ActorKind = ActorKind.Person, Reason = "x", BegunAt = SampleViews.Placed, Total = total,
    };

    private static ConsoleContext Loaded(Role role = Role.Operations)
    {
        var context = new ConsoleContext(role);
        context.Orders.Search.Always(new Page<OrderHead>(SampleViews.List(), null));
        return context;
    }

    private static IRenderedComponent<OrdersPage> Open(ConsoleContext context, string address = "/orders")
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<OrdersPage>();
    }
}
