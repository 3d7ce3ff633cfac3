using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

public sealed class InterpreterTests
{
    private const string Task = Simulation.Activity;

    [Fact]
    public void Start_ActivityTask_WritesAwsEventsAndHandsOutWork()
    {
        var run = new Simulation($"'A':{{{Task},'Parameters':{{'order.$':'$.order','execution.$':'$$.Execution.Name'}},'ResultPath':'$.x','End':true}}", """{"order":"GC-1"}""");

        run.TakeTask().Succeed("""{"ok":1}""");

        Assert.Equal("""{"order":"GC-1","execution":"run-1"}""", run.Work.Single().Task.Input.Text);
        Assert.Equal("ExecutionStarted TaskStateEntered ActivityScheduled ActivityStarted ActivitySucceeded TaskStateExited ExecutionSucceeded", run.Types);
        Assert.Equal([0, 0, 2, 3, 4, 5, 6], run.Events.Select(e => e.PreviousId));
        Assert.Equal("""{"order":"GC-1","x":{"ok":1}}""", run.Snapshot.Output?.Text);
        Assert.Empty(run.Snapshot.Frames);
    }

    [Fact]
    public void Fail_RetryMatches_BacksOffWithoutSecondEnteredAndCountsEachRetrierAlone()
    {
        var run = new Simulation($"'A':{{{Task},'End':true,'Retry':[{{'ErrorEquals':['Busy'],'IntervalSeconds':2,'BackoffRate':3,'MaxAttempts':2,'MaxDelaySeconds':5}},{{'ErrorEquals':['States.ALL'],'MaxAttempts':1}}]}}");

        run.TakeTask().Fail("Busy");
        Assert.Equal(TimeSpan.FromSeconds(2), run.Due);
        run.Pass(2).Timers().TakeTask().Fail("Other");
        Assert.Equal(TimeSpan.FromSeconds(1), run.Due);
        run.Pass(1).Timers().TakeTask().Fail("Busy");
        Assert.Equal(TimeSpan.FromSeconds(5), run.Due);
        run.Pass(5).Timers().TakeTask().Fail("Busy", "still busy");

        Assert.Equal(ExecutionStatus.Failed, run.Snapshot.Status);
        Assert.Equal(("Busy", "still busy"), (run.Snapshot.Error, run.Snapshot.Cause));
        Assert.Equal(1, run.Events.Count(e => e.Type == EventType.TaskStateEntered));
        Assert.Equal(4, run.Events.Count(e => e.Type == EventType.ActivityScheduled));
        Assert.Equal((EventType.ActivityFailed, EventType.ExecutionFailed), (run.Events[^2].Type, run.Events[^1].Type));
        Assert.Equal(run.Events[^2].Id, run.Events[^1].PreviousId);
    }

    [Fact]
    public void Fail_FirstMatchingRetrierIsUsedUp_LaterRetriersAreNotAsked()
    {
        var run = new Simulation($"'A':{{{Task},'End':true,'Retry':[{{'ErrorEquals':['Busy'],'MaxAttempts':0}},{{'ErrorEquals':['States.ALL']}}]}}");

        run.Fail("Busy");

        Assert.Equal(ExecutionStatus.Failed, run.Snapshot.Status);
    }

    [Fact]
    public void Fail_FullJitter_DelayFollowsFromTheSeedAndStaysBelowTheComputedOne()
    {
        var delays = Enumerable.Range(0, 50).Select(seed =>
        {
            var run = new Simulation($"'A':{{{Task},'End':true,'Retry':[{{'ErrorEquals':['States.ALL'],'IntervalSeconds':10,'JitterStrategy':'FULL'}}]}}") { Seed = seed };
            var once = run.Again(new TaskFailedSignal(run.Now, seed, 0, run.Task.Scheduled, "x", null)).After.DueAt;
            run.Fail("x");
            Assert.Equal(once, run.Snapshot.DueAt);
            return run.Due ?? TimeSpan.MaxValue;
        }).ToArray();

        Assert.All(delays, d => Assert.InRange(d, TimeSpan.Zero, TimeSpan.FromSeconds(10)));
        Assert.True(delays.Distinct().Count() > 40);
    }

