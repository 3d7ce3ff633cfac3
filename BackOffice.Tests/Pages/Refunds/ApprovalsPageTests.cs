using BackOffice.Components.Refunds;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Refunds;

public sealed class ApprovalsPageTests
{
    [Fact]
    public async Task Page_Loaded_ShowsWhoWhatWhyAndThePreview()
    {
        await using var context = Loaded(SampleRefunds.Waiting());

        var page = context.Render<ApprovalsPage>();

        Assert.Equal("One refund waits for approval.", page.Find("h1").TextContent);
        var row = page.Find(".queue > li").TextContent;
        foreach (var part in new[] { "GC-4417-0932", "Dora W•••", "178.00", "Customer cannot go", "Moved the trip", "Teodora Quill asked for it", "One other person approves it.", "Vouchers 7KQ2, M4XD are suspended", "left" })
            Assert.Contains(part, row, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".note.role-late"));
    }

    [Fact]
    public async Task Page_CaseWithMiles_ShowsBothAmounts_InTheRowTheQuestionAndTheButton()
    {
        await using var context = Loaded(SampleRefunds.Waiting(SampleRefunds.Case() with { Miles = new Money(12_000, Money.Miles) }));
        var dialogs = context.RenderProviders();
        var page = context.Render<ApprovalsPage>();

        Assert.Contains("12,000 miles", page.Find(".queue > li .row").TextContent, StringComparison.Ordinal);
        Assert.Equal("Approve 178.00 USD and 12,000 miles…", page.Find($"#refund-approve-{SampleRefunds.CaseId}").TextContent.Trim());
        _ = page.Find($"#refund-approve-{SampleRefunds.CaseId}").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("Approve the refund of 178.00 USD and 12,000 miles?", dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal("Approve 178.00 USD and 12,000 miles", dialogs.Find(".mud-dialog-actions .btn.p").TextContent.Trim());
    }

    [Fact]
    public async Task Page_OrderChangedSince_SaysThatApprovingEndsIt()
    {
        await using var context = Loaded(SampleRefunds.Waiting(preview: SampleRefunds.Preview(RefundApprovalLevel.Lead, 2, 'x')));

        Assert.Contains("approving it ends it", context.Render<ApprovalsPage>().Find(".note.role-late").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reject_WithReason_SendsItAndReadsAgain()
    {
        await using var context = Loaded(SampleRefunds.Waiting());
        var dialogs = context.RenderProviders();
        context.Refunds.Reject.Always(SampleRefunds.Outcome(RefundState.Rejected));
        var page = context.Render<ApprovalsPage>();

        var open = page.Find($"#refund-reject-{SampleRefunds.CaseId}").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.NotEmpty(dialogs.FindAll(".mud-dialog .legs li"));
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "Not within the terms" });
        await dialogs.Find(".btn.d").ClickAsync(new());
        await open;

        Assert.Equal("Not within the terms", Assert.Single(context.Refunds.Reject.Asked).Reason);
        Assert.Equal(2, context.Refunds.Pending.Asked.Count);
    }

    [Fact]
    public async Task Approve_PreviewChanged_SaysThatItEnded()
    {
        await using var context = Loaded(SampleRefunds.Waiting());
        var dialogs = context.RenderProviders();
        context.Refunds.Approve.Always((Result<RefundOutcome>)new Conflict("refund.preview-changed", "The order changed. The case has ended."));
        var page = context.Render<ApprovalsPage>();

        _ = page.Find($"#refund-approve-{SampleRefunds.CaseId}").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "ok" });
        await dialogs.Find(".btn.p").ClickAsync(new());

        Assert.Contains("The case has ended", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(dialogs.Find(".btn.p").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Approve_SignInTooOld_GoesToSignIn_AndComesBackToTheSameApproval()
    {
        await using var context = Loaded(SampleRefunds.Waiting());
        var dialogs = context.RenderProviders();
        context.Refunds.Approve.Always((Result<RefundOutcome>)new Rejected(RefundSignIn.Again, "Sign in again: this needs a sign-in of the last 10 minutes. What you typed is kept."));
        var page = context.Render<ApprovalsPage>();
        _ = page.Find($"#refund-approve-{SampleRefunds.CaseId}").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "Seen both orders" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        Assert.Equal("Sign in again…", dialogs.Find(".btn.p").TextContent);
        await dialogs.Find(".btn.p").ClickAsync(new());

        var navigation = context.Services.GetRequiredService<NavigationManager>();
        Assert.Equal($"sign-in/again?returnUrl={Uri.EscapeDataString($"/approvals?again={SampleRefunds.CaseId}")}", navigation.ToBaseRelativePath(navigation.Uri));

        // The page is loaded anew.
        context.Refunds.Approve.Always(SampleRefunds.Outcome(RefundState.Running));
        navigation.NavigateTo($"/approvals?again={SampleRefunds.CaseId}");
        context.Render<ApprovalsPage>();
        dialogs.WaitForAssertion(() => Assert.Equal("Approve 178.00 USD", dialogs.FindAll(".mud-dialog-actions .btn.p")[^1].TextContent));
        Assert.Equal("Seen both orders", dialogs.FindAll("#reason")[^1].GetAttribute("value"));
        await dialogs.FindAll(".mud-dialog-actions .btn.p")[^1].ClickAsync(new());

        var (first, second) = (context.Refunds.Approve.Asked[0], context.Refunds.Approve.Asked[1]);
        Assert.Equal((first.CommandId, first.Reason, first.PreviewHash), (second.CommandId, second.Reason, second.PreviewHash));
    }

    [Fact]
    public async Task Page_WhileReading_ShowsRows()
    {
        await using var context = Loaded();
        context.Refunds.Pending.Later();

        Assert.NotEmpty(context.Render<ApprovalsPage>().FindAll("[aria-label='Loading refunds that wait']"));
    }

    [Fact]
    public async Task Page_NothingWaits_SaysWhereDecisionsStand()
    {
        await using var context = Loaded();

        Assert.Contains("No refund waits for approval", context.Render<ApprovalsPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_StoreDown_SaysSo()
    {
        await using var context = Loaded();
        context.Refunds.Pending.Throws(new IOException("disk"));

        Assert.Contains("The refunds that wait could not be read", context.Render<ApprovalsPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithoutPermission_NamesIt()
    {
        await using var context = Loaded();
        context.Refunds.Pending.Always((Result<IReadOnlyList<RefundCase>>)RolePermissions.Refusal(Permission.RefundsApprove));

        Assert.Contains("refunds:approve", context.Render<ApprovalsPage>().Markup, StringComparison.Ordinal);
    }

    private static ConsoleContext Loaded(params RefundCase[] cases)
    {
        var context = new ConsoleContext(Role.SupportLead);
        context.Refunds.Pending.Always((Result<IReadOnlyList<RefundCase>>)new List<RefundCase>(cases));
        return context;
    }
}
