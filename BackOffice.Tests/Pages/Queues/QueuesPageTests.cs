using BackOffice.Components.Queues;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Queues;

public sealed class QueuesPageTests
{
    [Fact]
    public async Task Page_Loaded_SaysHowManyWereGivenUpAndLeadsThere()
    {
        await using var context = Loaded();

        var page = Open(context, "/queues");

        Assert.Equal("Two messages were given up.", page.Find("h1").TextContent);
        Assert.Equal("/queues?dead=order-notifications", page.Find("tbody a").GetAttribute("href"));
        Assert.Empty(page.FindAll(".letters"));
    }

    [Fact]
    public async Task DeadLetters_OfAQueue_ShowOrderReasonAndMessage()
    {
        await using var context = Loaded();

        var page = Open(context, "/queues?dead=order-notifications");

        Assert.Equal(2, page.FindAll(".letters > li").Count);
        Assert.Contains("The order's head cannot be read.", page.Find(".cause").TextContent, StringComparison.Ordinal);
        Assert.Equal("/orders/GC-4417-0932", page.Find(".letters a").GetAttribute("href"));
        Assert.Equal(("order-notifications", 100), Assert.Single(context.Queues.Letters.Asked));
    }

    [Fact]
    public async Task PutBack_WithAReason_SendsTheCommandOnceAndReadsAgain()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Queues.Redrive.Always(new CommandOutcome(new OrderId("GC-4417-0932"), 4, "The message is in its queue again."));
        var page = Open(context, "/queues?dead=order-notifications");

        var open = page.Find("#redrive-8").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = " The disk was full " });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Queues.Redrive.Asked);
        Assert.Equal(("order-notifications", 8L, "The disk was full"), (sent.Queue, sent.Id, sent.Reason));
        page.WaitForAssertion(() => Assert.Equal(2, context.Queues.Letters.Asked.Count));
    }

    [Fact]
    public async Task Discard_WithAReason_SendsTheCommandOnceAndReadsAgain()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Queues.Discard.Always(new CommandOutcome(new OrderId("GC-4417-0932"), 0, "The message is deleted."));
        var page = Open(context, "/queues?dead=order-notifications");

        var open = page.Find("#discard-8").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "A test order" });
        await dialogs.Find(".btn.d").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Queues.Discard.Asked);
        Assert.Equal(("order-notifications", 8L, "A test order"), (sent.Queue, sent.Id, sent.Reason));
        page.WaitForAssertion(() => Assert.Equal(2, context.Queues.Letters.Asked.Count));
    }

    [Fact]
    public async Task DeadLetters_OfSeveralCauses_AreGroupedTheMostFrequentFirst()
    {
        await using var context = Loaded();
        context.Queues.Letters.Always(new List<DeadLetter>([.. SampleViews.Letters(), SampleViews.Letters()[1] with { Id = 6 }]));

        var causes = Open(context, "/queues?dead=order-notifications").FindAll(".cause h3");

        Assert.Equal(["The store did not answer. 2 messages", "The order's head cannot be read. 1 message"], causes.Select(cause => cause.TextContent));
    }

    [Fact]
    public async Task PutBack_WithoutPermission_SaysWhoMay()
    {
        await using var context = Loaded(Role.Administrator);

        var button = Open(context, "/queues?dead=order-notifications").Find("#redrive-8");

        Assert.Equal("true", button.GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Page_WhileReading_ShowsRows()
    {
        await using var context = Loaded();
        context.Queues.States.Later();

        Assert.NotEmpty(Open(context, "/queues").FindAll("[aria-label='Loading queues']"));
    }

    [Fact]
    public async Task Page_Empty_SaysSo()
    {
        await using var context = Loaded();
        context.Queues.States.Always(new List<QueueState>());

        Assert.Contains("Nothing was ever queued.", Open(context, "/queues").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_StoreDown_SaysSo()
    {
        await using var context = Loaded();
        context.Queues.States.Throws(new IOException("disk"));

        Assert.Contains("The queues could not be read", Open(context, "/queues").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = Loaded(Role.SupportAgent);
        context.Queues.States.Always((Result<IReadOnlyList<QueueState>>)RolePermissions.Refusal(Permission.QueuesRead));

        Assert.Contains("queues:read", Open(context, "/queues").Markup, StringComparison.Ordinal);
    }

    private static ConsoleContext Loaded(Role role = Role.Operations)
    {
        var context = new ConsoleContext(role);
        context.Queues.States.Always(SampleViews.Queues());
        context.Queues.Letters.Always(SampleViews.Letters());
        return context;
    }

    private static IRenderedComponent<QueuesPage> Open(ConsoleContext context, string address)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<QueuesPage>();
    }
}