    [Fact]
    public void Fail_CatchMatches_ExitsWithErrorAtResultPathAndEntersTheHandler()
    {
        var run = new Simulation($"'A':{{{Task},'End':true,'Catch':[{{'ErrorEquals':['Busy'],'Next':'B','ResultPath':'$.error'}}]}},'B':{{'Type':'Pass','End':true}}", """{"order":1}""");

        run.TakeTask().Fail("Busy", "why");

        Assert.Equal("ExecutionStarted TaskStateEntered ActivityScheduled ActivityStarted ActivityFailed TaskStateExited PassStateEntered PassStateExited ExecutionSucceeded", run.Types);
        Assert.Equal("""{"order":1,"error":{"Error":"Busy","Cause":"why"}}""", run.Snapshot.Output?.Text);
    }

    [Theory]
    [InlineData("States.TaskFailed", false)]
    [InlineData("States.Timeout", true)]
    [InlineData("States.ALL", true)]
    public void TimeoutSeconds_WorkerTakesTooLong_IsStatesTimeout(string named, bool caught)
    {
        var run = new Simulation($"'A':{{{Task},'TimeoutSeconds':5,'End':true,'Catch':[{{'ErrorEquals':['{named}'],'Next':'B'}}]}},'B':{{'Type':'Pass','End':true}}");
        Assert.Null(run.Due);
        run.Pass(1_000).TakeTask();
        Assert.Equal(TimeSpan.FromSeconds(5), run.Due);

        run.Pass(5).Timers();

        var timedOut = run.Events.Single(e => e.Type == EventType.ActivityTimedOut);
        Assert.Equal("States.Timeout", Simulation.Member(timedOut, "error").GetString());
        Assert.Equal(caught ? ExecutionStatus.Succeeded : ExecutionStatus.Failed, run.Snapshot.Status);
    }

    [Fact]
    public void HeartbeatSeconds_BeatsComeAndThenStop_IsHeartbeatTimeout()
    {
        var run = new Simulation($"'A':{{{Task},'TimeoutSeconds':60,'HeartbeatSeconds':10,'End':true,'Retry':[{{'ErrorEquals':['States.HeartbeatTimeout']}}]}}");
        run.TakeTask();
        var scheduled = run.Task.Scheduled;
        run.Pass(9).Apply(new TaskHeartbeatSignal(run.Now, 1, 0, scheduled));
        Assert.Equal(TimeSpan.FromSeconds(10), run.Due);

        run.Pass(10).Timers();

        Assert.Equal("States.HeartbeatTimeout", Simulation.Member(run.Events[^1], "error").GetString());
        Assert.Equal(FramePhase.Backoff, run.Snapshot.Frames[0].Phase);
        Assert.Equal(Acceptance.TaskClosed, run.Check(new TaskSucceededSignal(run.Now, 1, 0, scheduled, BackOffice.Core.Workflows.Asl.Json.Null)));
    }

    [Fact]
    public void TimerSignal_NothingIsDue_ChangesNothing()
    {
        var run = new Simulation($"'A':{{{Task},'TimeoutSeconds':60,'End':true}}");
        run.TakeTask();

        var transition = run.Pass(59).Again(new TimerSignal(run.Now, 1));

        Assert.Empty(transition.Events);
    }

    [Fact]
    public void MachineTimeout_IsDue_ExecutionTimesOut()
    {
        var run = new Simulation($"'A':{{{Task},'End':true}}", top: "\"TimeoutSeconds\":30,");

        run.TakeTask().Pass(30).Timers();

        Assert.Equal(ExecutionStatus.TimedOut, run.Snapshot.Status);
        Assert.Equal((EventType.ExecutionTimedOut, 0L), (run.Events[^1].Type, run.Events[^1].PreviousId));
        Assert.Equal("States.Timeout", Simulation.Member(run.Events[^1], "error").GetString());
        Assert.Null(run.Snapshot.Error);
        Assert.Null(run.Snapshot.DueAt);
    }

    [Fact]
    public void Wait_SecondsPath_WaitsThenExits()
    {
        var run = new Simulation("'A':{'Type':'Wait','SecondsPath':'$.s','Next':'B'},'B':{'Type':'Succeed'}", """{"s":7}""");
        Assert.Equal(TimeSpan.FromSeconds(7), run.Due);

        run.Pass(7).Timers();

        Assert.Equal("ExecutionStarted WaitStateEntered WaitStateExited SucceedStateEntered SucceedStateExited ExecutionSucceeded", run.Types);
    }

