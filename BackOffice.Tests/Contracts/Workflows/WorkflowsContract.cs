using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Core.Workflows;

namespace BackOffice.Tests.Contracts.Workflows;

/// <summary>What every backend of <see cref="IWorkflows"/> and <see cref="IActivityTasks"/> promises.</summary>
public abstract class WorkflowsContract
{
    private const string OneTask =
        """{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${activity:work}","Next":"B"},"B":{"Type":"Task","Resource":"${activity:more}","ResultPath":null,"End":true}}}""";

    /// <summary>A new, empty backend; what it is disposed with is the test's last act.</summary>
    private protected abstract Task<EngineWorld> NewAsync(TimeProvider? clock = null);

    [Fact]
    public async Task Install_SameTextAgain_SameRevision_OtherText_NextRevision()
    {
        await using var world = await NewAsync();

        var first = await world.Engine.InstallAsync("test", OneTask, default);
        var again = await world.Engine.InstallAsync("test", OneTask, default);
        var other = await world.Engine.InstallAsync("test", OneTask + " ", default);

        Assert.Equal([1, 1, 2], [first.Value.Revision, again.Value.Revision, other.Value.Revision]);
        Assert.Equal(OneTask, (await world.Engine.DefinitionAsync("test", 1, default))?.Asl);
        Assert.Equal(2, (await world.Engine.DefinitionAsync("test", null, default))?.Revision);
        Assert.Null(await world.Engine.DefinitionAsync("test", 3, default));
        Assert.Equal(2, (await world.Engine.DefinitionsAsync(default)).Count);
    }

    [Fact]
    public async Task Install_CannotBeRun_InvalidDefinitionNamesCodeAndPlace()
    {
        await using var world = await NewAsync();

        var refused = await world.Engine.InstallAsync("test", """{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}""", default);

        Assert.Equal("InvalidDefinition", refused.Error?.Code);
        Assert.Contains("MISSING_TRANSITION_TARGET", refused.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("/States/A/Next", refused.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NameAndInputOfARunningOne_ReturnsIt_ElseAlreadyExists()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        var first = await world.BeginAsync("order-1", """{"order":1}""");

        var same = await world.Engine.StartAsync("test", "order-1", """{"order":1}""", default);
        var other = await world.Engine.StartAsync("test", "order-1", """{"order":2}""", default);
        await world.Engine.StopAsync("order-1", null, null, default);
        var closed = await world.Engine.StartAsync("test", "order-1", """{"order":1}""", default);

        Assert.Equal(first.StartedAt, same.Value.StartedAt);
        Assert.Equal("ExecutionAlreadyExists", Assert.IsType<Conflict>(other.Error).Code);
        Assert.Equal("ExecutionAlreadyExists", closed.Error?.Code);
        Assert.Equal(1, (await world.TypesAsync("order-1")).Count(t => t == "ExecutionStarted"));
    }

    [Theory]
    [InlineData("test", "a name", "{}", "InvalidName")]
    [InlineData("test", "", "{}", "InvalidName")]
    [InlineData("test", "n", "{", "InvalidExecutionInput")]
    [InlineData("test", "n", "\"\\ud800\"", "InvalidExecutionInput")]
    [InlineData("none", "n", "{}", "StateMachineDoesNotExist")]
    public async Task Start_WrongRequest_IsRefused(string definition, string name, string input, string code)
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);

        Assert.Equal(code, (await world.Engine.StartAsync(definition, name, input, default)).Error?.Code);
    }

    [Fact]
    public async Task Tasks_AnsweredInTurn_ExecutionSucceedsWithAwsHistory()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        await world.BeginAsync("order-1", """{"order":1}""");

        var first = await world.TakeAsync("work");
        Assert.Equal(("work", "order-1/3", """{"order":1}"""), (first.Activity, first.HandOut, first.InputJson));
        Assert.True((await world.Engine.SucceedAsync(first.Token, """{"done":true}""", default)).IsSuccess);
        var running = await world.DescribeAsync("order-1");
        Assert.Equal((ExecutionStatus.Running, "B", 8L), (running.Status, running.CurrentState, running.EventCount));
        await world.Engine.SucceedAsync((await world.TakeAsync("more")).Token, "null", default);

