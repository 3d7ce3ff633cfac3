using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Core.Refunds;
using Xunit.Abstractions;

namespace BackOffice.Tests.Core.Unwinding;

/// <summary>The process dies between every two durable steps of an unwinding, once, and at pairs of them; after each, everything is undone once.</summary>
public sealed class UnwindCrashTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Weather.Fine, "")]
    [InlineData(Weather.LostAfter, StepNames.VoidVoucher)]
    [InlineData(Weather.LostAfter, RefundStepNames.Release)]
    [InlineData(Weather.LostBefore, RefundStepNames.Money)]
    [InlineData(Weather.Busy, RefundStepNames.Release)]
    public async Task CrashBetweenEachPairOfSteps_Once_EverythingIsUndoneOnce(Weather weather, string step)
    {
        var points = (await RunAsync(weather, step, [])).Crash.Passed;
        output.WriteLine(string.Join("\n", points.Select((point, index) => $"{index + 1}: {point}")));
        Assert.True(points.Count >= 25);

        for (var point = 1; point <= points.Count; point++)
            await RunAsync(weather, step, [point]);
    }

    /// <summary>All pairs by REFUND_CRASH_PAIRS=all; in between every ninth of them.</summary>
    [Fact]
    public async Task CrashAtEachPairOfPoints_EverythingIsUndoneOnce()
    {
        var points = (await RunAsync(Weather.LostAfter, RefundStepNames.Release, [])).Crash.Passed.Count;
        var step = Environment.GetEnvironmentVariable("REFUND_CRASH_PAIRS") == "all" ? 1 : 9;
        var number = 0;
        for (var first = 1; first <= points; first++)
        {
            for (var second = first + 1; second <= points + 6; second++)
            {
                if (number++ % step == 0)
                    await RunAsync(Weather.LostAfter, RefundStepNames.Release, [first, second]);
            }
        }

        output.WriteLine($"{points} points, {number / step} pairs");
    }

    private static async Task<RefundWorld> RunAsync(Weather weather, string step, int[] dieAt)
    {
        var world = new RefundWorld();
        var bad = 2;
        world.Bank.Weather = key => key.Step == step && (weather is not (Weather.LostBefore or Weather.Busy) || bad-- > 0) ? weather : Weather.Fine;
        var order = await world.FailedAsync(new Past { Issued = 1, UnitMiles = 700 });
        var check = await world.CheckUnwindAsync(order);
        world.Crash.DieAt(dieAt);

        // The client asks until it is answered, always with the same id.
        var command = new UnwindOrder(order, "u-1", check.Executions, check.Preview!.Hash, "Crash.");
        for (var attempt = 1; ; attempt++)
        {
            Assert.True(attempt <= 5, "The client got no answer.");
            try
            {
                var answer = await world.Unwinds.StartAsync(command, RefundWorld.Operations, default);
                Assert.True(answer.IsSuccess, answer.Error?.Message);
                break;
            }
            catch (ProcessDied)
            {
                world.Restart();
            }
        }

        await world.SettleAsync(TimeSpan.FromMinutes(45));

        var head = await world.HeadAsync(order);
        Assert.Equal((WorkflowStatus.Cancelled, null, 0), (head.Workflow, head.Route.Owner, head.UnknownEffects));
        Assert.Equal((1, 1, 1, 1), (world.Bank.Voided.Count, world.Bank.Released.Count, world.Bank.Paid.Count, world.Bank.Sent.Count));
        Assert.Equal(RefundState.Succeeded, (await world.CaseAsync(order, "u-1")).State);
        await world.CheckAsync(order);
        return world;
    }
}
