using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Fulfilment;

public sealed class VoucherMovesTests
{
    private static readonly DateTimeOffset s_at = SampleVouchers.At;

    [Theory]
    [InlineData(VoucherState.Issued)]
    [InlineData(VoucherState.KeptBack)]
    [InlineData(VoucherState.Delivered)]
    [InlineData(VoucherState.Viewed)]
    public void Release_AfterSuspend_ReturnsWhereItWas(VoucherState state)
    {
        var suspended = VoucherMoves.Suspend(SampleVouchers.Of(state), new("refund-1", "A refund runs.", s_at)).Value;

        Assert.Equal(VoucherState.Suspended, suspended.State);
        Assert.Equal(state, suspended.ReturnsTo);
        Assert.Equal(state, VoucherMoves.Release(suspended, "refund-1").Value.State);
    }

    [Fact]
    public void Release_WhileAnotherHoldsIt_StaysSuspended()
    {
        var twice = Suspended("refund-1", "fraud");

        var once = VoucherMoves.Release(twice, "fraud").Value;

        Assert.Equal(VoucherState.Suspended, once.State);
        Assert.Equal("refund-1", Assert.Single(once.Suspensions).By);
        Assert.Equal(VoucherState.Delivered, VoucherMoves.Release(once, "refund-1").Value.State);
    }

    [Fact]
    public void Release_ByOneThatDoesNotHoldIt_ChangesNothing()
    {
        var suspended = Suspended("refund-1");

        Assert.Same(suspended, VoucherMoves.Release(suspended, "refund-2").Value);
    }

    [Fact]
    public void Release_WhileItsVoidIsAsked_IsRefused()
    {
        var asked = VoucherMoves.BeginVoid(SampleVouchers.Of(VoucherState.Delivered), "refund-1", "Refunded.", s_at).Value;

        Assert.Equal("voucher.void-asked", VoucherMoves.Release(asked, "refund-1").Error?.Code);
    }

    [Fact]
    public void ConfirmVoid_WithoutTheFirstPhase_IsRefused()
    {
        Assert.Equal("voucher.void-not-asked", VoucherMoves.ConfirmVoid(Suspended("refund-1"), "refund-1", s_at).Error?.Code);
    }

    [Fact]
    public void ConfirmVoid_OfAnotherOperation_IsRefused()
    {
        var asked = VoucherMoves.BeginVoid(SampleVouchers.Of(VoucherState.Delivered), "refund-1", "Refunded.", s_at).Value;

        Assert.NotNull(VoucherMoves.ConfirmVoid(asked, "refund-2", s_at).Error);
        Assert.Equal("voucher.void-asked", VoucherMoves.BeginVoid(asked, "refund-2", "Twice.", s_at).Error?.Code);
    }

    [Fact]
    public void Void_Repeated_GivesTheSameVoucher()
    {
        var asked = VoucherMoves.BeginVoid(SampleVouchers.Of(VoucherState.Viewed), "refund-1", "Refunded.", s_at).Value;
        var dead = VoucherMoves.ConfirmVoid(asked, "refund-1", s_at).Value;

        Assert.Same(asked, VoucherMoves.BeginVoid(asked, "refund-1", "Refunded.", s_at.AddHours(1)).Value);
        Assert.Same(dead, VoucherMoves.ConfirmVoid(dead, "refund-1", s_at.AddHours(1)).Value);
        Assert.Same(dead, VoucherMoves.BeginVoid(dead, "refund-1", "Refunded.", s_at.AddHours(1)).Value);
        Assert.Equal((VoucherState.Void, "refund-1", "Refunded."), (dead.State, dead.VoidedBy, dead.VoidReason));
    }

    [Fact]
    public void AbandonVoid_Then_Release_MakesItCountAgain()
    {
        var asked = VoucherMoves.BeginVoid(SampleVouchers.Of(VoucherState.Viewed), "refund-1", "Refunded.", s_at).Value;

        var kept = VoucherMoves.AbandonVoid(asked, "refund-1").Value;

        Assert.Equal(VoucherState.Suspended, kept.State);
        Assert.Equal(VoucherState.Viewed, VoucherMoves.Release(kept, "refund-1").Value.State);
    }

    [Fact]
    public void BeginVoid_OfARedeemedVoucher_IsRefused()
    {
        var redeemed = VoucherMoves.Redeem(SampleVouchers.Of(VoucherState.Viewed), SampleVouchers.Redemption()).Value;

        Assert.Equal("voucher.redeemed", VoucherMoves.BeginVoid(redeemed, "refund-1", "Refunded.", s_at).Error?.Code);
    }

