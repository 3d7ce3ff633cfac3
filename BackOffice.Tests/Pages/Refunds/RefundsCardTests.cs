using BackOffice.Components.Orders;
using BackOffice.Components.Refunds;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Tests.Pages.Refunds;

public sealed class RefundsCardTests
{
    [Fact]
    public async Task Card_NoCase_SaysSo()
    {
        await using var context = new ConsoleContext();

        Assert.Contains("Nobody asked for a refund.", Show(context, SampleViews.Done()).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_MoneyUnknown_SaysWhenItIsLookedUpAndNotToRefundAgain()
    {
        await using var context = new ConsoleContext();

        var card = Show(context, SampleRefunds.Unknown());

        Assert.Contains("We do not know yet whether 178.00 USD went back. We look again at 07:51; do not refund again.", card.Find(".parts").TextContent, StringComparison.Ordinal);
        Assert.Equal(4, card.FindAll(".parts > li").Count);
    }

    [Fact]
    public async Task Card_OnlyAReservationWasLetGo_SaysReleasedAndNotRefunded()
    {
        await using var context = new ConsoleContext();
        var done = SampleRefunds.Case(RefundState.Succeeded, LegState.Succeeded, LegState.Succeeded);
        var released = done with { Legs = [.. done.Legs.Select(leg => leg.Kind is LegKind.Cash ? leg with { Kind = LegKind.Release } : leg)] };

        var header = Show(context, SampleRefunds.With(released)).Find(".cases .row");

        Assert.Contains("Released", header.TextContent, StringComparison.Ordinal);
        Assert.Contains("178.00 USD", header.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Refunded", header.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_AnOrderThatDidNothingWasClosed_SaysNoAmountAndNothingRefunded()
    {
        await using var context = new ConsoleContext();
        var done = SampleRefunds.Case(RefundState.Succeeded, LegState.Succeeded, LegState.Succeeded);
        var bare = done with { Ask = done.Ask with { Kind = RefundKind.Unwind }, Total = Money.Zero("USD"), Legs = [.. done.Legs.Where(leg => leg.Kind is LegKind.Notify)] };

        var header = Show(context, SampleRefunds.With(bare)).Find(".cases .row");

        Assert.Contains("Closed", header.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("USD", header.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Refunded", header.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_MilesWentBackAndAReservationWasLetGo_SaysWhichIsWhich()
    {
        await using var context = new ConsoleContext();
        var done = SampleRefunds.Case(RefundState.Succeeded, LegState.Succeeded, LegState.Succeeded);
        var both = done with { Miles = new Money(9_000, Money.Miles), Legs = [.. done.Legs.Select(leg => leg.Kind is LegKind.Cash ? leg with { Kind = LegKind.Release } : leg)] };

        var header = Show(context, SampleRefunds.With(both)).Find(".cases .row");

        Assert.Contains("Refunded", header.TextContent, StringComparison.Ordinal);
        Assert.Contains("9,000 miles, and the reservation of 178.00 USD", header.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentence_ReservationIsLetGo_DoesNotSayThatMoneyIsOnItsWay()
    {
        var view = SampleRefunds.StoppedUnwinding(paidBack: false);
        var undoing = view.Refunds[^1];
        undoing = undoing with { State = RefundState.Running, Legs = [.. undoing.Legs.Select(leg => leg.Kind is LegKind.Cash ? leg with { Kind = LegKind.Release } : leg)] };

        var said = RefundSentence.Of(view with { Refunds = [undoing] }).Say;

        Assert.Contains("The reservation of 178.00 USD is being released.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("on the way", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_ByTheMaker_IsClosedAndSaysWhy()
    {
        await using var context = new ConsoleContext(Role.SupportLead);

        var card = Show(context, SampleRefunds.With(SampleRefunds.Case(maker: context.Actor.Actor.Id)));

        Assert.Equal("true", card.Find($"#refund-approve-{SampleRefunds.CaseId}").GetAttribute("aria-disabled"));
        Assert.Contains("somebody else approves it", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_ByAnAgent_IsNotThere()
    {
        await using var context = new ConsoleContext(Role.SupportAgent);

        Assert.Empty(Show(context, SampleRefunds.With(SampleRefunds.Case())).FindAll("button"));
    }

    [Fact]
    public async Task Approve_WithReason_SendsVersionAndHashThatWereShown()
    {
        await using var context = new ConsoleContext(Role.SupportLead);
        var dialogs = context.RenderProviders();
        context.Refunds.Approve.Always(SampleRefunds.Outcome(RefundState.Running));
        var card = Show(context, SampleRefunds.With(SampleRefunds.Case()));

        var open = card.Find($"#refund-approve-{SampleRefunds.CaseId}").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "Checked" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Refunds.Approve.Asked);
        Assert.Equal((14L, new string('b', 64), "Checked"), (sent.ExpectedVersion, sent.PreviewHash, sent.Reason));
    }

    [Fact]
    public async Task Settle_Happened_NeedsReferenceAndEvidence()
    {
        await using var context = new ConsoleContext();
        var dialogs = context.RenderProviders();
        context.Refunds.Settle.Always(SampleRefunds.Outcome(RefundState.Running));
        var card = Show(context, SampleRefunds.Unknown());

        var open = card.Find($"#refund-settle-{SampleRefunds.CaseId}-cash-1").ClickAsync(new());
        dialogs.WaitForElement("#settle-evidence");
        await dialogs.FindAll("input[name=settle]")[0].ChangeAsync(new ChangeEventArgs { Value = "on" });
        await dialogs.Find("#settle-evidence").InputAsync(new ChangeEventArgs { Value = "Gateway's console" });
        Assert.True(dialogs.Find(".btn.p").HasAttribute("disabled"));
        await dialogs.Find("#settle-reference").InputAsync(new ChangeEventArgs { Value = "re_9" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Refunds.Settle.Asked);
        Assert.Equal((true, "re_9", "cash-1", "Gateway's console"), (sent.Happened, sent.Reference, sent.LegId, sent.Evidence));
    }

    [Fact]
    public async Task Close_AnUndoingThatStillOwes_IsClosedAndSaysWhat()
    {
        await using var context = new ConsoleContext();

        var card = Show(context, SampleRefunds.StoppedUnwinding(paidBack: false));

        Assert.Equal("true", card.Find($"#refund-close-{SampleRefunds.CaseId}").GetAttribute("aria-disabled"));
        Assert.Contains("178.00 USD were taken and have not gone back. Refund them first.", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_AnUndoingOfWhichNothingIsLeft_AsksForAReasonAndSendsIt()
    {
        await using var context = new ConsoleContext();
        var dialogs = context.RenderProviders();
        context.Refunds.Close.Always(SampleRefunds.Outcome(RefundState.Closed));
        var view = SampleRefunds.StoppedUnwinding(paidBack: true);
        var card = Show(context, view);

        var open = card.Find($"#refund-close-{SampleRefunds.CaseId}").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("Nothing is sent and no money moves.", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "Refunded by hand" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Refunds.Close.Asked);
        Assert.Equal((SampleRefunds.CaseId, view.Head.Version, "Refunded by hand"), (sent.RefundId, sent.ExpectedVersion, sent.Reason));
    }

    [Fact]
    public async Task Close_WithoutThePermission_IsNotThere()
    {
        await using var context = new ConsoleContext(Role.SupportLead);

        Assert.Empty(Show(context, SampleRefunds.StoppedUnwinding(paidBack: true)).FindAll($"#refund-close-{SampleRefunds.CaseId}"));
    }

    [Fact]
    public void Sentence_OfAStoppedUndoingOfWhichNothingIsLeft_SaysThatItIsClosed()
    {
        var view = SampleRefunds.StoppedUnwinding(paidBack: true);

        Assert.Equal("What was left is undone or paid back. A person closes it below.", OrderSentence.Of(view with { Head = view.Head with { Headline = Headline.Refunding } }, SampleViews.Placed, _ => "").Do);
    }

    [Theory]
    [InlineData(RefundState.Running, LegState.Sent, "Two vouchers are void. 178.00 USD are on the way.")]
    [InlineData(RefundState.NeedsAttention, LegState.Failed, "A refund of 178.00 USD stopped before it was done. Two vouchers are void. 178.00 USD could not go back.")]
    public void Sentence_OfARefund_SaysWhatMoved(RefundState state, LegState money, string said)
    {
        var view = SampleRefunds.With(SampleRefunds.Case(state, money, LegState.Succeeded));

        Assert.Equal(said, OrderSentence.Of(view with { Head = view.Head with { Headline = Headline.Refunding } }, SampleViews.Placed, _ => "").Say);
    }

    [Fact]
    public void WhyNoRefund_OrderNotDone_SaysIt()
    {
        Assert.NotNull(OrderActions.WhyNoRefund(SampleViews.Retrying().Head));
        Assert.NotNull(OrderActions.WhyNoRefund(SampleViews.Declined().Head));
        Assert.Null(OrderActions.WhyNoRefund(SampleViews.Done().Head));
    }

    private static IRenderedComponent<RefundsCard> Show(ConsoleContext context, OrderView view) =>
        context.Render<RefundsCard>(parameters => parameters.Add(card => card.View, view).Add(card => card.Actor, context.Actor.Actor));
}