        var ended = await world.DescribeAsync("order-1");
        Assert.Equal((ExecutionStatus.Succeeded, """{"done":true}"""), (ended.Status, ended.Output));
        Assert.Equal("Execution is SUCCEEDED and cannot be redriven", ended.RedriveStatusReason);
        Assert.Equal(
            ["ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited",
             "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"],
            await world.TypesAsync("order-1"));
        var started = (await world.HistoryAsync("order-1"))[3];
        Assert.Equal(("activityStartedEventDetails", """{"workerName":"w"}"""), (started.DetailsName, started.DetailsJson));
    }

    [Fact]
    public async Task Answer_SecondTime_HasNoEffectAndSaysTaskTimedOut()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        await world.BeginAsync("order-1");
        var task = await world.TakeAsync("work");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i % 2 == 0
            ? world.Engine.SucceedAsync(task.Token, "{}", default)
            : world.Engine.FailAsync(task.Token, "late", null, default)));

        Assert.Single(answers, a => a.IsSuccess);
        Assert.All(answers.Where(a => !a.IsSuccess), a => Assert.Equal("TaskTimedOut", a.Error?.Code));
        Assert.Equal(1, (await world.TypesAsync("order-1")).Count(t => t is "ActivitySucceeded" or "ActivityFailed"));
        Assert.Equal("TaskTimedOut", (await world.Engine.HeartbeatAsync(task.Token, default)).Error?.Code);
    }

    [Fact]
    public async Task Answer_WithATokenThatWasNotGivenOut_IsInvalidToken()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        await world.BeginAsync("order-1");
        var token = (await world.TakeAsync("work")).Token;
        var forged = (token[0] == 'A' ? 'B' : 'A') + token[1..];

        Assert.Equal("InvalidToken", (await world.Engine.SucceedAsync(forged, "{}", default)).Error?.Code);
        Assert.Equal("InvalidToken", (await world.Engine.FailAsync("x", "e", null, default)).Error?.Code);
        Assert.Equal("InvalidOutput", (await world.Engine.SucceedAsync(token, "{", default)).Error?.Code);
        Assert.Equal("InvalidOutput", (await world.Engine.SucceedAsync(token, $"\"{new string('x', 256 * 1024)}\"", default)).Error?.Code);
    }

    [Fact]
    public async Task Stop_WhileATaskIsOut_AbortsAndTheAnswerComesTooLate()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        await world.BeginAsync("order-1");
        var task = await world.TakeAsync("work");

        Assert.True((await world.Engine.StopAsync("order-1", "Stopped", "by hand", default)).IsSuccess);

        var ended = await world.DescribeAsync("order-1");
        Assert.Equal((ExecutionStatus.Aborted, "Stopped", "by hand", "A"), (ended.Status, ended.Error, ended.Cause, ended.CurrentState));
        Assert.Equal("TaskTimedOut", (await world.Engine.SucceedAsync(task.Token, "{}", default)).Error?.Code);
        Assert.Equal("ExecutionDoesNotExist", (await world.Engine.StopAsync("none", null, null, default)).Error?.Code);
    }

    [Fact]
    public async Task Redrive_FailedTask_GoesOnThereWithANewToken_SameClientTokenIsTheSameRedrive()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        await world.BeginAsync("order-1", """{"order":1}""");
        await world.Engine.SucceedAsync((await world.TakeAsync("work")).Token, """{"done":true}""", default);
        var failed = await world.TakeAsync("more");
        await world.Engine.FailAsync(failed.Token, "Gateway.Down", "no answer", default);
        var ended = await world.DescribeAsync("order-1");
        Assert.Equal((RedriveStatus.Redrivable, "B"), (ended.RedriveStatus, ended.CurrentState));
        Assert.Equal(ended.StoppedAt + TimeSpan.FromDays(14), ended.RedrivableUntil);

        var redriven = await world.Engine.RedriveAsync("order-1", "click-1", default);
        var again = await world.Engine.RedriveAsync("order-1", "click-1", default);
        var other = await world.Engine.RedriveAsync("order-1", "click-2", default);

        Assert.Equal((ExecutionStatus.Running, 1), (redriven.Value.Status, redriven.Value.RedriveCount));
        Assert.Equal(1, again.Value.RedriveCount);
        Assert.Equal(("ExecutionNotRedrivable", "Execution is RUNNING and cannot be redriven"), (other.Error?.Code, other.Error?.Message));
        var task = await world.TakeAsync("more");
        Assert.NotEqual(failed.Token, task.Token);
        Assert.NotEqual(failed.HandOut, task.HandOut);
        Assert.Equal("TaskTimedOut", (await world.Engine.SucceedAsync(failed.Token, "{}", default)).Error?.Code);
        Assert.True((await world.Engine.SucceedAsync(task.Token, "{}", default)).IsSuccess);
        Assert.Equal(
            ["TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivityFailed", "ExecutionFailed", "ExecutionRedriven", "ActivityScheduled",
             "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"],
            (await world.TypesAsync("order-1"))[6..]);
        var afterEnd = await world.Engine.RedriveAsync("order-1", "click-3", default);
        Assert.Equal("Execution is SUCCEEDED and cannot be redriven", afterEnd.Error?.Message);
    }

    [Fact]
    public async Task StatusChanges_ReadFromANumber_ComeInOrderWithTheFailedState()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        await world.BeginAsync("order-1");
        await world.Engine.FailAsync((await world.TakeAsync("work")).Token, "Card.Declined", "no", default);
        await world.Engine.RedriveAsync("order-1", "r", default);

        var all = await world.Engine.StatusChangesAsync(0, 100, default);

        Assert.Equal([ExecutionStatus.Running, ExecutionStatus.Failed, ExecutionStatus.Running], all.Select(c => c.Status));
        Assert.Equal(("order-1", "Card.Declined", "no", "A"), (all[1].Execution, all[1].Error, all[1].Cause, all[1].FailedState));
        Assert.Equal(1, all[2].RedriveCount);
        Assert.Equal(all[2], Assert.Single(await world.Engine.StatusChangesAsync(all[1].Sequence, 100, default)));
    }

    [Fact]
    public async Task History_PagedFromBothEnds_GivesEveryEventOnce()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        await world.BeginAsync("order-1");
        await world.Engine.SucceedAsync((await world.TakeAsync("work")).Token, "{}", default);

        async Task<List<long>> Ids(bool newestFirst, int limit)
        {
            var ids = new List<long>();
            string? cursor = null;
            do
            {
                var page = (await world.Engine.HistoryAsync("order-1", newestFirst, cursor, limit, default)).Value;
                Assert.True(page.Items.Count <= limit);
                ids.AddRange(page.Items.Select(e => e.Id));
                cursor = page.Next;
            }
            while (cursor is not null);
            return ids;
        }

        foreach (var limit in (int[])[1, 2, 3, 5, 8, 100])
        {
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await Ids(newestFirst: false, limit));
            Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], await Ids(newestFirst: true, limit));
        }

        Assert.Equal("ExecutionDoesNotExist", (await world.Engine.HistoryAsync("none", false, null, 10, default)).Error?.Code);
        Assert.Equal("InvalidToken", (await world.Engine.HistoryAsync("order-1", false, "x", 10, default)).Error?.Code);
    }

    [Fact]
    public async Task List_FilteredAndPaged_NewestFirst()
    {
        await using var world = await NewAsync();
        await world.InstallAsync(OneTask);
        for (var i = 0; i < 5; i++)
            await world.BeginAsync($"GC-{i}-1");
        await world.BeginAsync("other");
        await world.Engine.StopAsync("GC-2-1", null, null, default);

        async Task<string[]> Names(ExecutionQuery query)
        {
            var names = new List<string>();
            string? cursor = null;
            do
            {
                var page = await world.Engine.ListAsync(query, cursor, 2, default);
                names.AddRange(page.Items.Select(e => e.Name));
                cursor = page.Next;
            }
            while (cursor is not null);
            return [.. names];
        }

        Assert.Equal(["other", "GC-4-1", "GC-3-1", "GC-2-1", "GC-1-1", "GC-0-1"], await Names(new ExecutionQuery()));
        Assert.Equal(["GC-4-1", "GC-3-1", "GC-2-1", "GC-1-1", "GC-0-1"], await Names(new ExecutionQuery { NamePrefix = "GC-" }));
        Assert.Equal(["GC-2-1"], await Names(new ExecutionQuery { Status = ExecutionStatus.Aborted, Definition = "test" }));
        Assert.Empty(await Names(new ExecutionQuery { Status = ExecutionStatus.Succeeded }));
        Assert.Empty(await Names(new ExecutionQuery { Definition = "none" }));
    }

    [Fact]
    public async Task List_ByStart_TakesFromTheMomentOnAndUpToItsEnd()
    {
        var clock = new ManualClock();
        await using var world = await NewAsync(clock);
        await world.InstallAsync(OneTask);
        var starts = new List<DateTimeOffset>();
        for (var i = 0; i < 6; i++)
        {
            await world.BeginAsync($"GC-{i}-1");
            starts.Add((await world.Engine.DescribeAsync($"GC-{i}-1", default))!.StartedAt);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        async Task<IEnumerable<string>> Names(int? from, int? before) => (await world.Engine.ListAsync(
            new ExecutionQuery { StartedFrom = from is { } first ? starts[first] : null, StartedBefore = before is { } end ? starts[end] : null }, null, 10, default)).Items.Select(e => e.Name);

        Assert.Equal(["GC-5-1", "GC-4-1", "GC-3-1"], await Names(3, null));
        Assert.Equal(["GC-1-1", "GC-0-1"], await Names(null, 2));
        Assert.Equal(["GC-3-1", "GC-2-1"], await Names(2, 4));
        Assert.Equal(["GC-5-1", "GC-4-1", "GC-3-1", "GC-2-1", "GC-1-1", "GC-0-1"], await Names(0, null));
        Assert.Empty((await world.Engine.ListAsync(new ExecutionQuery { StartedFrom = starts[5].AddHours(1) }, null, 10, default)).Items);
        Assert.Empty((await world.Engine.ListAsync(new ExecutionQuery { StartedBefore = starts[0] }, null, 10, default)).Items);
    }
}

public sealed class EmbeddedWorkflowsContract : WorkflowsContract
{
    private protected override Task<EngineWorld> NewAsync(TimeProvider? clock = null) => EngineWorld.StartAsync(clock);
}