    [Theory]
    [InlineData(VoucherState.KeptBack, "voucher.kept-back")]
    [InlineData(VoucherState.Suspended, "voucher.suspended")]
    [InlineData(VoucherState.Void, "voucher.void")]
    [InlineData(VoucherState.Reissued, "voucher.reissued")]
    [InlineData(VoucherState.Expired, "voucher.expired")]
    [InlineData(VoucherState.Redeemed, "voucher.redeemed")]
    public void Redeem_WhereItCannotBe_SaysWhy(VoucherState state, string code) =>
        Assert.Equal(code, VoucherMoves.Redeem(SampleVouchers.Of(state), SampleVouchers.Redemption()).Error?.Code);

    [Fact]
    public void Redeem_TheSameRedemptionAgain_GivesTheSameVoucher()
    {
        var redeemed = VoucherMoves.Redeem(SampleVouchers.Of(VoucherState.Delivered), SampleVouchers.Redemption()).Value;

        Assert.Same(redeemed, VoucherMoves.Redeem(redeemed, SampleVouchers.Redemption(at: s_at.AddDays(2))).Value);
        Assert.Equal("voucher.redeemed", VoucherMoves.Redeem(redeemed, SampleVouchers.Redemption("shop|2")).Error?.Code);
    }

    [Fact]
    public void ReverseRedemption_ReturnsItToViewed_AndKeepsWhatWasReversed()
    {
        var redeemed = VoucherMoves.Redeem(SampleVouchers.Of(VoucherState.Delivered), SampleVouchers.Redemption()).Value;

        var back = VoucherMoves.ReverseRedemption(redeemed, "shop|1", "command-1", "Wrong guest.", s_at.AddDays(2)).Value;

        Assert.Equal(VoucherState.Viewed, back.State);
        Assert.Equal("command-1", Assert.Single(back.Redemptions).ReversedBy);
        Assert.Null(back.Redemption);
        Assert.Same(back, VoucherMoves.ReverseRedemption(back, "shop|1", "command-1", "Wrong guest.", s_at.AddDays(3)).Value);
        Assert.Equal("voucher.not-redeemed", VoucherMoves.ReverseRedemption(back, "shop|1", "command-2", "Again.", s_at.AddDays(3)).Error?.Code);
        Assert.Equal(VoucherState.Redeemed, VoucherMoves.Redeem(back, SampleVouchers.Redemption("shop|2")).Value.State);
    }

    [Fact]
    public void Reissue_HasASuccessorOfTheSameValues_WithACodeOfItsOwn()
    {
        var asked = VoucherMoves.BeginVoid(SampleVouchers.Of(VoucherState.Viewed), "reissue-1", "Code was seen by others.", s_at).Value;

        var (old, successor) = VoucherMoves.Reissue(asked, SampleVouchers.Code('b'), "reissue-1", s_at).Value;

        Assert.Equal((VoucherState.Reissued, "01.01-2"), (old.State, old.SuccessorId));
        Assert.Equal((VoucherState.Issued, "01.01"), (successor.State, successor.PredecessorId));
        Assert.Equal((old.PaidValue, old.PromoValue, old.PromoExpiresAt), (successor.PaidValue, successor.PromoValue, successor.PromoExpiresAt));
        Assert.NotEqual(old.CodeHash, successor.CodeHash);
        Assert.False(old.IsLive);
        Assert.Null(successor.ViewedAt);
    }

    [Fact]
    public void View_ByTheCustomer_IsViewed_AndADeadOneIsNotShown()
    {
        Assert.Equal(VoucherState.Viewed, VoucherMoves.View(SampleVouchers.Of(VoucherState.Delivered), s_at).Value.State);
        Assert.Equal("voucher.void", VoucherMoves.View(SampleVouchers.Of(VoucherState.Void), s_at).Error?.Code);
        Assert.Equal("voucher.kept-back", VoucherMoves.View(SampleVouchers.Of(VoucherState.KeptBack), s_at).Error?.Code);
    }

    [Fact]
    public void After_EachReissue_NumbersTheNext()
    {
        Assert.Equal("01.02-2", VoucherIds.After(VoucherIds.Of(1, 2)));
        Assert.Equal("01.02-10", VoucherIds.After("01.02-9"));
    }

    private static Voucher Suspended(params string[] by) => by.Aggregate(
        SampleVouchers.Of(VoucherState.Delivered), (voucher, who) => VoucherMoves.Suspend(voucher, new VoucherSuspension(who, "For a reason.", s_at)).Value);
}
