using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class SandboxMilesTests
{
    [Fact]
    public async Task Redeem_TakesTheLotsThatEndFirst_AndNeverMoreThanThereIs()
    {
        using var world = new SandboxWorld();
        var today = DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime);

        var first = LotsOf(await RedeemAsync(world, 15_000, "1"));
        var second = LotsOf(await RedeemAsync(world, 40_000, "2"));
        var tooMuch = await RedeemAsync(world, 1_000_000, "3");
        var rest = await RedeemAsync(world, 995_000, "4");

        Assert.Equal([new MilesLot(15_000, today.AddDays(90))], first);
        Assert.Equal([new MilesLot(5_000, today.AddDays(90)), new MilesLot(30_000, today.AddDays(400)), new MilesLot(5_000, today.AddDays(800))], second);
        Assert.Equal(ErrorCodes.MilesInsufficient, Assert.IsType<GatewayRefused>(tooMuch).Code);
        Assert.IsType<GatewaySucceeded>(rest);
    }

    [Fact]
    public async Task Recredit_GivesBackToTheLots_TheLastToEndFirst_AndForfeitsWhatHasEnded()
    {
        using var world = new SandboxWorld();
        var redemption = await RedemptionAsync(world, 25_000);
        world.Clock.Advance(TimeSpan.FromDays(91));

        var first = BackOf(await RecreditAsync(world, redemption, 4_000, "1"));
        var second = BackOf(await RecreditAsync(world, redemption, 6_000, "2"));
        var more = await RecreditAsync(world, redemption, 15_001, "3");
        var rest = BackOf(await RecreditAsync(world, redemption, 15_000, "4"));

        Assert.Equal(new MilesRecredited(4_000, 0), first);
        Assert.Equal(new MilesRecredited(1_000, 5_000), second);
        Assert.Equal(ErrorCodes.MilesRefused, Assert.IsType<GatewayRefused>(more).Code);
        Assert.Equal(new MilesRecredited(0, 15_000), rest);
    }

    [Fact]
    public async Task Recredit_LapsingMember_ThoseMilesNeverComeBack()
    {
        using var world = new SandboxWorld();
        var redeemed = Assert.IsType<GatewaySucceeded>(await RedeemAsync(world, 6_000, "1", SandboxLots.Lapsing));

        var back = BackOf(await RecreditAsync(world, redeemed.ExternalId, 6_000, "1", SandboxLots.Lapsing));

        Assert.Equal(new MilesRecredited(1_000, 5_000), back);
    }

    [Fact]
    public async Task Recredit_OurPreviewAndTheProgrammeAgree_ForEveryPart()
    {
        using var world = new SandboxWorld();
        var redeemed = Assert.IsType<GatewaySucceeded>(await RedeemAsync(world, 52_345, "1"));
        var lots = LotsOf(redeemed);
        world.Clock.Advance(TimeSpan.FromDays(401));
        var (before, number) = (0L, 0);

        foreach (var part in new long[] { 1, 2_344, 999, 30_001, 10_000, 9_000 })
        {
            var ours = MilesSplit.Of(lots, before, new Money(part, Money.Miles), DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime));
            var theirs = BackOf(await RecreditAsync(world, redeemed.ExternalId, part, $"{++number}"));

            Assert.Equal(new MilesRecredited(ours.Back.Minor, ours.Expired.Minor), theirs);
            before += part;
        }
    }

    [Fact]
    public async Task Recredit_SameKeyAgain_IsTheSame_AndAfterItsLifetimeAnother()
    {
        using var world = new SandboxWorld();
        var redemption = await RedemptionAsync(world, 9_000);

        var first = Assert.IsType<GatewaySucceeded>(await RecreditAsync(world, redemption, 4_000, "1"));
        var again = Assert.IsType<GatewaySucceeded>(await RecreditAsync(world, redemption, 4_000, "1"));
        var mismatch = await RecreditAsync(world, redemption, 3_999, "1");
        world.Clock.Advance(world.Options.KeyLifetime + TimeSpan.FromMinutes(1));
        var pruned = Assert.IsType<GatewaySucceeded>(await RecreditAsync(world, redemption, 4_000, "1"));

        Assert.Equal(first, again);
        Assert.Equal(ErrorCodes.KeyMismatch, Assert.IsType<GatewayRefused>(mismatch).Code);
        Assert.NotEqual(first.ExternalId, pruned.ExternalId);
    }

    [Theory]
    [InlineData("mem_recredit_pending", typeof(GatewayPending), typeof(GatewaySucceeded), GatewayRefundStatus.Succeeded)]
    [InlineData("mem_recredit_pending_failed", typeof(GatewayPending), typeof(GatewayRefused), GatewayRefundStatus.Failed)]
    [InlineData("mem_recredit_reversed", typeof(GatewaySucceeded), typeof(GatewayReversed), GatewayRefundStatus.Reversed)]
    public async Task Recredit_WhoseFateComesLater_LookUpAndListTellIt(string member, Type first, Type later, GatewayRefundStatus listed)
    {
        using var world = new SandboxWorld();
        var redemption = await RedemptionAsync(world, 5_000, member);

        Assert.IsType(first, await RecreditAsync(world, redemption, 5_000, "1", member));
        Assert.IsType<GatewayRefused>(await RecreditAsync(world, redemption, 1, "2", member));
        world.Clock.Advance(world.Options.LateDelay + TimeSpan.FromSeconds(1));

        var found = Assert.IsType<LookupFound>(await world.Miles.LookUpAsync(Back("1"), default)).Answer;
        Assert.IsType(later, found);
        if (found is GatewaySucceeded done)
            Assert.Equal(new MilesRecredited(5_000, 0), BackOf(done));
        Assert.Equal(listed, (await world.Miles.MovementsAsync(null, 10, default)).Items.Single(one => one.IsRecredit).Status);
        // What failed or was taken out again can be given back anew, and its lots with it.
        var anew = await RecreditAsync(world, redemption, 5_000, "3", member);
        Assert.Equal(later != typeof(GatewaySucceeded), anew is not GatewayRefused);
    }

    [Theory]
    [InlineData("mem_timeout_after", typeof(GatewayUnknown), typeof(LookupFound))]
    [InlineData("mem_timeout_before", typeof(GatewayUnknown), typeof(LookupNotFound))]
    [InlineData("mem_late", typeof(GatewayUnknown), typeof(LookupNotFound))]
    [InlineData("mem_busy_1", typeof(GatewayNotExecuted), typeof(LookupNotFound))]
    [InlineData("mem_short", typeof(GatewayRefused), typeof(LookupFound))]
    [InlineData("mem_lookup_down", typeof(GatewayUnknown), typeof(LookupUnavailable))]
    public async Task Redeem_MisbehavingMember_AnswersAndLooksUpAsItsRowSays(string member, Type answer, Type lookup)
    {
        using var world = new SandboxWorld();

        Assert.IsType(answer, await RedeemAsync(world, 1_000, "1", member));

        Assert.IsType(lookup, await world.Miles.LookUpAsync(SandboxWorld.Key(StepNames.RedeemMiles), default));
    }

    [Fact]
    public async Task Movements_AreListedInPages_RedemptionsAndRecredits()
    {
        using var world = new SandboxWorld();
        var redemption = await RedemptionAsync(world, 5_000);
        await RecreditAsync(world, redemption, 1_000, "1");
        await RecreditAsync(world, redemption, 2_000, "2");

        var first = await world.Miles.MovementsAsync(null, 2, default);
        var second = await world.Miles.MovementsAsync(first.Next, 2, default);

        Assert.Equal(
            [(false, 5_000L), (true, 1_000L), (true, 2_000L)], first.Items.Concat(second.Items).Select(one => (one.IsRecredit, one.Amount.Minor)));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Restart_KeepsAccountsAndCeilings()
    {
        using var world = new SandboxWorld();
        var redemption = await RedemptionAsync(world, 5_000);
        await RecreditAsync(world, redemption, 3_000, "1");

        world.Restart();

        Assert.IsType<GatewayRefused>(await RecreditAsync(world, redemption, 2_001, "2"));
        Assert.IsType<GatewaySucceeded>(await RecreditAsync(world, redemption, 2_000, "3"));
    }

    private static EffectKey Back(string unit) => SandboxWorld.Key("refund-money", unit) with { Operation = "r-1" };

    private static Task<GatewayAnswer> RedeemAsync(SandboxWorld world, long miles, string unit, string member = "mem_ok") =>
        world.Miles.RedeemAsync(new RedeemMilesRequest(SandboxWorld.Key(StepNames.RedeemMiles, unit), member, new Money(miles, Money.Miles)), default);

    private static async Task<string> RedemptionAsync(SandboxWorld world, long miles, string member = "mem_ok") =>
        Assert.IsType<GatewaySucceeded>(await RedeemAsync(world, miles, "1", member)).ExternalId;

    private static Task<GatewayAnswer> RecreditAsync(SandboxWorld world, string redemption, long miles, string unit, string member = "mem_ok") =>
        world.Miles.RecreditAsync(new RecreditMilesRequest(Back(unit), redemption, member, new Money(miles, Money.Miles)), default);

    private static IReadOnlyList<MilesLot> LotsOf(GatewayAnswer answer) =>
        JsonSerializer.Deserialize(Assert.IsType<GatewaySucceeded>(answer).ResultJson!, StoreJson.Default.MilesRedeemed)!.Lots;

    private static MilesRecredited BackOf(GatewayAnswer answer) =>
        JsonSerializer.Deserialize(Assert.IsType<GatewaySucceeded>(answer).ResultJson!, StoreJson.Default.MilesRecredited)!;
}
