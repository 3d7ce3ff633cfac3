using BackOffice.Components.Orders;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BackOffice.Tests.Pages.Orders;

public sealed class DialogTests
{
    private static readonly RetryCheck s_redrive = new(
        RetryMode.Redrive, "The same execution goes on. Done steps stay done.", 8, [new CheckItem(CheckVerdict.Good, "Failed 31 min ago")], ["Capture, with the same key"], ["Authorise"], null);

    [Fact]
    public async Task Retry_Possible_SaysWhatRunsAgainAndWaitsForAReason()
    {
        await using var context = new ConsoleContext();
        context.Commands.Check.Always(s_redrive);

        var dialog = await OpenRetryAsync(context);

        Assert.Contains("The same execution goes on", dialog.Markup, StringComparison.Ordinal);
        Assert.Contains("Capture, with the same key", dialog.Markup, StringComparison.Ordinal);
        Assert.True(Button(dialog, "Retry this step").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Retry_WithReason_SendsVersionReasonAndTheDialogsOneId()
    {
        await using var context = new ConsoleContext();
        context.Commands.Check.Always(s_redrive);
        context.Commands.Retry.Always(new Unavailable("x", "The engine does not answer."));
        var dialog = await OpenRetryAsync(context);

        await dialog.Find("#retry-reason").InputAsync(new ChangeEventArgs { Value = " bank fixed it " });
        await Button(dialog, "Retry this step").ClickAsync(new());
        context.Commands.Retry.Always(new CommandOutcome(SampleViews.Id, 9, "We try the capture again."));
        await Button(dialog, "Retry this step").ClickAsync(new());

        Assert.Equal(2, context.Commands.Retry.Asked.Count);
        Assert.Equal(context.Commands.Retry.Asked[0], context.Commands.Retry.Asked[1]);
        Assert.Equal((8, "bank fixed it"), (context.Commands.Retry.Asked[0].ExpectedVersion, context.Commands.Retry.Asked[0].Reason));
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll(".mud-dialog")));
    }

    [Fact]
    public async Task Retry_WhileRunning_CannotBeSentTwice()
    {
        await using var context = new ConsoleContext();
        context.Commands.Check.Always(s_redrive);
        var answer = context.Commands.Retry.Later();
        var dialog = await OpenRetryAsync(context);
        await dialog.Find("#retry-reason").InputAsync(new ChangeEventArgs { Value = "x" });

        var first = Button(dialog, "Retry this step").ClickAsync(new());
        dialog.WaitForAssertion(() => Assert.True(Button(dialog, "Retry this step").HasAttribute("disabled")));
        Assert.Contains("Asking the workflow", dialog.Markup, StringComparison.Ordinal);
        answer.SetResult(new CommandOutcome(SampleViews.Id, 9, "ok"));
        await first;

        Assert.Single(context.Commands.Retry.Asked);
    }

