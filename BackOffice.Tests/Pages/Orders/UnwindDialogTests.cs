using BackOffice.Components.Orders;
using BackOffice.Components.Refunds;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BackOffice.Tests.Pages.Orders;

public sealed class UnwindDialogTests
{
    [Fact]
    public async Task Opened_ListsWhatIsUndoneInOrder_AndWhoseWorkItIs_AndWaitsForAReason()
    {
        await using var context = new ConsoleContext(Role.Operations);
        context.Unwinds.Check.Always(SampleRefunds.Unwinding());

        var dialog = await OpenAsync(context);

        Assert.Equal(
            ["Voucher 7KQ2 is suspended", "It is made void", "6,000 miles go back to the member's account", "The reservation of 178.00 USD on visa ending 4242 is released", "The customer gets this message"],
            dialog.FindAll(".legs b").Select(row => row.TextContent));
        Assert.Contains("4,000 miles expired since they were redeemed and do not come back", dialog.Find(".legs").TextContent, StringComparison.Ordinal);
        Assert.Contains("GC-4417-0932-1", dialog.Find("ul.plain").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Fee kept", dialog.Markup, StringComparison.Ordinal);
        Assert.True(dialog.Find("#unwind-confirm").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Opened_AnOrderThatDidNothing_IsClosed_AndNothingIsSaidToGoBack()
    {
        await using var context = new ConsoleContext(Role.Operations);
        var check = SampleRefunds.Unwinding();
        context.Unwinds.Check.Always(check with { Executions = [], Preview = check.Preview! with { Vouchers = [], Tenders = [], Executions = [] } });

        var dialog = await OpenAsync(context);

        Assert.Equal(["The customer gets this message"], dialog.FindAll(".legs b").Select(row => row.TextContent));
        Assert.Equal("Close the order", dialog.Find("#unwind-confirm").TextContent);
        Assert.DoesNotContain("money", dialog.Find(".legs").TextContent, StringComparison.Ordinal);
        Assert.Empty(dialog.FindAll("ul.plain"));
    }

    [Fact]
    public async Task Confirmed_SendsWhatTheCheckShowed_UnderTheDialogsOneId()
    {
        await using var context = new ConsoleContext(Role.Operations);
        context.Unwinds.Check.Always(SampleRefunds.Unwinding());
        context.Unwinds.Start.Always(new Unavailable("x", "The store does not answer."));
        var dialog = await OpenAsync(context);

        await dialog.Find("#unwind-reason").InputAsync(new ChangeEventArgs { Value = " sold out " });
        await dialog.Find("#unwind-confirm").ClickAsync(new());
        var first = Assert.Single(context.Unwinds.Start.Asked);

        Assert.Equal((new string('c', 64), "sold out", true), (first.PreviewHash, first.Reason, first.TellCustomer));
        Assert.Equal(["GC-4417-0932-1"], first.Executions);
        Assert.Contains("The store does not answer.", dialog.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmed_ItChangedMeanwhile_ShowsTheNewCheckAndAsksAgain()
    {
        await using var context = new ConsoleContext(Role.Operations);
        context.Unwinds.Check.Always(SampleRefunds.Unwinding());
        context.Unwinds.Start.Always(new Conflict("refund.preview-changed", "It changed."));
        var dialog = await OpenAsync(context);

        await dialog.Find("#unwind-reason").InputAsync(new ChangeEventArgs { Value = "sold out" });
        await dialog.Find("#unwind-confirm").ClickAsync(new());

        Assert.Equal(2, context.Unwinds.Check.Asked.Count);
        Assert.Contains("What you see is new", dialog.Markup, StringComparison.Ordinal);
        Assert.False(dialog.Find("#unwind-confirm").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Opened_ItMayNotBegin_SaysWhyAndCannotBeConfirmed()
    {
        await using var context = new ConsoleContext(Role.Operations);
        context.Unwinds.Check.Always(new UnwindCheck("The order is done. Money goes back by a refund.", [], null));

        var dialog = await OpenAsync(context);

        Assert.Contains("Money goes back by a refund.", dialog.Markup, StringComparison.Ordinal);
        Assert.True(dialog.Find("#unwind-confirm").HasAttribute("disabled"));
    }

    [Fact]
    public async Task TellCustomer_Unticked_AsksForThatPreview()
    {
        await using var context = new ConsoleContext(Role.Operations);
        context.Unwinds.Check.Always(SampleRefunds.Unwinding());
        var dialog = await OpenAsync(context);

        await dialog.Find("input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = false });

        Assert.Equal([true, false], context.Unwinds.Check.Asked);
    }

    [Fact]
    public async Task Confirmed_SignInTooOld_ComesBackToTheSameUndoing_AndStillWritesToNobody()
    {
        await using var context = new ConsoleContext(Role.Operations);
        context.Unwinds.Check.Always(SampleRefunds.Unwinding());
        context.Unwinds.Start.Always((Result<RefundOutcome>)new Rejected(RefundSignIn.Again, "Sign in again: this needs a sign-in of the last 10 minutes. What you typed is kept."));
        var dialog = await OpenAsync(context);
        await dialog.Find("input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = false });
        await dialog.Find("#unwind-reason").InputAsync(new ChangeEventArgs { Value = "sold out" });
        await dialog.Find("#unwind-confirm").ClickAsync(new());
        await dialog.Find("#unwind-confirm").ClickAsync(new());

        // The page is loaded anew.
        var back = await OpenAsync(context, dialog);

        back.WaitForAssertion(() => Assert.Equal("sold out", back.FindAll("#unwind-reason")[^1].GetAttribute("value")));
        Assert.False(back.FindAll("input[type=checkbox]")[^1].HasAttribute("checked"));
        Assert.False(context.Unwinds.Check.Asked[^1]);
        await back.FindAll("#unwind-confirm")[^1].ClickAsync(new());
        var (first, second) = (context.Unwinds.Start.Asked[0], context.Unwinds.Start.Asked[^1]);
        Assert.Equal((first.UnwindId, "sold out", false), (second.UnwindId, second.Reason, second.TellCustomer));
    }

    [Theory]
    [InlineData(Role.Operations, true)]
    [InlineData(Role.SupportLead, false)]
    [InlineData(Role.SupportAgent, false)]
    public async Task Action_IsThereForOperationsAlone_OnAFailedOrder(Role role, bool there)
    {
        await using var context = new ConsoleContext(role);
        context.Orders.Get.Always(SampleViews.Declined());

        Assert.Equal(there, context.Render<OrderPage>(p => p.Add(page => page.Id, "GC-4417-0932")).FindAll("#unwind-order").Count == 1);
    }

    [Fact]
    public async Task Action_OfADoneOrder_IsNotThere_AndOfOneBeingUndone_SaysSo()
    {
        await using var context = new ConsoleContext(Role.Operations);
        context.Orders.Get.Always(SampleViews.Done());
        var done = context.Render<OrderPage>(p => p.Add(page => page.Id, "GC-4417-0932"));
        Assert.Empty(done.FindAll("#unwind-order"));

        var view = SampleViews.Declined();
        Assert.NotNull(OrderActions.WhyNoUnwind(view.Head with { Refunds = new RefundSummary { Unwind = "u-1" } }));
        Assert.NotNull(OrderActions.WhyNoRetry(view.Head with { Refunds = new RefundSummary { Unwind = "u-1" } }));
        Assert.Null(OrderActions.WhyNoUnwind(view.Head));
    }

    [Fact]
    public async Task Page_OfAnOrderThatWasUnwound_DrawsItsWorkflowBesideTheOrders()
    {
        await using var context = new ConsoleContext(Role.Operations);
        var view = SampleViews.Declined();
        var history = new HistoryWriter(SampleViews.Placed.AddMinutes(5)).Begin().Done("Void vouchers", 0.2);
        var execution = view.Execution! with { Name = "GC-4417-0932-U1", Definition = "unwind-order", Status = ExecutionStatus.Running };
        var definition = view.Definition! with { Definition = "unwind-order", Asl = ShippedDefinitions.Read(ShippedDefinitions.UnwindOrder) };
        context.Orders.Get.Always(view with { Unwinding = new ExecutionRun(execution, definition, history.Events, null) });

        var page = context.Render<OrderPage>(p => p.Add(page => page.Id, "GC-4417-0932"));

        var card = page.Find("[aria-labelledby=unwinding-title]");
        Assert.Contains("Undoing", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("unwind-order", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("Give back", card.TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[id=workflow-title]"));
    }

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(ConsoleContext context, IRenderedComponent<MudDialogProvider>? opened = null)
    {
        var provider = opened ?? context.RenderProviders();
        await provider.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<UnwindDialog>(
            "undo", new DialogParameters<UnwindDialog> { { d => d.Order, SampleViews.Id } }));
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.FindAll(".dlg-title")));
        return provider;
    }
}
