using BackOffice.Components.Orders;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Pages.Orders;

/// <summary>The situations of the visual language, section 10, word for word where the product can say them.</summary>
public sealed class OrderSentenceTests
{
    private static readonly DateTimeOffset s_now = SampleViews.Placed.AddSeconds(116);

    [Fact]
    public void Of_DoneOrder_SaysWhatWentOutAndHowFast() =>
        Assert.Equal("Paid and delivered: both vouchers went out 3 seconds after the order.", Say(SampleViews.Done()));

    [Fact]
    public void Of_OrderDeliveredAtOnce_NeverSaysZeroSeconds()
    {
        var view = SampleViews.Done();

        Assert.Equal("Paid and delivered: both vouchers went out less than a second after the order.", Say(view with { Head = view.Head with { CompletedAt = SampleViews.Placed.AddMilliseconds(40) } }));
    }

    [Fact]
    public void Of_PartlyRefundedOrder_CountsWhatWentOutAndSaysWhatIsVoidNow()
    {
        var view = SampleViews.Done();
        var refunded = view with
        {
            Head = view.Head with { Payment = PaymentStatus.PartlyRefunded },
            Vouchers = [view.Vouchers[0], view.Vouchers[1] with { State = VoucherState.Void, VoidedAt = SampleViews.Placed.AddHours(1) }],
        };

        Assert.Equal("Paid and delivered: both vouchers went out 3 seconds after the order. A part of the money went back. One voucher is void now.", Say(refunded));
    }

    [Fact]
    public void Of_RunningOrder_SaysWhatIsGoingOn()
    {
        var view = SampleViews.Done() with
        {
            Head = SampleViews.Head() with { Headline = Headline.Running, Step = new CurrentStep(StepNames.AuthorisePayment, StepStatus.Running, 1, null, null, s_now) },
        };

        Assert.Equal("The order is going through. The card is being authorised now.", Say(view));
    }

    [Fact]
    public void Of_RetryingCapture_SaysWhyHowOftenAndWhenNext() => Assert.Equal(
        "The card is authorised, but taking the money failed twice because the card processor was busy. We try again in 38 seconds.", Say(SampleViews.Retrying()));

    [Theory]
    [InlineData(BatchStage.Fraud, "The order is checked in the next batch, at 07:45. Payment and vouchers follow in the batches after it.")]
    [InlineData(BatchStage.Payment, "The payment is taken in the next batch, at 07:45. The vouchers follow in the batch after it.")]
    [InlineData(BatchStage.Fulfilment, "The card is authorised. The vouchers are made and sent in the next batch, at 07:45.")]
    public void Of_QueuedForBatch_SaysWhatTheNextBatchDoes(BatchStage stage, string expected)
    {
        var view = SampleViews.Queued();

        Assert.Equal(expected, Say(view with { Head = view.Head with { Route = view.Head.Route with { BatchStage = stage } } }));
    }

    [Fact]
    public void Of_HeldOrder_SaysUntilWhenAndThatNothingWasCharged() =>
        Assert.Equal("A person is checking this order. They decide by 08:06; nothing was charged and nothing was sent.", Say(SampleViews.Held()));

    [Fact]
    public void Of_HeldOrderPastItsTime_SaysThatItIsLate()
    {
        var view = SampleViews.Held();
        var late = view with { Hold = view.Hold is { } hold ? hold with { DecideBy = s_now.AddMinutes(-1) } : null };

        Assert.Contains("is late", Say(late), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_DeclinedCard_SaysTheBankAndThatNothingHappened() =>
        Assert.Equal("The bank declined the card. Nothing was charged and nothing was sent.", Say(SampleViews.Declined()));

    [Fact]
    public void Of_FailedAfterPayment_NeverSaysThatNothingWasCharged()
    {
        var view = SampleViews.Declined();
        var failed = view with
        {
            Head = view.Head with
            {
                Payment = PaymentStatus.Authorised,
                Step = new CurrentStep(StepNames.IssueVouchers, StepStatus.Failed, 3, ErrorCodes.VoucherRefused, null, s_now),
            },
        };

        Assert.Equal("Making the vouchers failed because the merchant refused the voucher. The money is reserved on the card and not taken; nothing was sent.", Say(failed));
    }

    [Fact]
    public void Of_StuckOrder_SaysSinceWhenItIsPaid()
    {
        var view = SampleViews.Retrying();

        Assert.Equal("Paid 22 minutes ago and still not everything was sent.", Say(view with { Head = view.Head with { Headline = Headline.Stuck } }, SampleViews.Placed.AddMinutes(22)));
    }

    [Fact]
    public void Of_UnknownCapture_SaysWhatIsNotKnownAndWhenWeLook() =>
        Assert.Equal("We do not know yet whether 178.00 USD were taken from the card. We look again at 07:51.", Say(SampleViews.Unknown()));

    [Fact]
    public void Of_UnknownEffect_TellsTheAgentNotToRepeat() => Assert.Contains(
        "Do not repeat", OrderSentence.Of(SampleViews.Unknown(), s_now, Clock).Do, StringComparison.Ordinal);

    [Fact]
    public void Of_RejectedByAPerson_DoesNotBlameTheCustomer()
    {
        var view = SampleViews.Held();
        var rejected = view with
        {
            Head = view.Head with { Headline = Headline.Failed, Step = new CurrentStep(StepNames.HoldForReview, StepStatus.Failed, 1, ErrorCodes.FraudRejected, null, s_now) },
            Hold = view.Hold is { } hold ? hold with { Decision = new HoldDecision(false, "x|1", "Ama Kestrel", s_now, "Stolen card") } : null,
        };

        Assert.Equal("The order was rejected after a check. Nothing was charged and nothing was sent.", Say(rejected));
    }

    [Theory]
    [InlineData(Headline.Cancelled)]
    [InlineData(Headline.Refunded)]
    [InlineData(Headline.Refunding)]
    public void Of_ClosedOrder_IsOneOrTwoPlainSentences(Headline headline)
    {
        var view = SampleViews.Declined();

        var say = Say(view with { Head = view.Head with { Headline = headline } });

        Assert.EndsWith(".", say, StringComparison.Ordinal);
        Assert.DoesNotContain("!", say, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OrderOfThePast_SaysThatNothingProcessesIt()
    {
        var view = SampleViews.Done();

        Assert.Equal("An order of the past, taken over as done.", Say(view with { Head = view.Head with { History = true } }));
    }

    [Fact]
    public void Of_DoneWithOneVoucherVoid_CountsWhatIsLeft()
    {
        var view = SampleViews.Done();

        Assert.StartsWith("Paid and delivered: the voucher", Say(view with { Vouchers = [view.Vouchers[0], view.Vouchers[1] with { State = VoucherState.Void }] }), StringComparison.Ordinal);
    }

    private static string Say(OrderView view, DateTimeOffset? now = null) => OrderSentence.Of(view, now ?? s_now, Clock).Say;

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
