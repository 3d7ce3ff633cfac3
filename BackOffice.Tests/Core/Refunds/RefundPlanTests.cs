using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using CsCheck;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>What a refund may be: lines, kinds, tenders, and that the parts always add up.</summary>
public sealed class RefundPlanTests
{
    private readonly RefundWorld _world = new();

    [Fact]
    public void Shares_AlwaysAddUpAndStayWithinTheirWeights() => Gen.Long[0, 1_000_000_000_000].Array[1, 8].SelectMany(
        weights => Gen.Double[0, 1].Select(part => (Weights: weights, Total: (long)(part * weights.Sum()))))
        .Sample(one =>
        {
            var parts = Shares.Of(one.Total, one.Weights);
            Assert.Equal(one.Total, parts.Sum());
            Assert.All(parts.Zip(one.Weights), pair => Assert.InRange(pair.First, 0, pair.Second));
        });

    [Fact]
    public async Task Preview_OfTwoTenders_DividesInProportionAndNamesWhatIsLeft()
    {
        var order = await _world.PaidAsync([(10_000, 1), (1, 3)], tenders: [3_334, 6_669]);

        var preview = (await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default)).Value;

        Assert.Equal(10_000, preview.Tenders.Sum(tender => tender.Back.Minor));
        Assert.Equal([3_333L, 6_667L], preview.Tenders.Select(tender => tender.Back.Minor));
        Assert.Equal([1L, 2L], preview.Tenders.Select(tender => tender.LeftAfter.Minor));
    }

    [Fact]
    public async Task Preview_AllocationThatDoesNotAddUp_IsRefused()
    {
        var order = await _world.PaidAsync([(10_000, 1)], tenders: [4_000, 6_000]);
        var ask = RefundWorld.Units(1) with { Allocation = [new TenderShare(1, new Money(4_000, "USD")), new TenderShare(2, new Money(5_999, "USD"))] };

        Assert.IsType<Invalid>((await _world.Refunds.PreviewAsync(order, ask, RefundWorld.Agent, default)).Error);
        Assert.Equal("refund.too-much", (await _world.Refunds.PreviewAsync(
            order, ask with { Allocation = [new TenderShare(1, new Money(4_001, "USD")), new TenderShare(2, new Money(5_999, "USD"))] }, RefundWorld.Agent, default)).Error?.Code);
        Assert.True((await _world.Refunds.PreviewAsync(
            order, ask with { Allocation = [new TenderShare(1, new Money(4_000, "USD")), new TenderShare(2, new Money(6_000, "USD"))] }, RefundWorld.Agent, default)).IsSuccess);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Preview_AmountNotAboveZero_IsRefused(long minor)
    {
        var order = await _world.PaidAsync([(10_000, 1)]);

        Assert.IsType<Invalid>((await _world.Refunds.PreviewAsync(order, RefundWorld.Goodwill(minor), RefundWorld.Agent, default)).Error);
    }

    [Fact]
    public async Task Preview_AnotherCurrencyOrMiles_NeverConverts()
    {
        var order = await _world.PaidAsync([(10_000, 1)]);

        foreach (var unit in new[] { "EUR", Money.Miles })
        {
            var refused = await _world.Refunds.PreviewAsync(order, RefundWorld.Goodwill(1) with { Amount = new Money(100, unit) }, RefundWorld.Agent, default);
            Assert.Contains("never convert", refused.Error?.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Preview_MoreUnitsThanAreLeft_IsRefused()
    {
        var order = await _world.PaidAsync([(1_000, 3)]);
        await _world.RequestAsync(order, RefundWorld.Units(2));
        await _world.SettleAsync();

        var refused = await _world.Refunds.PreviewAsync(order, RefundWorld.Units(2), RefundWorld.Agent, default);
        Assert.Equal("refund.quantity", refused.Error?.Code);
        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(1), "r-2")).IsSuccess);
        await _world.SettleAsync();
        var head = await _world.HeadAsync(order);
        Assert.Equal((PaymentStatus.Refunded, FulfilmentStatus.Reversed, Headline.Refunded), (head.Payment, head.Fulfilment, head.Headline));
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Overpayment_IsAtMostTheDifference()
    {
        var order = await _world.PaidAsync([(10_000, 1)], tenders: [10_700]);
        var ask = new RefundAsk { Kind = RefundKind.Overpayment, ReasonCode = "overcharged", Reason = "Charged twice for shipping." };

        var preview = await _world.Refunds.PreviewAsync(order, ask, RefundWorld.Agent, default);
        var more = await _world.Refunds.PreviewAsync(order, ask with { Amount = new Money(701, "USD") }, RefundWorld.Agent, default);

        Assert.Equal(700, preview.Value.Total.Minor);
        Assert.Equal("refund.too-much", more.Error?.Code);
        Assert.True((await _world.RequestAsync(order, ask)).IsSuccess);
        await _world.SettleAsync();
        Assert.Equal("refund.not-overpaid", (await _world.Refunds.PreviewAsync(order, ask, RefundWorld.Agent, default)).Error?.Code);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Goodwill_IsItsOwnEntryAndTakesNoVoucher()
    {
        var order = await _world.PaidAsync([(10_000, 1)]);
        await _world.RequestAsync(order, RefundWorld.Goodwill(2_500));
        await _world.SettleAsync();

        var draft = await _world.DraftAsync(order);
        Assert.Equal(
            [LedgerType.Authorise, LedgerType.Capture, LedgerType.RefundReserve, LedgerType.Goodwill], draft.Ledger().Select(entry => entry.Type));
        Assert.Equal(PaymentStatus.PartlyRefunded, draft.Head.Payment);
        Assert.Empty(_world.Bank.Voided);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Fee_IsKeptByTheReasonAndListed()
    {
        _world.Policy = _world.Policy with { Reasons = [new RefundReason { Code = "change-of-mind", Kinds = [RefundKind.OrderReduction], FeeBasisPoints = 1_234 }] };
        var order = await _world.PaidAsync([(999, 3)]);
        var ask = RefundWorld.Units(3, reason: "change-of-mind");

        var preview = (await _world.Refunds.PreviewAsync(order, ask, RefundWorld.Agent, default)).Value;

        Assert.Equal((2_997L - 369, 369L), (preview.Total.Minor, preview.Fees.Minor));
        Assert.Contains("less a fee of 3.69 USD", preview.Message?.Text, StringComparison.Ordinal);
        await _world.RequestAsync(order, ask);
        await _world.SettleAsync();
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task ChargedBack_IsNeverPaidTwice()
    {
        var order = await _world.PaidAsync([(10_000, 1)]);
        await _world.Orders.ChangeAsync(
            order,
            draft =>
            {
                draft.Append(1, LedgerType.Chargeback, new Money(10_000, "USD"), new EffectKey(order, "chargeback", "chargeback", "1", 1), "bank", _world.Clock.GetUtcNow(), "cb-1");
                return null;
            },
            default);

        Assert.Equal("refund.charged-back", (await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default)).Error?.Code);
        Assert.Equal(PaymentStatus.ChargedBack, (await _world.HeadAsync(order)).Payment);
    }

    [Fact]
    public async Task TwentyUnits_FitTheOneWrite()
    {
        var order = await _world.PaidAsync([(500, 20)]);

        Assert.True((await _world.RequestAsync(order, RefundWorld.Units(20))).IsSuccess);
        await _world.SettleAsync();

        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        Assert.Equal(20, _world.Bank.Voided.Count);
        await _world.CheckAsync(order);
    }

    [Fact]
    public void Policy_AnyChange_IsANewVersion()
    {
        var policy = new RefundPolicy();

        Assert.Equal(policy.Version, new RefundPolicy().Version);
        Assert.NotEqual(policy.Version, (policy with { AgentAlone = new RefundLimit { Cash = 151m, Miles = 10_000 } }).Version);
        Assert.NotEqual(policy.Version, (policy with { ApprovalLife = TimeSpan.FromHours(12) }).Version);
    }

    [Fact]
    public void Balances_RandomEntries_RebuildExactly() => Gen.Select(Gen.Enum<LedgerType>(), Gen.Long[1, 100_000]).Array[0, 60].Sample(entries =>
    {
        var tender = new Tender { TenderId = 1, Kind = TenderKind.Card, Amount = new Money(1_000, "USD"), Token = "t" };
        tender = TenderBalances.Rebuild(tender, []);
        var ledger = new List<LedgerEntry>();
        foreach (var (type, minor) in entries)
        {
            tender = TenderBalances.Post(tender, type, new Money(minor, "USD"));
            ledger.Add(new LedgerEntry { EntryId = "1", TenderId = 1, Type = type, Amount = new Money(minor, "USD"), EffectKey = "k", Owner = "o", At = DateTimeOffset.UnixEpoch });
        }

        Assert.Equal(tender, TenderBalances.Rebuild(tender, ledger));
    });
}