    [Fact]
    public void Choice_NoRuleAndNoDefault_IsStatesRuntimeInAwsWords()
    {
        var run = new Simulation("'A':{'Type':'Choice','Choices':[{'Variable':'$.v','StringMatches':'re*w','Next':'B'}]},'B':{'Type':'Succeed'}", """{"v":"pass"}""");

        Assert.Equal("States.Runtime", run.Snapshot.Error);
        Assert.Equal("An error occurred while executing the state 'A' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.", run.Snapshot.Cause);
    }

    [Theory]
    [InlineData("'StringMatches':'r*v*w'", "\"review\"", true)]
    [InlineData("'StringMatches':'r\\\\*v*w'", "\"review\"", false)]
    [InlineData("'NumericGreaterThanEqualsPath':'$.limit'", "10", true)]
    [InlineData("'NumericLessThan':10", "\"9\"", false)]
    [InlineData("'TimestampLessThan':'2026-01-02T00:00:00Z'", "\"2026-01-01T23:59:59.5+00:00\"", true)]
    [InlineData("'IsPresent':true", "null", true)]
    public void Choice_Operators_DecideByTypeAndValue(string rule, string value, bool matches)
    {
        var run = new Simulation(
            $"'A':{{'Type':'Choice','Choices':[{{'And':[{{'Variable':'$.v',{rule}}},{{'Not':{{'Variable':'$.none','IsPresent':true}}}}],'Next':'B'}}],'Default':'C'}},'B':{{'Type':'Succeed'}},'C':{{'Type':'Succeed'}}",
            $$"""{"v":{{value}},"limit":10}""");

        Assert.Equal(matches ? "B" : "C", Simulation.Member(run.Events.Single(e => e.Type == EventType.SucceedStateEntered), "name").GetString());
    }

    [Fact]
    public void Stop_WhileATaskRuns_AbortsAndClosesTheTask()
    {
        var run = new Simulation($"'A':{{{Task},'End':true}}");
        var scheduled = run.Task.Scheduled;

        run.TakeTask().Apply(new StopSignal(run.Now, 1, "Stopped", "by a test"));

        Assert.Equal(ExecutionStatus.Aborted, run.Snapshot.Status);
        Assert.Equal((EventType.ExecutionAborted, 4L), (run.Events[^1].Type, run.Events[^1].PreviousId));
        Assert.Equal(Acceptance.TaskClosed, run.Check(new TaskHeartbeatSignal(run.Now, 1, 0, scheduled)));
        Assert.Equal(Acceptance.WrongStatus, run.Check(new StopSignal(run.Now, 1, null, null)));
    }

    [Fact]
    public void PathLeadsNowhere_IsStatesRuntimeAndNoRetryMeansIt()
    {
        var run = new Simulation($"'A':{{{Task},'Parameters':{{'x.$':'$.none'}},'End':true,'Retry':[{{'ErrorEquals':['States.ALL']}}]}}");

        Assert.Equal("States.Runtime", run.Snapshot.Error);
        Assert.Equal(
            "An error occurred while executing the state 'A' (entered at the event id #2). The JSONPath '$.none' specified for the field 'x.$' could not be found in the input '{}'",
            run.Snapshot.Cause);
    }

    [Fact]
    public void HistoryLimit_EndlessLoop_FailsWithTheLastEvent()
    {
        var run = new Simulation("'A':{'Type':'Pass','Next':'B'},'B':{'Type':'Choice','Choices':[{'Variable':'$.end','IsPresent':true,'Next':'C'}],'Default':'A'},'C':{'Type':'Succeed'}", limits: new InterpreterLimits(MaxEvents: 50));

        Assert.Equal(50, run.Events.Count);
        Assert.Equal((EventType.ExecutionFailed, ExecutionStatus.Failed), (run.Events[^1].Type, run.Snapshot.Status));
    }

