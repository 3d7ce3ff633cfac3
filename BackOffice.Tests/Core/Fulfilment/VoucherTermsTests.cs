using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Fulfilment;

public sealed class VoucherTermsTests
{
    private static readonly DateTimeOffset s_at = SampleVouchers.At;
    private static readonly DateTimeOffset s_end = SampleVouchers.At.AddDays(30);

    [Fact]
    public void WorthAt_ThePromotionsEnd_IsWhatWasPaid()
    {
        var voucher = SampleVouchers.Of(VoucherState.Delivered);

        Assert.Equal(new Money(12_000, "USD"), voucher.WorthAt(s_end.AddTicks(-1)));
        Assert.Equal(new Money(8_900, "USD"), voucher.WorthAt(s_end));
    }

    [Fact]
    public void Expire_ThePromotion_LeavesThePaidValueRedeemable()
    {
        var after = VoucherTerms.Expire(SampleVouchers.Of(VoucherState.Viewed), s_end);

        Assert.Equal((VoucherState.Viewed, s_end), (after.State, after.PromoExpiredAt));
        Assert.Equal(VoucherState.Redeemed, VoucherMoves.Redeem(after, SampleVouchers.Redemption(at: s_end.AddDays(400))).Value.State);
    }

    [Fact]
    public void Expire_ThePaidValue_EndsTheVoucher_AndExtendingReturnsIt()
    {
        var voucher = SampleVouchers.Of(VoucherState.Viewed) with { PaidExpiresAt = s_end };

        var ended = VoucherTerms.Expire(voucher, s_end);
        var extended = VoucherTerms.Extend(ended, VoucherValue.Paid, s_end.AddDays(5), s_end.AddDays(10)).Value;

        Assert.Equal(VoucherState.Expired, ended.State);
        Assert.Equal((VoucherState.Viewed, s_end.AddDays(5)), (extended.State, extended.PaidExpiresAt));
    }

    [Fact]
    public void Redeem_AfterThePaidEnd_IsRefused_EvenBeforeTheSweeperCame()
    {
        var voucher = SampleVouchers.Of(VoucherState.Viewed) with { PaidExpiresAt = s_end };

        Assert.Equal("voucher.expired", VoucherMoves.Redeem(voucher, SampleVouchers.Redemption(at: s_end)).Error?.Code);
        Assert.True(VoucherMoves.Redeem(voucher, SampleVouchers.Redemption(at: s_end.AddTicks(-1))).IsSuccess);
    }

    [Fact]
    public void Extend_BeyondTheMerchantsLimit_IsRefused()
    {
        var voucher = SampleVouchers.Of(VoucherState.Delivered);

        Assert.Equal("voucher.extend-limit", VoucherTerms.Extend(voucher, VoucherValue.Promotional, s_end.AddDays(11), s_end.AddDays(10)).Error?.Code);
        Assert.Equal(s_end.AddDays(10), VoucherTerms.Extend(voucher, VoucherValue.Promotional, s_end.AddDays(10), s_end.AddDays(10)).Value.PromoExpiresAt);
    }

    [Fact]
    public void Extend_ToAnEarlierEnd_OrAValueWithoutEnd_IsRefused()
    {
        var voucher = SampleVouchers.Of(VoucherState.Delivered);

        Assert.Equal("voucher.extend-earlier", VoucherTerms.Extend(voucher, VoucherValue.Promotional, s_end, s_end.AddDays(10)).Error?.Code);
        Assert.Equal("voucher.no-end", VoucherTerms.Extend(voucher, VoucherValue.Paid, s_end, s_end.AddDays(10)).Error?.Code);
    }

    [Fact]
    public void Extend_AnEndedPromotion_CountsAgain()
    {
        var ended = VoucherTerms.Expire(SampleVouchers.Of(VoucherState.Delivered), s_end);

        var extended = VoucherTerms.Extend(ended, VoucherValue.Promotional, s_end.AddDays(3), s_end.AddDays(10)).Value;

        Assert.Null(extended.PromoExpiredAt);
        Assert.Equal(new Money(12_000, "USD"), extended.WorthAt(s_end.AddDays(2)));
    }

    [Theory]
    [InlineData("America/New_York", "2027-01-01T05:00:00Z")]
    [InlineData("America/Sao_Paulo", "2027-01-01T03:00:00Z")]
    [InlineData("Asia/Tokyo", "2026-12-31T15:00:00Z")]
    [InlineData(null, "2027-01-01T00:00:00Z")]
    public void EndOfDay_The31stOfDecember_EndsWhereTheVoucherIs(string? zone, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), VoucherTerms.EndOfDay(new DateOnly(2026, 12, 31), zone));

    [Fact]
    public void NextLook_OfADeadVoucher_IsNever_AndOfOneWithTwoEnds_TheFirst()
    {
        var voucher = SampleVouchers.Of(VoucherState.Delivered) with { PaidExpiresAt = s_end.AddDays(60) };

        Assert.Equal(s_end, VoucherTerms.NextLook(voucher));
        Assert.Equal(s_end.AddDays(60), VoucherTerms.NextLook(VoucherTerms.Expire(voucher, s_end)));
        Assert.Null(VoucherTerms.NextLook(voucher with { State = VoucherState.Void }));
        Assert.Equal(s_at, VoucherTerms.NextLook(voucher with { Pending = new("c", PendingKind.Void, "a", "A", "r", s_at, s_at) }));
    }
}
