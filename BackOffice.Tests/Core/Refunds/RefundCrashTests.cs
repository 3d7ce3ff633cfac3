using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>The process dies between every two durable steps of a refund, once, and at every pair of them; after each, money and goods are right.</summary>
public sealed class RefundCrashTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Weather.Fine)]
    [InlineData(Weather.LostAfter)]
    [InlineData(Weather.Pending)]
    [InlineData(Weather.Refused)]
    public async Task CrashBetweenEachPairOfSteps_Once_NothingIsLostOrPaidTwice(Weather weather)
    {
        var points = (await RunAsync(weather, [])).Crash.Passed;
        output.WriteLine(string.Join("\n", points.Select((point, index) => $"{index + 1}: {point}")));
        Assert.True(points.Count >= 20);

        for (var point = 1; point <= points.Count; point++)
            await RunAsync(weather, [point]);
    }

    /// <summary>All pairs by REFUND_CRASH_PAIRS=all; in between every seventh of them.</summary>
    [Fact]
    public async Task CrashAtEachPairOfPoints_NothingIsLostOrPaidTwice()
    {
        var points = (await RunAsync(Weather.LostAfter, [])).Crash.Passed.Count;
        var step = Environment.GetEnvironmentVariable("REFUND_CRASH_PAIRS") == "all" ? 1 : 7;
        var number = 0;
        for (var first = 1; first <= points; first++)
        {
            for (var second = first + 1; second <= points + 6; second++)
            {
                if (number++ % step == 0)
                    await RunAsync(Weather.LostAfter, [first, second]);
            }
        }

        output.WriteLine($"{points} points, {number / step} pairs");
    }

    private static async Task<RefundWorld> RunAsync(Weather weather, int[] dieAt)
    {
        var world = new RefundWorld();
        world.Bank.Weather = key => key.Step == RefundStepNames.Money && key.Attempt == 1 ? weather : Weather.Fine;
        var order = await world.PaidAsync([(20_000, 1), (5_000, 1)]);
        var ask = RefundWorld.Units(1);
        var hash = await world.HashAsync(order, ask);
        world.Crash.DieAt(dieAt);

        // The client asks until it is answered, always with the same id; the approver decides on what is there.
        await UntilAsync(world, () => world.Refunds.RequestAsync(new RequestRefund(order, "r-1", ask, hash), RefundWorld.Agent, default));
        await UntilAsync(world, async () => await world.Refunds.ApproveAsync(
            new DecideRefund(order, "r-1", "approve-1", (await world.HeadAsync(order)).Version, hash, "Checked."), RefundWorld.Lead, default));
        await world.SettleAsync(TimeSpan.FromMinutes(30));
        if (weather is Weather.Pending)
        {
            var leg = (await world.CaseAsync(order)).Legs.Single(one => one.IsMoney);
            Assert.Equal(LegState.AwaitingExternal, leg.State);
            var callback = world.Bank.Finish(leg.KeyOf(order, "r-1"), succeeded: true);
            await UntilAsync(world, async () =>
            {
                await world.Callbacks.ReceiveAsync(callback, default);
                return Done.Value;
            });
            await world.SettleAsync(TimeSpan.FromMinutes(30));
        }

        var refund = await world.CaseAsync(order);
        Assert.Equal(weather is Weather.Refused ? RefundState.NeedsAttention : RefundState.Succeeded, refund.State);
        Assert.Equal(weather is Weather.Refused ? 0 : 20_000, world.Bank.NetOut);
        Assert.Equal(weather is Weather.Refused ? 0 : 1, world.Bank.Paid.Count);
        Assert.Null((await world.HeadAsync(order)).Route.Owner);
        Assert.Equal(0, (await world.HeadAsync(order)).Tenders[0].Reserved.Minor);
        await world.CheckAsync(order);
        return world;
    }

    private static async Task UntilAsync<T>(RefundWorld world, Func<Task<Result<T>>> ask)
    {
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            try
            {
                var answer = await ask();
                Assert.True(answer.IsSuccess, answer.Error?.Message);
                return;
            }
            catch (ProcessDied)
            {
                world.Restart();
            }
        }

        Assert.Fail("The client got no answer.");
    }

    private static async Task UntilAsync(RefundWorld world, Func<Task<Done>> ask) =>
        await UntilAsync<Done>(world, async () => await ask());
}