    [Fact]
    public void DataLimit_OutputTooLarge_FailsTheState()
    {
        var run = new Simulation($"'A':{{{Task},'ResultPath':'$.r','End':true,'Catch':[{{'ErrorEquals':['States.ALL'],'Next':'B'}}]}},'B':{{'Type':'Succeed'}}", "{}", limits: new InterpreterLimits(MaxDataBytes: 100));

        run.Succeed($"\"{new string('a', 99)}\"");

        Assert.Equal("States.DataLimitExceeded", run.Snapshot.Error);
    }

    [Fact]
    public void DataLimit_CatchThatLeadsBackToItself_DoesNotGrowWithoutEnd()
    {
        var run = new Simulation(
            $"'A':{{{Task},'TimeoutSecondsPath':'$.none','Catch':[{{'ErrorEquals':['States.Runtime'],'Next':'A'}}],'End':true}}",
            limits: new InterpreterLimits(MaxDataBytes: 10_000));

        Assert.Equal((ExecutionStatus.Failed, "States.DataLimitExceeded"), (run.Snapshot.Status, run.Snapshot.Error));
    }

    [Fact]
    public void DataLimit_VariableThatDoublesItself_FailsTheState()
    {
        var run = new Simulation(
            "'A':{'Type':'Pass','Assign':{'v':'0123456789'},'Next':'B'},'B':{'Type':'Pass','Assign':{'v.$':'States.Array($v, $v)'},'Next':'C'},"
            + "'C':{'Type':'Choice','Choices':[{'Variable':'$.end','IsPresent':true,'Next':'D'}],'Default':'B'},'D':{'Type':'Succeed'}");

        Assert.Equal("States.DataLimitExceeded", run.Snapshot.Error);
    }

    [Fact]
    public void DataLimit_NestedDeeperThanCanBeReadAgain_FailsTheState()
    {
        var run = new Simulation(
            "'A':{'Type':'Pass','Parameters':{'v.$':'States.Array($)'},'OutputPath':'$.v','Next':'C'},"
            + "'C':{'Type':'Choice','Choices':[{'Variable':'$.end','IsPresent':true,'Next':'D'}],'Default':'A'},'D':{'Type':'Succeed'}");

        Assert.Equal("States.DataLimitExceeded", run.Snapshot.Error);
        BackOffice.Core.Workflows.Asl.Json.Parse(run.Snapshot.Frames[0].Input.Text);
    }

    [Fact]
    public void StringSplit_AtASurrogatePair_LeavesNoHalves()
    {
        var run = new Simulation("'A':{'Type':'Pass','Parameters':{'x.$':'States.StringSplit($.t, $.s)'},'End':true}", """{"t":"a😀b","s":"😁😀"}""");

        Assert.Equal("""{"x":["a","b"]}""", run.Snapshot.Output?.Text);
    }

    [Fact]
    public void Cause_CutInTheMiddleOfACharacter_CanBeCaught()
    {
        var run = new Simulation($"'A':{{{Task},'End':true,'Catch':[{{'ErrorEquals':['States.ALL'],'Next':'B'}}]}},'B':{{'Type':'Pass','End':true}}");

        run.Fail("x", "😀"[..1]);

        Assert.Equal("""{"Error":"x","Cause":"\uFFFD"}""".Replace("\\uFFFD", "\uFFFD", StringComparison.Ordinal), run.Snapshot.Output?.Text);
    }

    [Fact]
    public void Apply_SameSnapshotAndSignalsTwice_SameEventsAndTheSnapshotIsUntouched()
    {
        var run = new Simulation($"'A':{{{Task},'ResultPath':'$.r','Next':'B'}},'B':{{'Type':'Pass','Parameters':{{'id.$':'States.UUID()','n.$':'States.MathRandom(1, 1000000)'}},'End':true}}");
        var signal = new TaskSucceededSignal(run.Now, 77, 0, run.Task.Scheduled, BackOffice.Core.Workflows.Asl.Json.Parse("1"));
        var before = (run.Snapshot.Frames[0].State, run.Snapshot.Frames[0].Phase, run.Snapshot.LastEventId);

        var first = run.Again(signal);
        var second = run.Again(signal);

        Assert.Equal(first.After.Output?.Text, second.After.Output?.Text);
        Assert.Equal(before, (run.Snapshot.Frames[0].State, run.Snapshot.Frames[0].Phase, run.Snapshot.LastEventId));
    }
}
