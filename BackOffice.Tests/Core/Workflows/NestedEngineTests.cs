using System.Text.Json;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Parallel, Map, functions and task tokens on disk.</summary>
public sealed class NestedEngineTests
{
    private const string Fan =
        """
        {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":2,"ItemsPath":"$.items","ResultPath":"$.r","End":true,"ItemProcessor":{"StartAt":"P","States":{
        "P":{"Type":"Parallel","End":true,"Branches":[
            {"StartAt":"W","States":{"W":{"Type":"Task","Resource":"${activity:work}","Parameters":{"n.$":"$","i.$":"$$.Map.Item.Index"},"Assign":{"seen.$":"$.n"},"Next":"V"},"V":{"Type":"Pass","Parameters":{"v.$":"$seen"},"End":true}}},
            {"StartAt":"X","States":{"X":{"Type":"Wait","Seconds":5,"End":true}}}]}}}}}}
        """;

    [Fact]
    public async Task Map_KilledAfterEachStep_GoesOnFromDiskWithTheSameHistory()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Fan);
        await world.BeginAsync("run", """{"items":[10,20,30]}""");
        var copies = new List<(EngineWorld World, ManualClock Clock, int Step)>();
        for (var step = 0; step <= 5; step++)
        {
            await StepAsync(world, clock, step);
            var later = new ManualClock(clock.GetUtcNow());
            copies.Add((await KilledAsync(world, later), later, step));
        }

        var expected = await ShapeAsync(world);
        var end = await world.DescribeAsync("run");
        Assert.Equal(ExecutionStatus.Succeeded, end.Status);
        Assert.Equal("""{"items":[10,20,30],"r":[[{"v":10},10],[{"v":20},20],[{"v":30},30]]}""", end.Output);

        foreach (var (copy, later, done) in copies)
        {
            await using var killed = copy;
            for (var step = done + 1; step <= 5; step++)
                await StepAsync(killed, later, step);
            Assert.Equal(expected, await ShapeAsync(killed));
            Assert.Equal(end.Output, (await killed.DescribeAsync("run")).Output);
        }
    }

    [Fact]
    public async Task Map_FailedAndRedrivenAfterARestart_RunsOnlyWhatHadNotSucceeded()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync("""{"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":2,"End":true,"ItemProcessor":{"StartAt":"W","States":{"W":{"Type":"Task","Resource":"${activity:work}","End":true}}}}}}""");
        await world.BeginAsync("run", "[1,2,3]");
        await SucceedAsync(world, await world.TakeAsync("work"));
        Assert.True((await world.Engine.FailAsync((await world.TakeAsync("work")).Token, "Broken", null, default)).IsSuccess);
        Assert.Equal(ExecutionStatus.Failed, (await world.DescribeAsync("run")).Status);
        await world.RestartAsync();

        Assert.True((await world.Engine.RedriveAsync("run", "again", default)).IsSuccess);
        await world.RestartAsync();
        var left = new[] { await world.TakeAsync("work"), await world.TakeAsync("work") };

        Assert.Equal(["2", "3"], left.Select(t => t.InputJson).Order());
        foreach (var task in left)
            await SucceedAsync(world, task);
        Assert.Equal("[1,2,3]", (await world.DescribeAsync("run")).Output);
        Assert.Equal(1, (await world.DescribeAsync("run")).RedriveCount);
    }

    [Fact]
    public async Task WaitForTaskToken_AcrossRestarts_TheTokenFromTheInputFinishesTheTask()
    {
        await using var world = await EngineWorld.StartAsync(configure: o => o with { GetTaskWait = TimeSpan.FromMilliseconds(50) });
        await world.InstallAsync("""{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","Parameters":{"FunctionName":"ask","Payload":{"token.$":"$$.Task.Token"}},"End":true}}}""");
        await world.BeginAsync("run");
        var call = await TakeSoonAsync(world);
        using var payload = JsonDocument.Parse(call.InputJson);
        var token = payload.RootElement.GetProperty("token").GetString() ?? "";
        Assert.NotEqual(call.Token, token);

        Assert.True((await world.Engine.SucceedAsync(call.Token, "\"asked\"", default)).IsSuccess);
        await world.RestartAsync();
        Assert.Equal(ExecutionStatus.Running, (await world.DescribeAsync("run")).Status);
        Assert.Null(await world.Engine.GetTaskAsync("ask", "w", default));
        Assert.False((await world.Engine.SucceedAsync(call.Token, "\"asked\"", default)).IsSuccess);
        Assert.True((await world.Engine.HeartbeatAsync(token, default)).IsSuccess);
        Assert.True((await world.Engine.SucceedAsync(token, """{"yes":true}""", default)).IsSuccess);

        Assert.Equal("""{"yes":true}""", (await world.DescribeAsync("run")).Output);
        Assert.Equal(
            ["ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"],
            await world.TypesAsync("run"));
    }

    /// <summary>Nobody takes a submitted task again: its heartbeat clock begins anew with the engine, or it would wait for ever.</summary>
    [Fact]
    public async Task WaitForTaskToken_HolderGoneAndEngineRestarted_TimesOutByItsHeartbeat()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock, o => o with { GetTaskWait = TimeSpan.FromMilliseconds(50) });
        await world.InstallAsync("""{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","HeartbeatSeconds":60,"Parameters":{"FunctionName":"ask","Payload":{"token.$":"$$.Task.Token"}},"End":true}}}""");
        await world.BeginAsync("run");
        Assert.True((await world.Engine.SucceedAsync((await TakeSoonAsync(world)).Token, "\"asked\"", default)).IsSuccess);
        await world.RestartAsync();

        clock.Advance(TimeSpan.FromSeconds(61));
        await EngineWorld.UntilAsync(async () => (await world.DescribeAsync("run")).Status != ExecutionStatus.Running);

        Assert.Equal("States.HeartbeatTimeout", (await world.DescribeAsync("run")).Error);
    }

    [Theory]
    [InlineData("arn:aws:lambda:local:000000000000:function:work", "LambdaFunctionFailed")]
    [InlineData("${activity:work}", null)]
    public async Task Succeed_OutputTooLarge_FailsAFunctionAndIsRefusedToAWorker(string resource, string? failed)
    {
        await using var world = await EngineWorld.StartAsync(configure: o => o with { MaxDataBytes = 200 });
        await world.InstallAsync("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"" + resource + "\",\"End\":true}}}");
        await world.BeginAsync("run");

        var answer = await world.Engine.SucceedAsync((await world.TakeAsync("work")).Token, $"\"{new string('a', 300)}\"", default);

        Assert.Equal(failed is not null, answer.IsSuccess);
        if (failed is null)
            Assert.Equal("InvalidOutput", answer.Error?.Code);
        else
            Assert.Equal((failed, "States.DataLimitExceeded"), ((await world.TypesAsync("run"))[^2], (await world.DescribeAsync("run")).Error));
    }

    /// <summary>1 and 2: the first two tasks; 3: their waits, which lets the third iteration in; 4: its task; 5: its wait.</summary>
    private static async Task StepAsync(EngineWorld world, ManualClock clock, int step)
    {
        switch (step)
        {
            case 1 or 2 or 4:
                await SucceedAsync(world, await world.TakeAsync("work"));
                break;
            case 3:
                await AdvanceAsync(clock, async () => (await world.TypesAsync("run")).Count(t => t == "MapIterationStarted") == 3);
                break;
            case 5:
                await AdvanceAsync(clock, async () => (await world.DescribeAsync("run")).Status == ExecutionStatus.Succeeded);
                break;
        }
    }

    private static async Task AdvanceAsync(ManualClock clock, Func<Task<bool>> until)
    {
        if (!await until())
            clock.Advance(TimeSpan.FromSeconds(5));
        await EngineWorld.UntilAsync(until);
    }

    /// <summary>What a kill leaves behind, going on by a clock of its own: that of the run goes on without it.</summary>
    private static async Task<EngineWorld> KilledAsync(EngineWorld world, ManualClock clock)
    {
        var killed = await world.AfterKillAsync();
        await killed.Engine.DisposeAsync();
        return await EngineWorld.StartAsync(clock, o => o with { File = killed.File, CreateIfMissing = false }, killed.Folder);
    }

    private static async Task<ActivityTask> TakeSoonAsync(EngineWorld world)
    {
        ActivityTask? task = null;
        await EngineWorld.UntilAsync(async () => (task = await world.Engine.GetTaskAsync("ask", "w", default)) is not null);
        return task ?? throw new InvalidOperationException("No task.");
    }

    private static async Task SucceedAsync(EngineWorld world, ActivityTask task) =>
        Assert.True((await world.Engine.SucceedAsync(task.Token, task.InputJson, default)).IsSuccess);

    private static async Task<string> ShapeAsync(EngineWorld world) =>
        string.Join('\n', (await world.HistoryAsync("run")).Select(e => $"{e.Id} {e.PreviousEventId} {e.Type} {e.DetailsJson}"));
}
