using BackOffice.Core.Workflows;
using Microsoft.Data.Sqlite;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Names and histories are kept for 90 days after the end.</summary>
public sealed class EngineRetentionTests
{
    private const string Hold =
        """{"StartAt":"Hold","States":{"Hold":{"Type":"Task","Resource":"${activity:hold}","End":true}}}""";

    [Fact]
    public async Task Start_NameOfOneClosedNinetyDaysAgo_IsFreeAgain()
    {
        var clock = new ManualClock();
        // Nothing is looked for in between: the start itself must see that the time is over.
        await using var world = await EngineWorld.StartAsync(clock, o => o with { ExpireEvery = TimeSpan.FromDays(3650) });
        await world.InstallAsync(Hold);
        await world.BeginAsync("run", """{"order":1}""");
        await world.Engine.StopAsync("run", "Old", null, default);
        clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("ExecutionAlreadyExists", (await world.Engine.StartAsync("test", "run", """{"order":1}""", default)).Error?.Code);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        await world.BeginAsync("run", """{"order":2}""");

        Assert.Equal((ExecutionStatus.Running, """{"order":2}"""), ((await world.DescribeAsync("run")).Status, (await world.DescribeAsync("run")).Input));
        Assert.Equal(["ExecutionStarted", "TaskStateEntered", "ActivityScheduled"], await world.TypesAsync("run"));
        await world.RestartAsync();
        Assert.True((await world.Engine.SucceedAsync((await world.TakeAsync("hold")).Token, "{}", default)).IsSuccess);
    }

    [Fact]
    public async Task Expiry_ClosedLongAgo_GoesWithItsRows_RunningAndYoungOnesStay()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Hold);
        await world.BeginAsync("still-runs");
        for (var i = 0; i < 250; i++)
        {
            await world.BeginAsync($"old-{i}");
            await world.Engine.StopAsync($"old-{i}", null, null, default);
        }

        clock.Advance(TimeSpan.FromDays(60));
        await world.BeginAsync("young");
        await world.Engine.StopAsync("young", null, null, default);
        var newest = (await world.Engine.StatusChangesAsync(0, 10_000, default))[^1].Sequence;

        clock.Advance(TimeSpan.FromDays(31));

        await EngineWorld.UntilAsync(async () => await world.Engine.DescribeAsync("old-249", default) is null);
        await EngineWorld.UntilAsync(async () => await world.Engine.DescribeAsync("old-0", default) is null);
        Assert.Equal(["young", "still-runs"], (await world.Engine.ListAsync(new ExecutionQuery(), null, 100, default)).Items.Select(e => e.Name));
        Assert.Equal(2, Count(world, "SELECT COUNT(DISTINCT execution) FROM history"));
        Assert.Equal(2, Count(world, "SELECT COUNT(DISTINCT execution) FROM frames"));
        await EngineWorld.UntilAsync(() => Task.FromResult(Count(world, "SELECT COUNT(*) FROM status_changes") == 2));
        Assert.True((await world.Engine.SucceedAsync((await world.TakeAsync("hold")).Token, "{}", default)).IsSuccess);
        Assert.Equal(newest + 1, (await world.Engine.StatusChangesAsync(newest, 10, default)).Single().Sequence);
    }

    [Fact]
    public async Task Expiry_OfTheWholeLog_LeavesItsLastNumberAsTheFloor()
    {
        var clock = new ManualClock();
        await using var world = await EngineWorld.StartAsync(clock);
        await world.InstallAsync(Hold);
        await world.BeginAsync("run");
        await world.Engine.StopAsync("run", null, null, default);
        clock.Advance(TimeSpan.FromDays(91));
        await EngineWorld.UntilAsync(async () => await world.Engine.DescribeAsync("run", default) is null);

        await world.BeginAsync("next");

        // A follower that has read two lines must see the third.
        Assert.Equal("next", (await world.Engine.StatusChangesAsync(2, 10, default)).Single().Execution);
    }

    private static long Count(EngineWorld world, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={world.File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long?)command.ExecuteScalar() ?? 0;
    }
}
