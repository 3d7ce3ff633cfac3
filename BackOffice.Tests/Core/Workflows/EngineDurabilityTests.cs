using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

public sealed class EngineDurabilityTests
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
    public async Task Answers_ManyAtOnce_ShareCommitsAndAreOnDiskWhenTheyReturn()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.InstallAsync(Hold);

        // Described through another connection, which sees only what is committed.
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await world.BeginAsync($"run-{worker}-{i}");
                Assert.Equal(3, (await world.DescribeAsync($"run-{worker}-{i}")).EventCount);
            }
        })));

        var (commits, transitions, _) = world.Engine.Counts;
        Assert.Equal(640, transitions);
        Assert.True(commits < transitions, $"{commits} commits for {transitions} transitions");
    }

    [Fact]
    public async Task Commit_Fails_NothingIsAnsweredAndTheExecutionGoesOnAsBefore()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        var task = await world.TakeAsync("hold");
        EngineFileTests.Change(world.File, "CREATE TRIGGER broken BEFORE INSERT ON status_changes BEGIN SELECT RAISE(ABORT, 'the disk says no'); END");

        var failed = await world.Engine.FailAsync(task.Token, "x", null, default);
        var started = await world.Engine.StartAsync("test", "new", "{}", default);

        Assert.Equal("Workflows.Unavailable", failed.Error?.Code);
        Assert.Equal("Workflows.Unavailable", started.Error?.Code);
        Assert.Null(await world.Engine.DescribeAsync("new", default));
        Assert.Null(world.Engine.Fault);
        EngineFileTests.Change(world.File, "DROP TRIGGER broken");
        Assert.True((await world.Engine.SucceedAsync(task.Token, "{}", default)).IsSuccess);
        Assert.Equal(
            ["ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"],
            await world.TypesAsync("run"));
        await world.BeginAsync("new");
        Assert.Equal(ExecutionStatus.Running, (await world.DescribeAsync("new")).Status);
    }

    [Fact]
    public async Task Cache_SmallerThanWhatIsOpen_ExecutionsAreReadAgain()
    {
        await using var world = await EngineWorld.StartAsync(configure: o => o with { MaxCached = 2 });
        await world.InstallAsync(Hold);
        for (var i = 0; i < 10; i++)
            await world.BeginAsync($"run-{i}", $$"""{"n":{{i}}}""");

        for (var i = 0; i < 10; i++)
            Assert.True((await world.Engine.SucceedAsync((await world.TakeAsync("hold")).Token, $"{i}", default)).IsSuccess);

        for (var i = 0; i < 10; i++)
            Assert.Equal((ExecutionStatus.Succeeded, $"{i}"), ((await world.DescribeAsync($"run-{i}")).Status, (await world.DescribeAsync($"run-{i}")).Output));
    }

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

        var (definition, _) = InstalledDefinition.Read(ShippedDefinitions.Read("instant-voucher"));
        Assert.NotNull(definition);
        var events = new List<HistoryEvent>();
        ExecutionSnapshot? snapshot = null;
        foreach (var signals in await world.Engine.SignalsAsync("run", default))
        {
            var transition = snapshot is null
                ? Interpreter.Start(definition, (StartSignal)signals[0], new InterpreterLimits())
                : Interpreter.Apply(definition, snapshot, signals.ToArray(), new InterpreterLimits());
            snapshot = transition.After;
            events.AddRange(transition.Events.Select(EventRendering.Render));
        }

        Assert.Equal(await world.HistoryAsync("run"), events);
    }

    [Fact]
    public async Task Calls_AfterTheEngineStopped_AreUnavailable()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        var task = await world.TakeAsync("hold");

        await world.Engine.StopAsync(default(CancellationToken));

        Assert.Equal("Workflows.Unavailable", (await world.Engine.SucceedAsync(task.Token, "{}", default)).Error?.Code);
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
