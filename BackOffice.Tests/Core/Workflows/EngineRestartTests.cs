using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>What a restart, after a stop or a kill, finds and goes on with.</summary>
public sealed class EngineRestartTests
{
    private const string TwoTasks =
        """{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${activity:work}","Retry":[{"ErrorEquals":["Busy"]}],"Next":"W"},"W":{"Type":"Wait","Seconds":60,"Next":"B"},"B":{"Type":"Task","Resource":"${activity:work}","End":true}}}""";

    private const string Hold =
        """{"StartAt":"Hold","States":{"Hold":{"Type":"Task","Resource":"${activity:hold}","End":true}}}""";

    [Fact]
    public async Task Kill_AfterEveryCommit_TheHistoryComesOutTheSame()
    {
        // The uninterrupted run, with what a kill would leave behind kept after each of its commits.
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(TwoTasks);
        await world.BeginAsync("run", """{"order":1}""");
        var copies = new List<(EngineWorld World, int Step)> { (await world.AfterKillAsync(), 0) };
        for (var step = 1; step <= 4; step++)
        {
            await StepAsync(world, clock, step);
            copies.Add((await world.AfterKillAsync(), step));
        }

        var expected = await ShapeAsync(world);
        Assert.Equal(ExecutionStatus.Succeeded, (await world.DescribeAsync("run")).Status);

        foreach (var (copy, done) in copies)
        {
            await using var killed = copy;
            for (var step = done + 1; step <= 4; step++)
                await StepAsync(killed, clock, step);
            Assert.Equal(expected, await ShapeAsync(killed));
        }
    }

    [Fact]
    public async Task Hold_TakenAndRestarted_SameTokenWorksBeforeAndAfterItIsHandedOutAgain()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Hold);
        await world.BeginAsync("before");
        await world.BeginAsync("after");
        var before = await world.TakeAsync("hold");
        var after = await world.TakeAsync("hold");
        clock.Advance(TimeSpan.FromSeconds(1));
        await EngineWorld.UntilAsync(async () => (await world.TypesAsync("after"))[^1] == "ActivityStarted");
        clock.Advance(TimeSpan.FromHours(5));

        await world.RestartAsync();
        Assert.True((await world.Engine.SucceedAsync(before.Token, "{}", default)).IsSuccess);
        var again = await world.TakeAsync("hold");

        Assert.Equal((after.Token, after.HandOut, after.InputJson), (again.Token, again.HandOut, again.InputJson));
        Assert.True((await world.Engine.SucceedAsync(after.Token, "{}", default)).IsSuccess);
        foreach (var name in (string[])["before", "after"])
        {
            Assert.Equal(
                ["ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"],
                await world.TypesAsync(name));
        }
    }

    [Fact]
    public async Task Timers_OverdueAfterAKill_FireAtTheStart()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(
            """{"StartAt":"W","TimeoutSeconds":3600,"States":{"W":{"Type":"Wait","SecondsPath":"$.s","End":true}}}""");
        await world.BeginAsync("waits", """{"s":60}""");
        await world.BeginAsync("times-out", """{"s":9999}""");
        await using var killed = await world.AfterKillAsync();

        clock.Advance(TimeSpan.FromHours(2));

        // Due at the same moment as the machine's time-out: the execution's own end comes first.
        await EngineWorld.UntilAsync(async () => (await killed.DescribeAsync("times-out")).Status == ExecutionStatus.TimedOut);
        Assert.Equal(ExecutionStatus.TimedOut, (await killed.DescribeAsync("waits")).Status);
    }

    [Fact]
    public async Task Revision_InstalledWhileOneRuns_TheRunningOneKeepsItsOwn()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.InstallAsync(Hold);
        await world.BeginAsync("old");
        await world.InstallAsync("""{"StartAt":"Other","States":{"Other":{"Type":"Succeed"}}}""");
        await world.BeginAsync("new");

        await world.RestartAsync();
        await world.Engine.SucceedAsync((await world.TakeAsync("hold")).Token, "{}", default);

        Assert.Equal((1, ExecutionStatus.Succeeded), ((await world.DescribeAsync("old")).Revision, (await world.DescribeAsync("old")).Status));
        Assert.Equal(2, (await world.DescribeAsync("new")).Revision);
    }

    [Fact]
    public async Task Signals_AppliedAgain_GiveTheSameEvents()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.InstallAsync(ShippedDefinitions.Read("instant-voucher"), "instant-voucher");
        await world.BeginAsync("run", """{"order":"GC-1"}""", "instant-voucher");
        foreach (var activity in (string[])["fraud-scan", "hold-for-review", "authorise-payment"])
            await world.Engine.SucceedAsync((await world.TakeAsync(activity)).Token, """{"verdict":"review"}""", default);
        await world.Engine.FailAsync((await world.TakeAsync("issue-vouchers")).Token, "Gateway.Busy", "later", default);

        var events = await new EngineReplay(ShippedDefinitions.Read("instant-voucher")).EventsAsync(world.Engine, "run");

        Assert.Equal(await world.HistoryAsync("run"), events);
    }

    private static async Task StepAsync(EngineWorld world, ManualClock clock, int step)
    {
        switch (step)
        {
            case 1:
                await world.Engine.FailAsync((await world.TakeAsync("work")).Token, "Busy", null, default);
                break;
            case 2:
                clock.Advance(TimeSpan.FromSeconds(1));
                await world.Engine.SucceedAsync((await world.TakeAsync("work")).Token, """{"first":1}""", default);
                break;
            case 3:
                clock.Advance(TimeSpan.FromSeconds(60));
                await EngineWorld.UntilAsync(async () => (await world.TypesAsync("run"))[^1] == "ActivityScheduled");
                break;
            default:
                await world.Engine.SucceedAsync((await world.TakeAsync("work")).Token, """{"second":2}""", default);
                break;
        }
    }

    /// <summary>All of the history but the times, which are another run's.</summary>
    private static async Task<string[]> ShapeAsync(EngineWorld world) =>
        [.. (await world.HistoryAsync("run")).Select(e => $"{e.Id} {e.PreviousEventId} {e.Type} {e.DetailsName} {e.DetailsJson}")];
}