    [Fact]
    public async Task Retry_SomebodyWasFaster_SaysWhoAndAsksToCheckAgain()
    {
        await using var context = new ConsoleContext();
        context.Commands.Check.Always(s_redrive);
        context.Commands.Retry.Always((Result<CommandOutcome>)new Conflict("order.version", "The order changed meanwhile.", "Jonas Orrin", SampleViews.Placed));
        var dialog = await OpenRetryAsync(context);
        await dialog.Find("#retry-reason").InputAsync(new ChangeEventArgs { Value = "x" });

        await Button(dialog, "Retry this step").ClickAsync(new());

        Assert.Contains("Jonas Orrin was faster", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(Button(dialog, "Retry this step").HasAttribute("disabled"));
        await Button(dialog, "Check again").ClickAsync(new());
        Assert.Equal(2, context.Commands.Check.Asked.Count);
    }

    [Fact]
    public async Task Retry_NotPossible_OffersOnlyToClose()
    {
        await using var context = new ConsoleContext();
        context.Commands.Check.Always(s_redrive with { Mode = RetryMode.NotPossible, Why = "A batch job has the order." });

        var dialog = await OpenRetryAsync(context);

        Assert.Contains("cannot be retried now", dialog.Markup, StringComparison.Ordinal);
        Assert.Empty(dialog.FindAll("#retry-reason"));
        Assert.Equal(["Close"], dialog.FindAll(".mud-dialog-actions button").Select(button => button.TextContent));
    }

    [Fact]
    public async Task Retry_CommandThrows_TellsTheOperationAndKeepsTheDialog()
    {
        await using var context = new ConsoleContext();
        context.Commands.Check.Always(s_redrive);
        context.Commands.Retry.Throws(new IOException("disk"));
        var dialog = await OpenRetryAsync(context);
        await dialog.Find("#retry-reason").InputAsync(new ChangeEventArgs { Value = "x" });

        await Button(dialog, "Retry this step").ClickAsync(new());

        Assert.Contains(context.Commands.Retry.Asked[0].CommandId, dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("disk", dialog.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Approve 178.00 USD", true)]
    [InlineData(1, "Reject 178.00 USD", false)]
    public async Task Hold_Decided_SendsTheChoiceThatTheButtonNames(int choice, string verb, bool approve)
    {
        await using var context = new ConsoleContext();
        context.Commands.Decide.Always(new CommandOutcome(SampleViews.Id, 9, "Decided."));
        var dialog = await OpenHoldAsync(context);
        Assert.True(Button(dialog, "Choose first").HasAttribute("disabled"));

        await dialog.FindAll("input[type=radio]")[choice].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await dialog.Find("#hold-reason").InputAsync(new ChangeEventArgs { Value = "Called the customer" });
        await Button(dialog, verb).ClickAsync(new());

        var sent = Assert.Single(context.Commands.Decide.Asked);
        Assert.Equal((approve, "h1", 8L, "Called the customer"), (sent.Approve, sent.HoldId, sent.ExpectedVersion, sent.Reason));
    }

    [Fact]
    public async Task Note_Added_IsSentTrimmed()
    {
        await using var context = new ConsoleContext();
        context.Commands.Note.Always(new CommandOutcome(SampleViews.Id, 9, "Added."));
        var dialog = await OpenAsync<NoteDialog>(context, new DialogParameters<NoteDialog> { { d => d.Order, SampleViews.Id } });

        await dialog.Find("#note-text").InputAsync(new ChangeEventArgs { Value = " Customer called. " });
        await dialog.Find("input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });
        await Button(dialog, "Add note").ClickAsync(new());

        var sent = Assert.Single(context.Commands.Note.Asked);
        Assert.Equal(("Customer called.", true), (sent.Text, sent.Pinned));
    }

    private static Task<IRenderedComponent<MudDialogProvider>> OpenRetryAsync(ConsoleContext context) =>
        OpenAsync<RetryDialog>(context, new DialogParameters<RetryDialog> { { d => d.Order, SampleViews.Id } });

    [Fact]
    public async Task Hold_CtrlEnter_DoesWhatTheButtonDoesAndNothingBefore()
    {
        await using var context = new ConsoleContext();
        context.Commands.Decide.Always(new CommandOutcome(SampleViews.Id, 9, "Approved."));
        var dialog = await OpenHoldAsync(context);
        var enter = new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "Enter", CtrlKey = true };

        await dialog.FindAll("input[type=radio]")[0].ChangeAsync(new ChangeEventArgs { Value = true });
        await dialog.Find(".dlg-body").KeyDownAsync(enter);
        Assert.Empty(context.Commands.Decide.Asked);
        await dialog.Find("#hold-reason").InputAsync(new ChangeEventArgs { Value = "Called the customer" });
        await dialog.Find(".dlg-body").KeyDownAsync(enter);

        Assert.True(Assert.Single(context.Commands.Decide.Asked).Approve);
    }

    private static Task<IRenderedComponent<MudDialogProvider>> OpenHoldAsync(ConsoleContext context) =>
        OpenAsync<HoldDialog>(context, new DialogParameters<HoldDialog> { { d => d.Head, SampleViews.Held().Head }, { d => d.Hold, SampleViews.Held().Hold ?? throw new InvalidOperationException() } });

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync<T>(ConsoleContext context, DialogParameters parameters)
        where T : ComponentBase
    {
        var provider = context.RenderProviders();
        await provider.InvokeAsync(() => context.Services.GetRequiredService<IDialogService>().ShowAsync<T>("dialog", parameters));
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.FindAll(".dlg-title")));
        return provider;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> dialog, string text) =>
        dialog.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
