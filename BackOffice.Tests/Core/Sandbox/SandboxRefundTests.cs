using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Core.Sandbox;

public sealed class SandboxRefundTests
{
    [Fact]
    public async Task Refund_MoreThanWasCapturedInAll_IsRefused()
    {
        using var world = new SandboxWorld();
        var capture = await CaptureAsync(world);

        var first = await RefundAsync(world, capture, 10_000, "1");
        var second = await RefundAsync(world, capture, 10_000, "2");
        var rest = await RefundAsync(world, capture, 7_800, "3");

        Assert.IsType<GatewaySucceeded>(first);
        Assert.Equal(ErrorCodes.RefundRefused, Assert.IsType<GatewayRefused>(second).Code);
        Assert.IsType<GatewaySucceeded>(rest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Refund_AmountNotAboveZero_IsRefused(long minor)
    {
        using var world = new SandboxWorld();

        Assert.IsType<GatewayRefused>(await RefundAsync(world, await CaptureAsync(world), minor, "1"));
    }

    [Fact]
    public async Task Refund_SameKeyAgain_IsTheSameRefund_AndAfterItsLifetimeAnother()
    {
        using var world = new SandboxWorld();
        var capture = await CaptureAsync(world);

        var first = Assert.IsType<GatewaySucceeded>(await RefundAsync(world, capture, 5_000, "1"));
        var again = Assert.IsType<GatewaySucceeded>(await RefundAsync(world, capture, 5_000, "1"));
        world.Clock.Advance(world.Options.KeyLifetime + TimeSpan.FromMinutes(1));
        var pruned = Assert.IsType<GatewaySucceeded>(await RefundAsync(world, capture, 5_000, "1"));

        Assert.Equal(first.ExternalId, again.ExternalId);
        Assert.NotEqual(first.ExternalId, pruned.ExternalId);
        Assert.Equal(10_000, (await world.Payment.RefundsAsync(null, 10, default)).Items.Sum(refund => refund.Amount.Minor));
    }

    [Theory]
    [InlineData("tok_refund_pending", typeof(GatewayPending), typeof(GatewaySucceeded), GatewayRefundStatus.Succeeded)]
    [InlineData("tok_refund_pending_failed", typeof(GatewayPending), typeof(GatewayRefused), GatewayRefundStatus.Failed)]
    [InlineData("tok_refund_requires_action", typeof(GatewayPending), typeof(GatewayRefused), GatewayRefundStatus.Failed)]
    [InlineData("tok_refund_reversed", typeof(GatewaySucceeded), typeof(GatewayReversed), GatewayRefundStatus.Reversed)]
    public async Task Refund_WhoseFateComesLater_LookUpAndListTellIt(string token, Type first, Type later, GatewayRefundStatus listed)
    {
        using var world = new SandboxWorld();
        var capture = await CaptureAsync(world, token);

        Assert.IsType(first, await RefundAsync(world, capture, 5_000, "1", token));
        Assert.IsType(first, Assert.IsType<LookupFound>(await world.Payment.LookUpAsync(Key("1"), default)).Answer);
        world.Clock.Advance(world.Options.LateDelay + TimeSpan.FromSeconds(1));

        Assert.IsType(later, Assert.IsType<LookupFound>(await world.Payment.LookUpAsync(Key("1"), default)).Answer);
        Assert.Equal(listed, Assert.Single((await world.Payment.RefundsAsync(null, 10, default)).Items).Status);
        var rest = await RefundAsync(world, capture, SandboxWorld.Price.Minor, "2", token);
        Assert.Equal(later != typeof(GatewaySucceeded), rest is not GatewayRefused);
    }

    [Fact]
    public async Task List_IsInPages()
    {
        using var world = new SandboxWorld();
        var capture = await CaptureAsync(world);
        foreach (var unit in new[] { "1", "2", "3" })
            await RefundAsync(world, capture, 100, unit);

        var first = await world.Payment.RefundsAsync(null, 2, default);
        var second = await world.Payment.RefundsAsync(first.Next, 2, default);

        Assert.Equal([Key("1").ToString(), Key("2").ToString(), Key("3").ToString()], first.Items.Concat(second.Items).Select(refund => refund.Key));
        Assert.Null(second.Next);
    }

    private static EffectKey Key(string unit) => SandboxWorld.Key("refund-money", unit) with { Operation = "r-1" };

    private static async Task<string> CaptureAsync(SandboxWorld world, string token = "tok_ok")
    {
        var authorised = Assert.IsType<GatewaySucceeded>(await world.AuthoriseAsync(token));
        return Assert.IsType<GatewaySucceeded>(await world.CaptureAsync(authorised.ExternalId, token)).ExternalId;
    }

    private static Task<GatewayAnswer> RefundAsync(SandboxWorld world, string capture, long minor, string unit, string token = "tok_ok") =>
        world.Payment.RefundAsync(new RefundPaymentRequest(Key(unit), capture, token, new Money(minor, "USD")), default);
}
