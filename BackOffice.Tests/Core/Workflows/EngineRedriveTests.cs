using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Redrive on the durable host: AWS's conditions, and what a kill before or after it leaves.</summary>
public sealed class EngineRedriveTests
{
    private const string Hold =
        """{"StartAt":"Hold","States":{"Hold":{"Type":"Task","Resource":"${activity:hold}","End":true}}}""";

    private const string Steps =
        """
        {"StartAt":"First","TimeoutSeconds":3600,"States":{
          "First":{"Type":"Task","Resource":"${activity:first}","ResultPath":"$.first","Next":"Second"},
          "Second":{"Type":"Task","Resource":"${activity:second}","ResultPath":"$.second","End":true,
            "Retry":[{"ErrorEquals":["Busy"],"MaxAttempts":1,"IntervalSeconds":1}]}}}
        """;

    [Fact]
    public async Task Redrive_AfterTheWindowOrTheEventLimit_SaysAwsReason()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock, o => o with { RedriveMaxEvents = 8 });
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        await world.Engine.FailAsync((await world.TakeAsync("hold")).Token, "x", null, default);
        clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        await world.RestartAsync();
        Assert.True((await world.Engine.RedriveAsync("run", "1", default)).IsSuccess);
        await world.Engine.FailAsync((await world.TakeAsync("hold")).Token, "x", null, default);

        Assert.Equal("Execution history event limit exceeded", (await world.Engine.RedriveAsync("run", "2", default)).Error?.Message);
        await world.BeginAsync("other");
        await world.Engine.StopAsync("other", null, null, default);
        clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal("Execution redrivable period exceeded", (await world.Engine.RedriveAsync("other", "1", default)).Error?.Message);
        Assert.Equal(RedriveStatus.NotRedrivable, (await world.DescribeAsync("other")).RedriveStatus);
    }

    [Fact]
    public async Task Redrive_PastTheLongestOpenTime_SaysAwsReason()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock, o => o with { MaxExecutionTime = TimeSpan.FromDays(30) });
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        clock.Advance(TimeSpan.FromDays(30));
        await world.Engine.StopAsync("run", null, null, default);

        var refused = await world.Engine.RedriveAsync("run", "1", default);

        Assert.Equal(("ExecutionNotRedrivable", "Execution has exceeded the max execution time"), (refused.Error?.Code, refused.Error?.Message));
        Assert.Null((await world.DescribeAsync("run")).RedrivableUntil);
    }

    [Fact]
    public async Task Redrive_WindowCountsFromTheLastEnd()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        await world.Engine.StopAsync("run", null, null, default);
        for (var i = 1; i <= 3; i++)
        {
            clock.Advance(TimeSpan.FromDays(13));
            Assert.Equal(i, (await world.Engine.RedriveAsync("run", $"{i}", default)).Value.RedriveCount);
            await world.Engine.StopAsync("run", null, null, default);
        }

        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromDays(14), (await world.DescribeAsync("run")).RedrivableUntil);
        Assert.Equal("ExecutionDoesNotExist", (await world.Engine.RedriveAsync("none", "1", default)).Error?.Code);
        Assert.Equal("ValidationException", (await world.Engine.RedriveAsync("run", "", default)).Error?.Code);
    }

    [Fact]
    public async Task Redrive_KilledAfterEveryCommit_GoesOnTheSameAndCountsOnce()
    {
        await using var world = await EngineWorld.StartAsync(new ManualClock());
        await world.InstallAsync(Steps);
        await world.BeginAsync("run", """{"order":1}""");
        await world.Engine.SucceedAsync((await world.TakeAsync("first")).Token, "1", default);
        await world.Engine.FailAsync((await world.TakeAsync("second")).Token, "Broken", null, default);
        await using var beforeRedrive = await world.AfterKillAsync();
        await world.Engine.RedriveAsync("run", "click", default);
        await using var afterRedrive = await world.AfterKillAsync();
        await GoOnAsync(world);

        await GoOnAsync(beforeRedrive);
        await GoOnAsync(afterRedrive);

        Assert.Equal(await world.HistoryAsync("run"), await beforeRedrive.HistoryAsync("run"));
        Assert.Equal(await world.HistoryAsync("run"), await afterRedrive.HistoryAsync("run"));
        foreach (var engine in (EngineWorld[])[world, beforeRedrive, afterRedrive])
        {
            var ended = await engine.DescribeAsync("run");
            Assert.Equal((ExecutionStatus.Succeeded, 1, """{"order":1,"first":1,"second":2}"""), (ended.Status, ended.RedriveCount, ended.Output));
            Assert.Equal(await engine.HistoryAsync("run"), await new EngineReplay(Steps).EventsAsync(engine.Engine, "run"));
        }
    }

    [Fact]
    public async Task Redrive_Twice_RetriesAndTimeoutBeginAnewAndTheFirstStepIsNotRunAgain()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Steps);
        await world.BeginAsync("run");
        await world.Engine.SucceedAsync((await world.TakeAsync("first")).Token, "1", default);
        for (var go = 0; go <= 2; go++)
        {
            if (go > 0)
                Assert.Equal(go, (await world.Engine.RedriveAsync("run", $"{go}", default)).Value.RedriveCount);
            clock.Advance(TimeSpan.FromMinutes(50));
            await world.Engine.FailAsync((await world.TakeAsync("second")).Token, "Busy", null, default);
            clock.Advance(TimeSpan.FromSeconds(1));
            await world.Engine.FailAsync((await world.TakeAsync("second")).Token, "Busy", null, default);
            Assert.Equal((ExecutionStatus.Failed, "Busy"), ((await world.DescribeAsync("run")).Status, (await world.DescribeAsync("run")).Error));
            await world.RestartAsync();
        }

        var types = await world.TypesAsync("run");
        Assert.Equal(6, types.Count(t => t == "ActivityFailed"));
        Assert.Equal(2, types.Count(t => t == "TaskStateEntered"));
        Assert.Equal(1, types.Count(t => t == "ActivitySucceeded"));
    }

    [Fact]
    public async Task Redrive_TimedOutExecution_GoesOnWhereItStood()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Steps);
        await world.BeginAsync("run");
        clock.Advance(TimeSpan.FromHours(1));
        await EngineWorld.UntilAsync(async () => (await world.DescribeAsync("run")).Status == ExecutionStatus.TimedOut);
        await world.RestartAsync();

        Assert.True((await world.Engine.RedriveAsync("run", "1", default)).IsSuccess);

        await world.Engine.SucceedAsync((await world.TakeAsync("first")).Token, "1", default);
        clock.Advance(TimeSpan.FromMinutes(59));
        await world.Engine.SucceedAsync((await world.TakeAsync("second")).Token, "2", default);
        Assert.Equal(ExecutionStatus.Succeeded, (await world.DescribeAsync("run")).Status);
    }

    /// <summary>The click is repeated, as a client does that was not answered.</summary>
    private static async Task GoOnAsync(EngineWorld world)
    {
        await world.Engine.RedriveAsync("run", "click", default);
        await world.Engine.SucceedAsync((await world.TakeAsync("second")).Token, "2", default);
    }
}
