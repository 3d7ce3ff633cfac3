using BackOffice.Components.Orders;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Orders;

public sealed class OrderPageTests
{
    [Fact]
    public async Task Page_WhileReading_ShowsASkeletonUnderTheIdAsHeading()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Later();

        var page = Open(context);

        Assert.Equal("Order GC-4417-0932", page.Find("h1").TextContent);
        Assert.NotEmpty(page.FindAll("[aria-label='Loading the order']"));
    }

    [Fact]
    public async Task Page_Loaded_OpensWithTheSentenceAndEveryPart()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Masked(SampleViews.Retrying()));

        var page = Open(context);

        Assert.Equal("The card is authorised, but taking the money failed twice because the card processor was busy. We try again in 38 seconds.", page.Find("h1").TextContent);
        Assert.Contains("Retrying · try 3 of 5", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["Workflow", "What happened", "Events", "Capture", "Money", "Vouchers", "Audit"], page.FindAll("section.card h2").Select(h => h.TextContent));
        Assert.Contains("bucket 23.07 < 40.00", page.Find("dl.facts").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("dora.whitfield@example.com", page.Markup, StringComparison.Ordinal);
        Assert.Contains("7KQ2", page.Markup, StringComparison.Ordinal);
        Assert.Contains("step 5 of 6", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_UnknownId_SaysNotThereAndOffersASearch()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always((Result<OrderView>)new NotFound("order.not-found", "There is no order GC-4417-0932."));

        var page = Open(context);

        Assert.Contains("The order is not there", page.Markup, StringComparison.Ordinal);
        Assert.Equal("/orders?q=GC-4417-0932", page.Find("section.notice a").GetAttribute("href"));
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always((Result<OrderView>)RolePermissions.Refusal(Permission.OrdersRead));

        Assert.Contains("orders:read", Open(context).Find("section.notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownCall_IsSettledWithEvidence_FromThePage()
    {
        await using var context = new ConsoleContext(Role.Operations);
        context.Orders.Get.Always(SampleViews.Unknown());
        context.Commands.SettleCall.Always(new CommandOutcome(new OrderId("GC-4417-0932"), 9, "It is recorded as done, on your word."));
        var dialogs = context.Render<MudBlazor.MudDialogProvider>();
        var page = Open(context);
        Assert.Contains("settle it with evidence, and the order goes on", page.Find(".note.role-unknown").TextContent, StringComparison.Ordinal);

        var open = page.Find("#settle-capture-payment-1").ClickAsync(new());
        dialogs.WaitForElement("#settle-evidence");
        Assert.Contains("is taken twice when somebody retries", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.FindAll("input[name=settle]")[0].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await dialogs.Find("#settle-evidence").InputAsync(new ChangeEventArgs { Value = "Ticket 44" });
        await dialogs.Find("#settle-reference").InputAsync(new ChangeEventArgs { Value = "ch_9" });
        await dialogs.Find(".mud-dialog-actions .btn.p").ClickAsync(new());
        await open;

        var asked = Assert.Single(context.Commands.SettleCall.Asked);
        Assert.Equal(
            (SampleViews.Unknown().Effects[0].Key.ToString(), SampleViews.Unknown().Head.Version, true, "ch_9", "Ticket 44"),
            (asked.EffectKey, asked.ExpectedVersion, asked.Happened, asked.Reference, asked.Evidence));
    }

    [Fact]
    public async Task UnknownCall_WithoutPermission_NamesIt()
    {
        await using var context = new ConsoleContext(Role.SupportLead);
        context.Orders.Get.Always(SampleViews.Unknown());

        var page = Open(context);

        Assert.Contains("effects:settle", page.Find("#settle-capture-payment-1-why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownCall_OfAFraudCheck_CannotBeCalledDone()
    {
        await using var context = new ConsoleContext(Role.Operations);
        var view = SampleViews.Unknown();
        context.Orders.Get.Always(view with { Effects = [view.Effects[0] with { Kind = EffectKind.FraudScan, Amount = null, Key = view.Effects[0].Key with { Step = "fraud-scan" } }] });
        var dialogs = context.Render<MudBlazor.MudDialogProvider>();
        var page = Open(context);

        var open = page.Find("#settle-fraud-scan-1").ClickAsync(new());
        dialogs.WaitForElement("#settle-evidence");

        Assert.Equal([true, false], dialogs.FindAll("input[name=settle]").Select(choice => choice.HasAttribute("disabled")));
        Assert.Contains("its verdict is the fraud service's to give", dialogs.Find(".dlg-head").TextContent, StringComparison.Ordinal);
        await dialogs.Find(".mud-dialog-actions .btn.g").ClickAsync(new());
        await open;
    }

    [Fact]
    public async Task UnknownCalls_OfARefund_AreNotSettledHere()
    {
        await using var context = new ConsoleContext(Role.Operations);
        var view = SampleViews.Unknown();
        context.Orders.Get.Always(view with { Effects = [view.Effects[0] with { Key = view.Effects[0].Key with { Operation = "RF01K9" }, Kind = EffectKind.RefundPayment }] });

        Assert.Empty(Open(context).FindAll("[id^=settle-]"));
    }

    [Fact]
    public async Task Page_ReadFailsLater_KeepsTheOrderAndSaysHowOldItIs()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Retrying());
        var page = Open(context);
        context.Orders.Get.Throws(new IOException("disk"));

        context.Feed.Push(SampleViews.Retrying().Head with { Version = 99 });

        page.WaitForAssertion(() => Assert.Contains("The newest state of the order could not be read", page.Markup, StringComparison.Ordinal));
        Assert.Contains("What you see is", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("svg.graph"));
    }

    [Fact]
    public async Task LiveChange_ToDone_ChangesSentenceAndSaysSoOnce()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Retrying());
        var page = Open(context);
        context.Orders.Get.Always(SampleViews.Done());

        context.Feed.Push(SampleViews.Done().Head);

        page.WaitForAssertion(() => Assert.StartsWith("Paid and delivered", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.Equal("The order is done now.", page.Find("p[role=status]").TextContent);
    }

    [Fact]
    public async Task LiveChange_NotNewerThanWhatIsShown_ReadsNothing()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Retrying());
        var page = Open(context);
        var read = context.Orders.Get.Asked.Count;

        context.Feed.Push(SampleViews.Retrying().Head);
        context.Feed.Push(SampleViews.Done().Head);

        await context.UntilAsync(() => context.Orders.Get.Asked.Count > read);

        Assert.Equal(read + 1, context.Orders.Get.Asked.Count);
    }

    [Fact]
    public async Task Countdown_GoesOnEachSecond()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Retrying());
        var page = Open(context);

        context.Clock.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.EndsWith("in 37 seconds.", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenExecution_IsLookedAtAgainWithoutACommit()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Retrying());
        var page = Open(context);

        context.Clock.Advance(TimeSpan.FromSeconds(3));

        page.WaitForAssertion(() => Assert.True(context.Orders.Get.Asked.Count >= 2));
    }

    [Theory]
    [InlineData(Role.SupportAgent, false, false, true)]
    [InlineData(Role.Operations, true, true, true)]
    [InlineData(Role.ProductManager, false, false, false)]
    public async Task Actions_OfARole_AreOnlyThoseItMayUse(Role role, bool retry, bool decide, bool note)
    {
        await using var context = new ConsoleContext(role);
        context.Orders.Get.Always(SampleViews.Held());

        var page = Open(context);

        Assert.Equal((retry, decide, note), (page.FindAll("#retry-order").Count == 1, page.FindAll("#decide-hold").Count == 1, page.FindAll("#add-note").Count == 1));
    }

    [Theory]
    [InlineData(ErrorCodes.CardExpired, false)]
    [InlineData(ErrorCodes.GatewayUnavailable, true)]
    public async Task Retry_IsTheFilledButton_OnlyWhereItCanHelp(string code, bool filled)
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(Stopped(code));

        var button = Open(context).Find("#retry-order");

        Assert.False(button.HasAttribute("aria-disabled"));
        Assert.Equal(filled, button.ClassList.Contains("p"));
    }

    [Theory]
    [InlineData(Role.SupportAgent, true)]
    [InlineData(Role.Operations, false)]
    public async Task Lead_AdvisesARetry_SaysWhoMayToWhoMayNot(Role role, bool said)
    {
        await using var context = new ConsoleContext(role);
        context.Orders.Get.Always(Stopped(ErrorCodes.CardDeclined));

        var lead = Open(context).Find("p.lead").TextContent;

        Assert.Contains("then retry", lead, StringComparison.Ordinal);
        Assert.Equal(said, lead.Contains("Only these roles may retry: Support lead, Operations.", StringComparison.Ordinal));
    }

    private static OrderView Stopped(string code)
    {
        var view = SampleViews.Declined();
        return view with { Head = view.Head with { Step = view.Head.Step! with { ErrorCode = code } } };
    }

    [Fact]
    public async Task Retry_WhileTheWorkflowTries_StaysVisibleAndSaysWhyNot()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Retrying());

        var button = Open(context).Find("#retry-order");

        Assert.Equal("true", button.GetAttribute("aria-disabled"));
        Assert.False(button.HasAttribute("disabled"));
        Assert.Equal("The workflow still tries by itself", button.ParentElement?.QuerySelector("[role=tooltip]")?.TextContent);
    }

    [Fact]
    public async Task AuditCard_WithoutPermission_SaysWhoHasIt()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Orders.Get.Always(SampleViews.Done() with { Audit = [] });

        Assert.Contains("audit:read", Open(context).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_Tab_ShowsTheHistoryNewestFirst()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Declined());
        var page = Open(context);

        await page.FindAll("section[aria-labelledby=workflow-title] [role=radio]")[1].ClickAsync(new());

        Assert.Equal("ExecutionFailed", page.Find(".events tbody tr td:nth-child(3)").TextContent);
    }

    [Fact]
    public async Task Node_Pressed_ShowsItsStep()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Done());
        var page = Open(context);

        await page.Find("svg.graph g.node").ClickAsync(new());

        Assert.Equal("Fraud scan", page.Find("#step-title").TextContent);
    }

    [Fact]
    public async Task Timeline_Filter_ShowsPeopleAlone()
    {
        await using var context = new ConsoleContext();
        context.Orders.Get.Always(SampleViews.Retrying());
        var page = Open(context);

        await page.FindAll("section[aria-labelledby=happened] [role=radio]")[2].ClickAsync(new());

        Assert.Contains("Customer is on the line", Assert.Single(page.FindAll("ol.tl li")).TextContent, StringComparison.Ordinal);
    }

    private static IRenderedComponent<OrderPage> Open(ConsoleContext context) => context.Render<OrderPage>(p => p.Add(page => page.Id, "GC-4417-0932"));
}
