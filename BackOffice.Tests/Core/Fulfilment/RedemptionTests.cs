using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Fulfilment;

public sealed class RedemptionTests
{
    private readonly PipelineLab _lab = new();

    [Fact]
    public async Task Redeem_Once_GivesWhatItIsWorth_AndTheSameKeyGivesTheSameAnswer()
    {
        var order = await _lab.DeliverAsync();
        var code = await _lab.CodeAsync(order.Id);

        var first = await RedeemAsync(code, "key-1");
        var again = await RedeemAsync(code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), "key-1");
        var other = await RedeemAsync(code, "key-2");

        Assert.Equal((new Money(8_900, "USD"), false), (first.Value.Worth, first.Value.Repeated));
        Assert.Equal(first.Value with { Repeated = true }, again.Value);
        Assert.Equal("voucher.already-redeemed", other.Error?.Code);
        Assert.Equal(VoucherState.Redeemed, (await _lab.VoucherAsync(order.Id)).State);
    }

    [Fact]
    public async Task Redeem_KeyOfAnotherCode_IsRefused()
    {
        var order = await _lab.DeliverAsync(quantity: 2);
        await RedeemAsync(await _lab.CodeAsync(order.Id), "key-1");

        Assert.Equal("voucher.key-reused", (await RedeemAsync(await _lab.CodeAsync(order.Id, "01.02"), "key-1")).Error?.Code);
    }

    [Fact]
    public async Task Redeem_UnknownMistypedVoidSuspendedAndSomeoneElses_AreAnsweredAlike()
    {
        _lab.VoucherOptions = _lab.VoucherOptions with { Merchants = new Dictionary<string, string[]> { ["shop"] = ["m-1"], ["other"] = ["m-2"] } };
        var order = await _lab.DeliverAsync(quantity: 4, change: head => head with { Lines = [head.Lines[0] with { MerchantId = "m-1" }] });
        var lead = PipelineLab.Person("op|2", "Lena Marlow", Role.SupportLead);
        await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order.Id), lead, default);
        await _lab.Vouchers.SuspendAsync(await _lab.CommandAsync(order.Id, "01.02", "command-2"), lead, default);
        await RedeemAsync(await _lab.CodeAsync(order.Id, "01.04"), "key-0");

        Error?[] refusals =
        [
            (await RedeemAsync(VoucherCode.New(), "key-1")).Error, (await RedeemAsync("GLT-7KQ2", "key-2")).Error, (await RedeemAsync(await _lab.CodeAsync(order.Id), "key-3")).Error,
            (await RedeemAsync(await _lab.CodeAsync(order.Id, "01.02"), "key-4")).Error, (await RedeemAsync(await _lab.CodeAsync(order.Id, "01.03"), "key-5", "other")).Error,
            (await RedeemAsync(await _lab.CodeAsync(order.Id, "01.04"), "key-6", "other")).Error,
        ];

        Assert.All(refusals, error => Assert.Same(Redemptions.NotRedeemable, error));
        Assert.Equal(VoucherState.Delivered, (await _lab.VoucherAsync(order.Id, "01.03")).State);
    }

    [Fact]
    public async Task Redeem_ClientBoundToNoMerchant_RedeemsNothing()
    {
        var order = await _lab.DeliverAsync();

        Assert.Equal("voucher.no-merchant", (await RedeemAsync(await _lab.CodeAsync(order.Id), "key-1", "stranger")).Error?.Code);
        Assert.IsType<Forbidden>((await _lab.Redemptions.RedeemAsync(new RedeemVoucher("x", "k"), PipelineLab.Operator, default)).Error);
    }

    [Fact]
    public async Task Redeem_GuessingManyCodes_IsThrottled_ACallerAtATime()
    {
        var order = await _lab.DeliverAsync();
        for (var i = 0; i < _lab.VoucherOptions.MissesAMinute; i++)
            await RedeemAsync(VoucherCode.New(), "guess-" + i);

        var throttled = await RedeemAsync(await _lab.CodeAsync(order.Id), "key-1");

        Assert.InRange(Assert.IsType<Throttled>(throttled.Error).RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(VoucherState.Delivered, (await _lab.VoucherAsync(order.Id)).State);
        _lab.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.True((await RedeemAsync(await _lab.CodeAsync(order.Id), "key-1")).IsSuccess);
    }

    [Fact]
    public async Task Redeem_ReportedLateAgainstAVoidVoucher_IsAFinding_NotLost_AndNotARedemption()
    {
        var order = await _lab.DeliverAsync();
        var lead = PipelineLab.Person("op|2", "Lena Marlow", Role.SupportLead);
        await _lab.Vouchers.VoidAsync(await _lab.CommandAsync(order.Id), lead, default);
        var happened = _lab.Clock.GetUtcNow().AddHours(-3);
        var report = new RedeemVoucher(await _lab.CodeAsync(order.Id), "key-1", "receipt 17", happened);

        Assert.Same(Redemptions.NotRedeemable, (await _lab.Redemptions.RedeemAsync(report, PipelineLab.Merchant(), default)).Error);
        Assert.Same(Redemptions.NotRedeemable, (await _lab.Redemptions.RedeemAsync(report, PipelineLab.Merchant(), default)).Error);

        var voucher = await _lab.VoucherAsync(order.Id);
        var late = Assert.Single(voucher.Late);
        Assert.Equal((VoucherState.Void, "receipt 17", happened, "client:shop"), (late.Was, late.Reference, late.HappenedAt, late.By));
        Assert.Equal((VoucherState.Void, AttentionStatus.NeedsOps), (voucher.State, (await _lab.HeadAsync(order.Id)).Attention));
    }

    [Fact]
    public async Task Redeem_OffLineBeforeThePromotionEnded_ReportedAfter_IsWorthThePromotion()
    {
        var end = _lab.Clock.GetUtcNow().AddDays(1);
        var order = await _lab.DeliverAsync(change: head => head with { Lines = [head.Lines[0] with { PromoValue = new Money(12_000, "USD"), PromoExpiresAt = end }] });
        var code = await _lab.CodeAsync(order.Id);
        _lab.Clock.Advance(TimeSpan.FromDays(2));

        var redeemed = await _lab.Redemptions.RedeemAsync(new RedeemVoucher(code, "key-1", null, end.AddHours(-1)), PipelineLab.Merchant(), default);

        Assert.Equal(new Money(12_000, "USD"), redeemed.Value.Worth);
    }

    [Fact]
    public async Task Redeem_TakenBack_CanBeRedeemedAgain()
    {
        var order = await _lab.DeliverAsync();
        var code = await _lab.CodeAsync(order.Id);
        await RedeemAsync(code, "key-1");

        var back = await _lab.Vouchers.ReverseRedemptionAsync(await _lab.CommandAsync(order.Id), PipelineLab.Person("op|2", "Lena Marlow", Role.SupportLead), default);

        Assert.True(back.IsSuccess, back.Error?.Message);
        Assert.True((await RedeemAsync(code, "key-2")).IsSuccess);
        Assert.Equal(2, (await _lab.VoucherAsync(order.Id)).Redemptions.Count);
    }

    [Fact]
    public async Task Texts_OfWhatHoldsACode_DoNotSayIt()
    {
        var code = VoucherCode.New();

        Assert.DoesNotContain(code, new RedeemVoucher(code, "key").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(code, new FindVouchers(code, null, null).ToString(), StringComparison.Ordinal);
        Assert.Same(Redemptions.NotRedeemable, (await RedeemAsync(code, "key-1")).Error);
    }

    private Task<Result<RedeemedVoucher>> RedeemAsync(string code, string key, string client = "shop") =>
        _lab.Redemptions.RedeemAsync(new RedeemVoucher(code, key), PipelineLab.Merchant(client), default);
}
