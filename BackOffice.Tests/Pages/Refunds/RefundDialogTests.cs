using BackOffice.Components.Refunds;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BackOffice.Tests.Pages.Refunds;

public sealed class RefundDialogTests
{
    [Fact]
    public async Task Opened_NothingAnswered_AsksNothingAndCannotBeConfirmed()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);

        var dialog = await OpenAsync(context);

        Assert.Contains("Answer what comes back and why", dialog.Markup, StringComparison.Ordinal);
        Assert.True(dialog.Find("#refund-confirm").HasAttribute("disabled"));
        Assert.Empty(context.Refunds.Preview.Asked);
    }

    [Theory]
    [InlineData(RefundApprovalLevel.None, "Refund 89.00 USD")]
    [InlineData(RefundApprovalLevel.Lead, "Ask for approval of 89.00 USD")]
    public async Task Answered_PreviewCame_NumbersTheEffectsAndNamesTheAmountOnTheButton(RefundApprovalLevel level, string verb)
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Always(SampleRefunds.Preview(level));
        var dialog = await OpenAsync(context);

        await AnswerAsync(context, dialog);

        Assert.Equal(verb, dialog.Find("#refund-confirm").TextContent);
        Assert.Equal(["Voucher 7KQ2 is suspended", "It is made void", "89.00 USD goes back to Visa ending in 4242", "The customer gets this message"], dialog.FindAll(".legs b").Select(row => row.TextContent));
        Assert.Contains("preview aaaa·aaaa", dialog.Markup, StringComparison.Ordinal);
        Assert.Contains("We have refunded Harbour Sail", dialog.Find("blockquote").TextContent, StringComparison.Ordinal);
        Assert.False(dialog.Find("#refund-confirm").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Answered_WithoutWords_WaitsForThem()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Always(SampleRefunds.Preview());
        var dialog = await OpenAsync(context);
        await AnswerAsync(context, dialog);

        await dialog.Find("#refund-reason").InputAsync(new ChangeEventArgs { Value = "  " });

        Assert.True(dialog.Find("#refund-confirm").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Changed_WhileAPreviewIsAsked_ShowsOnlyTheNewestAnswer()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        var first = context.Refunds.Preview.Later();
        context.Refunds.Preview.Always(ask => SampleRefunds.Preview(quantity: ask.Lines[0].Quantity));
        var dialog = await OpenAsync(context);
        await dialog.FindAll("input[name=refund-code]")[0].ChangeAsync(new ChangeEventArgs { Value = "on" });
        var one = dialog.Find("#refund-quantity-1").InputAsync(new ChangeEventArgs { Value = "1" });
        await context.UntilAsync(() => context.Refunds.Preview.Asked.Count == 1);

        var two = dialog.Find("#refund-quantity-1").InputAsync(new ChangeEventArgs { Value = "2" });
        await context.UntilAsync(() => context.Refunds.Preview.Asked.Count == 2);
        await two;
        first.SetResult(SampleRefunds.Preview());
        await one;

        Assert.Equal("Refund 178.00 USD", dialog.Find("#refund-confirm").TextContent);
    }

    [Fact]
    public async Task Refused_ByThePreview_SaysWhyAndStaysClosed()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Always((Result<RefundPreview>)new Rejected("refund.quantity", "Only 1 unit is left."));
        var dialog = await OpenAsync(context);

        await AnswerAsync(context, dialog);

        Assert.Contains("Only 1 unit is left.", dialog.Find(".pv [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(dialog.Find("#refund-confirm").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Preview_StoreDown_OffersToTryAgain()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Throws(new IOException("disk"));
        var dialog = await OpenAsync(context);

        await AnswerAsync(context, dialog);

        Assert.Contains("Try again", dialog.Find(".pv").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("disk", dialog.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opened_WithoutPermission_NamesIt()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.InForce = RolePermissions.Refusal(Permission.OrdersRead);

        Assert.Contains("orders:read", (await OpenAsync(context)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmed_AnswerLost_SendsTheSameCommandAgain()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Always(SampleRefunds.Preview());
        context.Refunds.Request.Throws(new IOException("lost"));
        var dialog = await OpenAsync(context);
        await AnswerAsync(context, dialog);

        await dialog.Find("#refund-confirm").ClickAsync(new());
        context.Refunds.Request.Always(SampleRefunds.Outcome(RefundState.Running));
        await dialog.Find(".dlg-two").KeyDownAsync(new KeyboardEventArgs { Key = "Enter", CtrlKey = true });

        var (first, second) = (context.Refunds.Request.Asked[0], context.Refunds.Request.Asked[1]);
        Assert.Equal((first.RefundId, first.PreviewHash, first.Ask.Hash()), (second.RefundId, second.PreviewHash, second.Ask.Hash()));
        Assert.Equal((new string('a', 64), "Moved the trip", "customer-request", 1), (first.PreviewHash, first.Ask.Reason, first.Ask.ReasonCode, first.Ask.Lines[0].Quantity));
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll(".mud-dialog")));
    }

    [Fact]
    public async Task Confirmed_Twice_IsSentOnce()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Always(SampleRefunds.Preview());
        var answer = context.Refunds.Request.Later();
        var dialog = await OpenAsync(context);
        await AnswerAsync(context, dialog);

        var first = dialog.Find("#refund-confirm").ClickAsync(new());
        await dialog.Find(".dlg-two").KeyDownAsync(new KeyboardEventArgs { Key = "Enter", CtrlKey = true });
        answer.SetResult(SampleRefunds.Outcome(RefundState.Running));
        await first;

        Assert.Single(context.Refunds.Request.Asked);
    }

    [Fact]
    public async Task Confirmed_PreviewChanged_ShowsTheNewOneAndAsksAgain()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Always(SampleRefunds.Preview());
        context.Refunds.Request.Always((Result<RefundOutcome>)new Conflict("refund.preview-changed", "It changed."));
        var dialog = await OpenAsync(context);
        await AnswerAsync(context, dialog);
        context.Refunds.Preview.Always(SampleRefunds.Preview(RefundApprovalLevel.Lead, hash: 'c'));

        var confirm = dialog.Find("#refund-confirm").ClickAsync(new());
        await context.UntilAsync(() => confirm.IsCompleted);
        await confirm;

        Assert.Contains("What you see is new", dialog.Find(".pv [role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Ask for approval of 89.00 USD", dialog.Find("#refund-confirm").TextContent);
        context.Refunds.Request.Always(SampleRefunds.Outcome(RefundState.PendingApproval));
        await dialog.Find("#refund-confirm").ClickAsync(new());
        Assert.Equal(new string('c', 64), context.Refunds.Request.Asked[1].PreviewHash);
    }

    [Fact]
    public async Task Confirmed_SignInTooOld_GoesToSignIn_AndTheSameRefundIsThereAfterwards()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Always(SampleRefunds.Preview());
        context.Refunds.Request.Always((Result<RefundOutcome>)new Rejected(RefundSignIn.Again, "Sign in again: this needs a sign-in of the last 10 minutes. What you typed is kept."));
        var dialog = await OpenAsync(context);
        await AnswerAsync(context, dialog);

        await dialog.Find("#refund-confirm").ClickAsync(new());
        Assert.Contains("Sign in again", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Sign in again…", dialog.Find("#refund-confirm").TextContent);
        await dialog.Find("#refund-confirm").ClickAsync(new());

        var navigation = context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>();
        Assert.Equal($"sign-in/again?returnUrl={Uri.EscapeDataString($"/orders/{SampleViews.Id}?do=refund")}", navigation.ToBaseRelativePath(navigation.Uri));
        Assert.Single(context.Refunds.Request.Asked);

        // The page is loaded anew: another dialog of the same person.
        context.Refunds.Request.Always(SampleRefunds.Outcome(RefundState.Running));
        var opened = context.Services.GetRequiredService<IDialogService>();
        var shown = dialog.InvokeAsync(() => opened.ShowAsync<RefundDialog>("refund", new DialogParameters<RefundDialog> { { d => d.View, SampleViews.Done() } }));
        await context.UntilAsync(() => dialog.FindAll("#refund-confirm:not([disabled])") is [.., var confirm] && confirm.TextContent == "Refund 89.00 USD");
        await shown;
        await dialog.FindAll("#refund-confirm")[^1].ClickAsync(new());

        var (first, second) = (context.Refunds.Request.Asked[0], context.Refunds.Request.Asked[1]);
        Assert.Equal((first.RefundId, first.PreviewHash, first.Ask.Hash()), (second.RefundId, second.PreviewHash, second.Ask.Hash()));
        Assert.Equal(("Moved the trip", "customer-request", 1), (second.Ask.Reason, second.Ask.ReasonCode, second.Ask.Lines[0].Quantity));
    }

    [Fact]
    public async Task Cancelled_AfterItWasKept_IsForgotten()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);
        context.Refunds.Preview.Always(SampleRefunds.Preview());
        var kept = new RefundIntent("kept-1", SampleViews.Id, RefundKind.OrderReduction, "customer-request", "Moved the trip", "", new Dictionary<int, int> { [1] = 1 }, false, true);
        var intents = context.Services.GetRequiredService<BackOffice.Interaction.KeptIntents>();
        intents.Keep(context.Actor.Actor.Id, "refund/" + SampleViews.Id, kept);
        var provider = context.RenderProviders();
        var shown = provider.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<RefundDialog>("refund", new DialogParameters<RefundDialog> { { d => d.View, SampleViews.Done() } }));
        await context.UntilAsync(() => provider.FindAll("#refund-confirm:not([disabled])").Count == 1);
        await shown;

        await provider.FindAll(".mud-dialog-actions button")[0].ClickAsync(new());

        Assert.Null(intents.Find<RefundIntent>(context.Actor.Actor.Id, "refund/" + SampleViews.Id));
    }

    [Theory]
    [InlineData("50", 5_000L)]
    [InlineData("12.5", 1_250L)]
    [InlineData("12,50", 1_250L)]
    [InlineData("1,000", null)]
    [InlineData("-3", null)]
    [InlineData("x", null)]
    public void Amount_Typed_IsMinorUnitsOrNothing(string typed, long? minor) => Assert.Equal(minor, RefundForm.Parse(typed, "USD")?.Minor);

    internal static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(ConsoleContext context, OrderView? view = null)
    {
        var provider = context.RenderProviders();
        await provider.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<RefundDialog>(
            "refund", new DialogParameters<RefundDialog> { { d => d.View, view ?? SampleViews.Done() } }));
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.FindAll(".dlg-title")));
        return provider;
    }

    private static async Task AnswerAsync(ConsoleContext context, IRenderedComponent<MudDialogProvider> dialog)
    {
        await dialog.Find("#refund-quantity-1").InputAsync(new ChangeEventArgs { Value = "1" });
        await dialog.Find("#refund-reason").InputAsync(new ChangeEventArgs { Value = " Moved the trip " });
        var answered = dialog.FindAll("input[name=refund-code]")[0].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await context.UntilAsync(() => answered.IsCompleted);
        await answered;
    }
}
