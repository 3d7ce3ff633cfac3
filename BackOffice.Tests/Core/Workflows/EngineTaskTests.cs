using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Tasks between hand-out and answer: starts, heartbeats, patience.</summary>
public sealed class EngineTaskTests
{
    private const string Hold =
        """{"StartAt":"Hold","States":{"Hold":{"Type":"Task","Resource":"${activity:hold}","End":true}}}""";

    [Fact]
    public async Task TaskTaken_AndNotAnsweredAtOnce_ItsStartIsWrittenWithTheTimeItWasTaken()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        var taken = clock.GetUtcNow();
        await world.TakeAsync("hold");
        Assert.Equal(3, (await world.TypesAsync("run")).Length);

        clock.Advance(TimeSpan.FromMilliseconds(100));

        await EngineWorld.UntilAsync(async () => (await world.TypesAsync("run")).Length == 4);
        var started = (await world.HistoryAsync("run"))[3];
        Assert.Equal(("ActivityStarted", taken), (started.Type, started.At));
    }

    [Fact]
    public async Task Stop_WhileATaskIsOut_WritesItsStart()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        await world.TakeAsync("hold");

        await world.RestartAsync();

        Assert.Equal("ActivityStarted", (await world.TypesAsync("run"))[^1]);
    }

    [Fact]
    public async Task Heartbeats_StopComing_TheTaskIsRetriedUnderANewHandOut()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(
            """{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${activity:work}","HeartbeatSeconds":30,"Retry":[{"ErrorEquals":["States.HeartbeatTimeout"],"IntervalSeconds":1}],"End":true}}}""");
        await world.BeginAsync("run");
        var task = await world.TakeAsync("work");
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.True((await world.Engine.HeartbeatAsync(task.Token, default)).IsSuccess);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.True((await world.Engine.HeartbeatAsync(task.Token, default)).IsSuccess);

        clock.Advance(TimeSpan.FromSeconds(30));
        await EngineWorld.UntilAsync(async () => (await world.TypesAsync("run"))[^1] == "ActivityTimedOut");
        clock.Advance(TimeSpan.FromSeconds(1));

        var again = await world.TakeAsync("work");
        Assert.NotEqual(task.HandOut, again.HandOut);
        Assert.Equal("TaskTimedOut", (await world.Engine.SucceedAsync(task.Token, "{}", default)).Error?.Code);
        Assert.True((await world.Engine.SucceedAsync(again.Token, "{}", default)).IsSuccess);
    }

    [Fact]
    public async Task Heartbeat_ClockBeginsAnewAfterAKill()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(
            """{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${activity:work}","HeartbeatSeconds":30,"End":true}}}""");
        await world.BeginAsync("run");
        var task = await world.TakeAsync("work");
        clock.Advance(TimeSpan.FromSeconds(1));
        await EngineWorld.UntilAsync(async () => (await world.TypesAsync("run"))[^1] == "ActivityStarted");
        await using var killed = await world.AfterKillAsync();

        clock.Advance(TimeSpan.FromHours(1));
        var again = await killed.TakeAsync("work");
        clock.Advance(TimeSpan.FromSeconds(29));

        Assert.Equal(task.Token, again.Token);
        Assert.True((await killed.Engine.SucceedAsync(again.Token, "{}", default)).IsSuccess);
    }

    [Fact]
    public async Task GetTask_NoneComes_NullAfterAMinute()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);

        var task = world.Engine.GetTaskAsync("work", "w", default);
        await Task.Delay(20);
        Assert.False(task.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Null(await task.WaitAsync(TimeSpan.FromSeconds(10)));
    }
}
