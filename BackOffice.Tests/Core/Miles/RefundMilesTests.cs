using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Tests.Core.Refunds;
using CsCheck;

namespace BackOffice.Tests.Core.Miles;

/// <summary>Refunds of orders that were paid partly with miles: each unit of its own, goods first, then miles, then cash; what has expired stays gone and is told.</summary>
public sealed class RefundMilesTests
{
    private readonly RefundWorld _world = new();

    private DateOnly Today => DateOnly.FromDateTime(_world.Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Refund_OneUnit_GivesBackItsMilesAndItsCash_MilesFirst()
    {
        var order = await _world.PaidAsync([(8_900, 2)], unitMiles: 4_000);

        var asked = await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync();

        Assert.True(asked.IsSuccess, asked.Error?.Message);
        var refund = await _world.CaseAsync(order);
        Assert.Equal((RefundState.Succeeded, 8_900L, 4_000L), (refund.State, refund.Total.Minor, refund.Miles!.Value.Minor));
        Assert.Equal([LegKind.Deliverable, LegKind.Miles, LegKind.Cash, LegKind.Notify], refund.Legs.Select(leg => leg.Kind));
        Assert.Equal(["void-voucher", "refund-money", "refund-money", "refund-notify"], _world.Bank.Did.Select(key => key.Split('/')[2]));
        Assert.EndsWith("refund-money/2/1", _world.Bank.Did[1], StringComparison.Ordinal);
        var head = await _world.HeadAsync(order);
        Assert.Equal((PaymentStatus.PartlyRefunded, MilesStatus.PartlyRecredited), (head.Payment, head.Miles));
        Assert.Contains("we returned 4,000 miles of your order", _world.Bank.Sent.Single().Text, StringComparison.Ordinal);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Refund_PartOfTheLotsExpired_SaysItBefore_BooksIt_AndTellsTheCustomer()
    {
        var order = await _world.PaidAsync([(8_900, 1)], unitMiles: 10_000, lots: [new MilesLot(3_100, Today.AddDays(-1)), new MilesLot(6_900, Today)]);

        var preview = (await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default)).Value;
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync(TimeSpan.FromMinutes(5));

        var tender = preview.Tenders.Single(one => one.Back.Unit == Money.Miles);
        Assert.Equal((6_900L, 3_100L, 10_000L), (tender.Back.Minor, tender.Expired!.Value.Minor, preview.Miles!.Value.Minor));
        var draft = await _world.DraftAsync(order);
        Assert.Equal(
            [(LedgerType.MilesRecredit, 6_900L), (LedgerType.MilesForfeit, 3_100L)],
            draft.Ledger().Where(entry => entry.Type is LedgerType.MilesRecredit or LedgerType.MilesForfeit).Select(entry => (entry.Type, entry.Amount.Minor)));
        Assert.Equal(3_100, draft.Refunds().Single().Legs.Single(leg => leg.Kind is LegKind.Miles).Forfeited!.Value.Minor);
        Assert.Equal((MilesStatus.Recredited, 0L), (draft.Head.Miles, TenderBalances.Refundable(draft.Head.Tenders[1]).Minor));
        Assert.Contains("3,100 miles had expired", _world.Bank.Sent.Single().Text, StringComparison.Ordinal);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Refund_EverythingExpired_NothingComesBack_AndItIsStillDone()
    {
        var order = await _world.PaidAsync([(8_900, 1)], unitMiles: 500, lots: [new MilesLot(500, Today.AddDays(-30))]);

        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync();

        var draft = await _world.DraftAsync(order);
        Assert.Equal(RefundState.Succeeded, draft.Refunds().Single().State);
        Assert.Equal(500, TenderBalances.ForfeitedOf(draft.Head.Tenders[1]).Minor);
        Assert.DoesNotContain("returned 0", _world.Bank.Sent.Single().Text, StringComparison.Ordinal);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Approval_ALotEndedMeanwhile_ThePreviewDoesNotHoldAnyMore()
    {
        var order = await _world.PaidAsync([(8_900, 1)], unitMiles: 20_000, lots: [new MilesLot(20_000, Today)]);
        Assert.Equal(RefundState.PendingApproval, (await _world.RequestAsync(order, RefundWorld.Units(1))).Value.State);
        _world.Clock.Advance(TimeSpan.FromHours(23));
        Assert.True(Today > DateOnly.FromDateTime((await _world.CaseAsync(order)).RequestedAt.UtcDateTime));

        var approved = await _world.ApproveAsync(order, RefundWorld.Lead);

        Assert.Equal("refund.preview-changed", Assert.IsType<Conflict>(approved.Error).Code);
        Assert.Empty(_world.Bank.Paid);
    }

    [Fact]
    public async Task Request_MoreMilesThanOnesOwnLimit_NeedsALead()
    {
        var small = await _world.PaidAsync([(100, 1)], unitMiles: 10_000);
        var large = await _world.PaidAsync([(100, 1)], unitMiles: 10_001);
        var vast = await _world.PaidAsync([(100, 1)], unitMiles: 100_001);

        Assert.Equal(RefundApprovalLevel.None, (await PreviewAsync(small)).Level);
        Assert.Equal(RefundApprovalLevel.Lead, (await PreviewAsync(large)).Level);
        Assert.Equal(RefundApprovalLevel.TwoPeople, (await PreviewAsync(vast)).Level);
    }

    [Fact]
    public async Task Request_OverTheDaysMiles_WaitsForALead()
    {
        _world.Policy = _world.Policy with { DailyAlone = _world.Policy.DailyAlone with { Miles = 15_000 } };
        var first = await _world.PaidAsync([(100, 1)], unitMiles: 9_000);
        var second = await _world.PaidAsync([(100, 1)], unitMiles: 9_000);

        await _world.RequestAsync(first, RefundWorld.Units(1));
        var over = await _world.RequestAsync(second, RefundWorld.Units(1), "r-2");

        Assert.Equal(RefundState.PendingApproval, over.Value.State);
    }

    [Fact]
    public async Task Fee_IsKeptOfMilesToo_AndEverythingAddsUp()
    {
        _world.Policy = _world.Policy with { Reasons = [new RefundReason { Code = "change-of-mind", Kinds = [RefundKind.OrderReduction], FeeBasisPoints = 1_234 }] };
        var order = await _world.PaidAsync([(8_900, 3)], unitMiles: 333);

        await _world.RequestAsync(order, RefundWorld.Units(2, reason: "change-of-mind"));
        var waiting = await _world.CaseAsync(order);
        await _world.ApproveAsync(order, RefundWorld.Lead);
        await _world.SettleAsync();

        var line = waiting.Lines.Single();
        Assert.Equal((666L, 82L, 584L), (line.Miles!.Value.Minor, line.MilesFee!.Value.Minor, waiting.Miles!.Value.Minor));
        Assert.Equal(415, TenderBalances.Refundable((await _world.HeadAsync(order)).Tenders[1]).Minor);
        await _world.CheckAsync(order);
    }

    [Fact]
    public async Task Allocation_OfMiles_MustAddUpInItsOwnUnit()
    {
        var order = await _world.PaidAsync([(8_900, 1)], unitMiles: 4_000);
        Task<Result<RefundPreview>> Preview(params TenderShare[] shares) => _world.Refunds.PreviewAsync(order, RefundWorld.Units(1) with { Allocation = shares }, RefundWorld.Agent, default);

        var cashOnly = await Preview(new TenderShare(1, new Money(8_900, "USD")));
        var both = await Preview(new TenderShare(1, new Money(8_900, "USD")), new TenderShare(2, new Money(4_000, Money.Miles)));
        var less = await Preview(new TenderShare(1, new Money(8_900, "USD")), new TenderShare(2, new Money(3_999, Money.Miles)));
        var converted = await Preview(new TenderShare(1, new Money(4_000, Money.Miles)));
        var paidInMoney = await Preview(new TenderShare(2, new Money(8_900, "USD")));

        Assert.True(cashOnly.IsSuccess && both.IsSuccess);
        Assert.Equal(cashOnly.Value.Hash, both.Value.Hash);
        Assert.All([less, converted, paidInMoney], wrong => Assert.IsType<Invalid>(wrong.Error));
    }

    [Fact]
    public async Task Allocation_OfMiles_WhereNoneGoBack_IsRefused()
    {
        var order = await _world.PaidAsync([(8_900, 1)]);

        var refused = await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1) with { Allocation = [new TenderShare(1, new Money(5, Money.Miles))] }, RefundWorld.Agent, default);

        Assert.Contains("units never convert", Assert.IsType<Invalid>(refused.Error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recredit_ReversedLater_OpensBothPartsAgain_AndIsTriedAgainUnderANewKey()
    {
        var order = await _world.PaidAsync([(8_900, 1)], unitMiles: 1_000, lots: [new MilesLot(400, Today.AddDays(-1)), new MilesLot(600, Today.AddDays(99))]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync();
        var key = (await _world.CaseAsync(order)).Legs.Single(leg => leg.Kind is LegKind.Miles).KeyOf(order, "r-1");

        await _world.Callbacks.ReceiveAsync(_world.Bank.Reverse(key), default);
        var open = await _world.HeadAsync(order);
        var retried = await _world.Refunds.RetryAsync(await _world.DecisionAsync(order), RefundWorld.Lead, default);
        await _world.SettleAsync();

        Assert.Equal((1_000L, 0L, 1), (TenderBalances.Refundable(open.Tenders[1]).Minor, TenderBalances.ForfeitedOf(open.Tenders[1]).Minor, open.Refunds!.NeedAttention));
        Assert.True(retried.IsSuccess, retried.Error?.Message);
        Assert.Equal(2, _world.Bank.Paid.Count(row => row.Capture == $"{order}-mil"));
        Assert.Equal(RefundState.Succeeded, (await _world.CaseAsync(order)).State);
        await _world.CheckAsync(order);
    }

    [Theory]
    [InlineData("""{"back":900,"expired":0}""")]
    [InlineData("""{"back":1001,"expired":-1}""")]
    [InlineData("not json")]
    public async Task Recredit_AnswerThatDoesNotAddUp_IsUnknown_AndKeepsItsReservation(string answer)
    {
        var order = await _world.PaidAsync([(8_900, 1)], unitMiles: 1_000);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        var leg = (await _world.CaseAsync(order)).Legs.Single(one => one.Kind is LegKind.Miles);
        await _world.ChangeAsync(order, draft => draft.Put(draft.Newest(leg.KeyOf(order, "r-1"))! with { State = EffectState.Sent, Sends = 1, FirstSentAt = _world.Clock.GetUtcNow(), LastSentAt = _world.Clock.GetUtcNow() }));

        await _world.Callbacks.ReceiveAsync(new PaymentCallback(leg.KeyOf(order, "r-1"), new GatewaySucceeded("rec-1", answer)), default);

        var draft = await _world.DraftAsync(order);
        Assert.Equal(EffectState.Unknown, draft.Newest(leg.KeyOf(order, "r-1"))!.State);
        Assert.Equal((1_000L, 0L), (draft.Head.Tenders[1].Reserved.Minor, draft.Head.Tenders[1].Refunded.Minor));
    }

    [Fact]
    public async Task Recredit_LostAndAttestedByAPerson_ForfeitsWhatHadExpired()
    {
        _world.Bank.Weather = key => key is { Step: RefundStepNames.Money, Unit: "2" } ? Weather.LostAfter : Weather.Fine;
        _world.Bank.LooksUp = false;
        var order = await _world.PaidAsync([(8_900, 1)], unitMiles: 1_000, lots: [new MilesLot(250, Today.AddDays(-1)), new MilesLot(750, Today.AddDays(9))]);
        await _world.RequestAsync(order, RefundWorld.Units(1));
        await _world.SettleAsync(TimeSpan.FromHours(2));

        var settled = await _world.Refunds.SettleAsync(
            new SettleRefundLeg(order, "r-1", "miles-2", "s-1", (await _world.HeadAsync(order)).Version, true, "rec-9", "The programme's page."), RefundWorld.Operations, default);
        await _world.SettleAsync();

        Assert.True(settled.IsSuccess, settled.Error?.Message);
        var tender = (await _world.HeadAsync(order)).Tenders[1];
        Assert.Equal((750L, 250L), (tender.Refunded.Minor, TenderBalances.ForfeitedOf(tender).Minor));
        await _world.CheckAsync(order);
    }

    /// <summary>However a redemption is given back in parts on one day, the parts are together what the whole would have been, and no lot gives more than it had.</summary>
    [Fact]
    public void Split_InParts_IsTheWhole() => Gen.Select(Gen.Select(Gen.Int[1, 5_000], Gen.Int[-50, 50]).Array[1, 6], Gen.Int[1, 4_000].Array[1, 12]).Sample(
        pair =>
        {
            var (lots, parts) = pair;
            var today = new DateOnly(2026, 11, 25);
            List<MilesLot> all = [.. lots.Select(lot => new MilesLot(lot.Item1, today.AddDays(lot.Item2)))];
            var total = all.Sum(lot => lot.Miles);
            var whole = MilesSplit.Of(all, 0, new Money(total, Money.Miles), today);
            var (before, back, expired) = (0L, 0L, 0L);
            foreach (var part in parts.Select(part => (long)part).Append(total))
            {
                var next = Math.Min(part, total - before);
                if (next == 0)
                    break;
                var split = MilesSplit.Of(all, before, new Money(next, Money.Miles), today);
                Assert.Equal(next, split.Back.Minor + split.Expired.Minor);
                // What counts again goes first.
                Assert.True(split.Back.IsZero || expired == 0);
                (before, back, expired) = (before + next, back + split.Back.Minor, expired + split.Expired.Minor);
            }

            Assert.Equal((whole.Back.Minor, whole.Expired.Minor), (back, expired));
            Assert.Equal(all.Where(lot => lot.ExpiresOn < today).Sum(lot => lot.Miles), expired);
        });

    private async Task<RefundPreview> PreviewAsync(OrderId order) => (await _world.Refunds.PreviewAsync(order, RefundWorld.Units(1), RefundWorld.Agent, default)).Value;
}
