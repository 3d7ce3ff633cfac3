using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Core.Refunds;

namespace BackOffice.Tests.Core.Miles;

/// <summary>Miles were redeemed whatever else the programme's answer says: it is recorded.</summary>
public sealed class MilesAnswerTests
{
    private static readonly DateOnly s_day = new(2027, 1, 31);

    [Theory]
    [InlineData("""{"lots":[{"miles":4000,"expiresOn":"2027-01-31"},{"miles":6000,"expiresOn":"2027-01-31"}]}""", 2)]
    [InlineData("""{"lots":[{"miles":4000,"expiresOn":"2027-01-31"},""", 1)]
    [InlineData("""{"lots":"none"}""", 1)]
    [InlineData("""{"lots":[{"miles":10000,"expiresOn":"soon"}]}""", 1)]
    [InlineData("""{"lots":[{"miles":12000,"expiresOn":"2027-01-31"},{"miles":-2000,"expiresOn":"2027-01-31"}]}""", 1)]
    [InlineData("""{"lots":[{"miles":10000,"expiresOn":"2027-01-31"},{"miles":0,"expiresOn":"2027-01-31"}]}""", 1)]
    [InlineData("""{"lots":[{"miles":10000,"expiresOn":"2027-01-31"},null]}""", 1)]
    [InlineData("""{"lots":[{"miles":9223372036854775807,"expiresOn":"2027-01-31"},{"miles":9223372036854775807,"expiresOn":"2027-01-31"}]}""", 1)]
    [InlineData("", 1)]
    [InlineData(null, 1)]
    public async Task Redeemed_WhateverTheAnswerSays_IsRecorded_WithItsLotsOrAsOneThatNeverExpires(string? answer, int lots)
    {
        var world = new RefundWorld();
        var order = await world.FailedAsync(new Past { UnitMiles = 5_000, Lots = [new MilesLot(1, s_day)] });
        var draft = await world.DraftAsync(order);
        var effect = draft.Effects().Single(candidate => candidate.Kind is EffectKind.RedeemMiles) with { ResultJson = answer };

        new EffectResults(new PipelineOptions()).Apply(draft, effect, order + "-1", world.Clock.GetUtcNow());

        var kept = draft.Head.Tenders.Single(tender => tender.Kind is TenderKind.Miles).Lots!;
        Assert.Equal(lots == 2 ? [new MilesLot(4_000, s_day), new MilesLot(6_000, s_day)] : [new MilesLot(10_000, DateOnly.MaxValue)], kept);
        Assert.Equal(2, draft.Ledger().Count(entry => entry.Type is LedgerType.MilesRedeem));
    }
}
