using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>The one writer: shared commits, failed commits, what memory keeps.</summary>
public sealed class EngineWriterTests
{
    private const string Hold =
        """{"StartAt":"Hold","States":{"Hold":{"Type":"Task","Resource":"${activity:hold}","End":true}}}""";

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
    public async Task Batch_OneCannotBeStored_TheOthersAre()
    {
        using var gate = new SemaphoreSlim(0);
        var commits = 0;
        await using var world = await EngineWorld.StartAsync(configure: o => o with
        {
            AfterCommit = () =>
            {
                // The commit of "holds": what comes meanwhile shares the next batch.
                if (++commits == 4)
                    gate.Wait();
            },
        });
        await world.InstallAsync(Hold);
        await world.BeginAsync("good");
        await world.BeginAsync("bad");
        EngineFileTests.Change(world.File, "CREATE TRIGGER broken BEFORE INSERT ON status_changes WHEN NEW.error = 'Bad' BEGIN SELECT RAISE(ABORT, 'not this one'); END");
        var holds = world.BeginAsync("holds");
        await EngineWorld.UntilAsync(() => Task.FromResult(Volatile.Read(ref commits) == 4));
        var good = world.Engine.StopAsync("good", "Good", null, default);
        var bad = world.Engine.StopAsync("bad", "Bad", null, default);
        var start = world.Engine.StartAsync("test", "new", "{}", default);

        gate.Release();

        await holds;
        Assert.True((await good).IsSuccess);
        Assert.True((await start).IsSuccess);
        Assert.Equal("Workflows.Unavailable", (await bad).Error?.Code);
        Assert.Equal(
            [ExecutionStatus.Aborted, ExecutionStatus.Running, ExecutionStatus.Running],
            [(await world.DescribeAsync("good")).Status, (await world.DescribeAsync("bad")).Status, (await world.DescribeAsync("new")).Status]);
    }

    [Fact]
    public async Task Timer_CannotBeStored_IsTriedAgainAndHoldsNobodyUp()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"Next":"F"},"F":{"Type":"Fail","ErrorPath":"$.error"}}}""");
        await world.BeginAsync("bad", """{"error":"Bad"}""");
        await world.BeginAsync("good", """{"error":"Good"}""");
        EngineFileTests.Change(world.File, "CREATE TRIGGER broken BEFORE INSERT ON status_changes WHEN NEW.error = 'Bad' BEGIN SELECT RAISE(ABORT, 'not now'); END");

        clock.Advance(TimeSpan.FromSeconds(60));
        await EngineWorld.UntilAsync(async () => (await world.DescribeAsync("good")).Status == ExecutionStatus.Failed);
        Assert.Equal(ExecutionStatus.Running, (await world.DescribeAsync("bad")).Status);
        EngineFileTests.Change(world.File, "DROP TRIGGER broken");
        await EngineWorld.UntilAsync(async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return (await world.DescribeAsync("bad")).Status == ExecutionStatus.Failed;
        });
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
    public async Task Calls_AfterTheEngineStopped_AreUnavailable()
    {
        await using var world = await EngineWorld.StartAsync();
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        var task = await world.TakeAsync("hold");

        await world.Engine.StopAsync(default(CancellationToken));

        Assert.Equal("Workflows.Unavailable", (await world.Engine.SucceedAsync(task.Token, "{}", default)).Error?.Code);
    }
}
