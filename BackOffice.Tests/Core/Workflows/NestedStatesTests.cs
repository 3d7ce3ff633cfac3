using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Parallel and Map in the interpreter, where no recording has gone.</summary>
public sealed class NestedStatesTests
{
    private const string Task = Simulation.Activity;
    private const string TwoTasks = $"'A':{{'Type':'Parallel','End':true,'Branches':[{{'StartAt':'L','States':{{'L':{{{Task},'End':true}}}}}},{{'StartAt':'R','States':{{'R':{{{Task},'End':true}}}}}}]";

    private static string Map(string more, string states = $"'I':{{{Task},'End':true}}") =>
        $"'A':{{'Type':'Map','End':true,{more}'ItemProcessor':{{'StartAt':'I','States':{{{states}}}}}}}";

    [Fact]
    public void Parallel_BranchesWait_ResultIsInTheOrderOfTheBranches()
    {
        var run = new Simulation(TwoTasks + "}", "7");
        Assert.Equal(2, run.Open.Count);

        run.Succeed("\"right\"", run.Open[1]).Succeed("\"left\"", run.Open[0]);

        Assert.Equal("""["left","right"]""", run.Snapshot.Output?.Text);
        Assert.Equal(
            "ExecutionStarted ParallelStateEntered ParallelStateStarted TaskStateEntered ActivityScheduled TaskStateEntered ActivityScheduled "
            + "ActivitySucceeded TaskStateExited ActivitySucceeded TaskStateExited ParallelStateSucceeded ParallelStateExited ExecutionSucceeded",
            run.Types);
        Assert.Equal([0, 0, 2, 3, 4, 3, 6, 7, 8, 5, 10, 11, 11, 13], run.Events.Select(e => e.PreviousId));
    }

    [Theory]
    [InlineData(131_000, "Succeeded")]
    [InlineData(131_100, "Failed")]
    public void Parallel_ItsOwnInputOverTheLimit_FailsBeforeItStarts(int length, string status)
    {
        var run = new Simulation(
            "'A':{'Type':'Parallel','End':true,'ResultPath':null,'Parameters':{'a.$':'$','b.$':'$'},'Branches':[{'StartAt':'S','States':{'S':{'Type':'Pass','Result':1,'End':true}}}]}",
            $"\"{new string('x', length)}\"");

        Assert.Equal(status, run.Snapshot.Status.ToString());
        Assert.Equal(status == "Failed" ? "States.DataLimitExceeded" : null, run.Snapshot.Error);
        Assert.Equal(status == "Succeeded", run.Events.Any(e => e.Type == EventType.ParallelStateStarted));
    }

    [Fact]
    public void Parallel_BranchFails_TheOthersAreWrittenOffAndItsErrorIsTheStates()
    {
        var run = new Simulation(TwoTasks + ",'Catch':[{'ErrorEquals':['Broken'],'Next':'B'}]},'B':{'Type':'Pass','End':true}");
        var other = run.Open[1];

        run.Fail("Broken", "why", run.Open[0]);

        Assert.Equal("""{"Error":"Broken","Cause":"why"}""", run.Snapshot.Output?.Text);
        Assert.Equal(
            "ActivityFailed TaskStateAborted TaskStateAborted ParallelStateFailed ParallelStateExited PassStateEntered PassStateExited ExecutionSucceeded",
            string.Join(' ', run.Events.Skip(7).Select(e => e.Type)));
        Assert.Equal([5, 8, 7, 8, 11, 12, 13, 14], run.Events.Skip(7).Select(e => e.PreviousId));
        Assert.Equal(Acceptance.TaskClosed, run.Check(new TaskSucceededSignal(run.Now, 1, other.Id, other.Task?.Scheduled ?? 0, BackOffice.Core.Workflows.Asl.Json.Null)));
    }

    [Fact]
    public void Parallel_Retry_StartsAllBranchesAgainWithoutFailedEvent()
    {
        var run = new Simulation(TwoTasks + ",'Retry':[{'ErrorEquals':['Broken'],'MaxAttempts':1}]}");

        run.Fail("Broken", null, run.Open[1]);
        Assert.Equal(TimeSpan.FromSeconds(1), run.Due);
        run.Pass(1).Timers();

        Assert.Equal(2, run.Open.Count);
        Assert.DoesNotContain(run.Events, e => e.Type == EventType.ParallelStateFailed);
        Assert.Equal(2, run.Events.Count(e => e.Type == EventType.ParallelStateStarted));
        Assert.Equal(1, run.Events.Count(e => e.Type == EventType.ParallelStateEntered));
        run.Fail("Broken", null, run.Open[0]);
        Assert.Equal((ExecutionStatus.Failed, "Broken"), (run.Snapshot.Status, run.Snapshot.Error));
    }

    [Fact]
    public void Branch_StatesRuntime_EndsTheExecutionAtOnceAndWritesNothingOff()
    {
        var run = new Simulation(
            $"'A':{{'Type':'Parallel','End':true,'Catch':[{{'ErrorEquals':['States.ALL'],'Next':'B'}}],'Branches':[{{'StartAt':'T','States':{{'T':{{{Task},'End':true}}}}}},"
            + "{'StartAt':'F','States':{'F':{'Type':'Pass','Parameters':{'x.$':'$.none'},'End':true}}}]},'B':{'Type':'Succeed'}");

        Assert.Equal("ExecutionStarted ParallelStateEntered ParallelStateStarted TaskStateEntered ActivityScheduled PassStateEntered ExecutionFailed", run.Types);
        Assert.Equal(run.Events[^2].Id, run.Events[^1].PreviousId);
        Assert.StartsWith("An error occurred while executing the state 'F' (entered at the event id #6).", run.Snapshot.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_EnteredAgainWithinOneTransition_IsStoredWithItsNewData()
    {
        var (definition, _) = BackOffice.Core.Workflows.Asl.AslReader.Read(("{'StartAt':'A','States':{"
            + $"'A':{{'Type':'Map','Next':'C','ItemProcessor':{{'StartAt':'I','States':{{'I':{{{Task},'End':true}}}}}}}},"
            + "'C':{'Type':'Choice','Choices':[{'Variable':'$[0]','StringEquals':'end','Next':'D'}],'Default':'A'},'D':{'Type':'Succeed'}}}").Replace('\'', '"'));
        Assert.NotNull(definition);
        var rows = new FrameRows();
        var now = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var limits = new InterpreterLimits();
        var snapshot = rows.Store(Interpreter.Start(definition, new StartSignal(now, 1, "run", "machine", BackOffice.Core.Workflows.Asl.Json.Parse("[\"first\"]")), limits));

        var frame = snapshot.Frames.Single(f => f.Task is not null);
        snapshot = rows.Store(Interpreter.Apply(
            definition, snapshot, [new TaskSucceededSignal(now, 2, frame.Id, frame.Task?.Scheduled ?? 0, BackOffice.Core.Workflows.Asl.Json.Of("second"))], limits));

        Assert.Equal("""["second"]""", snapshot.Frames[0].Input.Text);
    }

    [Fact]
    public void Map_MaxConcurrency_StartsTheNextWhenOneEnds()
    {
        var run = new Simulation(Map("'MaxConcurrency':2,"), "[1,2,3]");
        Assert.Equal(["1", "2"], run.Open.Select(f => f.Input.Text));

        run.Succeed("\"b\"", run.Open[1]);

        Assert.Equal(["1", "3"], run.Open.Select(f => f.Input.Text));
        run.Succeed("\"c\"", run.Open[1]).Succeed("\"a\"", run.Open[0]);
        Assert.Equal("""["a","b","c"]""", run.Snapshot.Output?.Text);
    }

    [Fact]
    public void Map_NoLimit_RunsFortyAtATime()
    {
        var run = new Simulation(Map(""), $"[{string.Join(',', Enumerable.Range(0, 50))}]");

        Assert.Equal(40, run.Open.Count);
    }

    [Fact]
    public void Map_IterationFails_TheOthersAreAbortedAndTheMapFails()
    {
        var run = new Simulation(Map("'MaxConcurrency':2,"), "[1,2,3]");

        run.Fail("Broken", "why", run.Open[0]);

        Assert.Equal("ActivityFailed MapIterationFailed TaskStateAborted MapIterationAborted MapStateFailed ExecutionFailed", string.Join(' ', run.Events.TakeLast(6).Select(e => e.Type)));
        var failed = run.Events[^6].Id;
        Assert.Equal(failed, run.Events[^5].PreviousId);
        Assert.Equal(failed, run.Events[^2].PreviousId);
        Assert.Equal(run.Events[^2].Id, run.Events[^1].PreviousId);
        Assert.Equal(("Broken", "why"), (run.Snapshot.Error, run.Snapshot.Cause));
    }

    [Theory]
    [InlineData("'ToleratedFailureCount':1,", "[1,2]", true)]
    [InlineData("'ToleratedFailureCount':1,", "[1,1]", false)]
    [InlineData("'ToleratedFailurePercentage':50,", "[1,2]", true)]
    [InlineData("'ToleratedFailurePercentage':49,", "[1,2]", false)]
    [InlineData("'ToleratedFailureCount':5,'ToleratedFailurePercentage':49,", "[1,2]", false)]
    public void Map_ToleratedFailures_AreResultsUntilThereAreTooMany(string tolerance, string items, bool succeeds)
    {
        var run = new Simulation(
            Map(tolerance + "'MaxConcurrency':1,", "'I':{'Type':'Choice','Choices':[{'Variable':'$','NumericEquals':1,'Next':'F'}],'Default':'P'},'F':{'Type':'Fail','Error':'One'},'P':{'Type':'Pass','End':true}"),
            items);

        if (succeeds)
            Assert.Equal("""[{"Error":"One","Cause":""},2]""", run.Snapshot.Output?.Text);
        else
            Assert.Equal(("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"), (run.Snapshot.Error, run.Snapshot.Cause));
    }

    [Fact]
    public void Map_Empty_SucceedsWithNothing()
    {
        var run = new Simulation(Map(""), "[]");

        Assert.Equal("ExecutionStarted MapStateEntered MapStateStarted MapStateSucceeded MapStateExited ExecutionSucceeded", run.Types);
        Assert.Equal("[]", run.Snapshot.Output?.Text);
    }

    [Fact]
    public void Map_ItemsAreNoArray_FailsInAwsWords()
    {
        var run = new Simulation(Map("'ItemsPath':'$.items',"), """{"items":1}""");

        Assert.Equal("States.Runtime", run.Snapshot.Error);
        Assert.EndsWith("Reference path \"$.items\" must point to array.", run.Snapshot.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_ManyIterationsThatEndAtOnce_DoNotDeepenTheStack()
    {
        var items = string.Join(',', Enumerable.Range(0, 5_000));

        var run = new Simulation(Map("'MaxConcurrency':1,", "'I':{'Type':'Pass','End':true}"), $"[{items}]");

        Assert.Equal($"[{items}]", run.Snapshot.Output?.Text);
    }

    [Fact]
    public void Variables_InnerScope_ReadsOuterOnesAndNeverWritesThem()
    {
        var run = new Simulation(
            "'A':{'Type':'Pass','Assign':{'v':1},'Next':'M'},"
            + "'M':{'Type':'Map','MaxConcurrency':1,'ItemProcessor':{'StartAt':'I','States':{'I':{'Type':'Pass','Assign':{'w.$':'$v'},'Next':'J'},'J':{'Type':'Pass','Parameters':{'v.$':'$v','w.$':'$w'},'End':true}}},'ResultPath':'$.r','Next':'Z'},"
            + "'Z':{'Type':'Pass','Parameters':{'r.$':'$.r','v.$':'$v'},'End':true}".Replace("'$'", "'$'"),
            """[5]""");

        Assert.Equal("States.ResultPathMatchFailure", run.Snapshot.Error);
        run = new Simulation(
            "'A':{'Type':'Pass','Assign':{'v':1},'Next':'M'},"
            + "'M':{'Type':'Map','MaxConcurrency':1,'ItemsPath':'$.items','ItemProcessor':{'StartAt':'I','States':{'I':{'Type':'Pass','Assign':{'w.$':'$v'},'Next':'J'},'J':{'Type':'Pass','Parameters':{'v.$':'$v','w.$':'$w'},'End':true}}},'ResultPath':'$.r','Next':'Z'},"
            + "'Z':{'Type':'Pass','Parameters':{'r.$':'$.r','w.$':'$w'},'End':true}",
            """{"items":[5]}""");
        Assert.Equal("States.Runtime", run.Snapshot.Error);
        Assert.Contains("'$w'", run.Snapshot.Cause, StringComparison.Ordinal);
        Assert.Contains("""{"v":1,"w":1}""", Simulation.Member(run.Events.Single(e => e.Type == EventType.MapStateExited), "output").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ContextObject_InsideAParallelInAMap_HasTheItemOfTheMap()
    {
        var run = new Simulation(
            Map("'MaxConcurrency':1,", "'I':{'Type':'Parallel','End':true,'Branches':[{'StartAt':'P','States':{'P':{'Type':'Pass','Parameters':{'i.$':'$$.Map.Item.Index','v.$':'$$.Map.Item.Value'},'End':true}}}]}"),
            """["x","y"]""");

        Assert.Equal("""[[{"i":0,"v":"x"}],[{"i":1,"v":"y"}]]""", run.Snapshot.Output?.Text);
    }

    [Fact]
    public void Transition_OneIterationMoves_OnlyItAndTheRootAreChanged()
    {
        var run = new Simulation(Map(""), "[1,2,3,4,5]");
        var open = run.Open[2];

        var transition = run.Again(new TaskStartedSignal(run.Now, 1, open.Id, open.Task?.Scheduled ?? 0, "w"));

        Assert.Equal([0, open.Id], transition.Frames.Select(f => f.After?.Id));
    }

    [Fact]
    public void HistoryLimit_InsideAMap_EndsWithTheLastEvent()
    {
        var run = new Simulation(Map("", "'I':{'Type':'Pass','End':true}"), $"[{string.Join(',', Enumerable.Range(0, 50))}]", limits: new InterpreterLimits(MaxEvents: 60));

        Assert.Equal(60, run.Events.Count);
        Assert.Equal((EventType.ExecutionFailed, 59L), (run.Events[^1].Type, run.Events[^1].PreviousId));
    }

    [Fact]
    public void Map_LargeItems_WhatATransitionWritesDoesNotGrowWithThem()
    {
        var items = string.Join(',', Enumerable.Range(0, 1_500).Select(i => $"\"{i:D4}{new string('x', 100)}\""));
        var (definition, _) = BackOffice.Core.Workflows.Asl.AslReader.Read("{\"StartAt\":\"A\",\"States\":{" + Map("'MaxConcurrency':3,").Replace('\'', '"') + "}}");
        var rows = new FrameRows();
        var now = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var limits = new InterpreterLimits();
        Assert.NotNull(definition);
        var transition = Interpreter.Start(definition, new StartSignal(now, 1, "run", "machine", BackOffice.Core.Workflows.Asl.Json.Parse($"[{items}]")), limits);
        rows.Write(transition);
        Assert.InRange(rows.Written, 150_000, 200_000);

        while (transition.After.Status == ExecutionStatus.Running && transition.After.LastEventId < 9_000)
        {
            var frame = transition.After.Frames.First(f => f.Task is not null);
            transition = Interpreter.Apply(
                definition, transition.After, [new TaskSucceededSignal(now, 2, frame.Id, frame.Task?.Scheduled ?? 0, BackOffice.Core.Workflows.Asl.Json.Of("done"))], limits);
            rows.Write(transition);
            Assert.InRange(rows.Written, 0, 1_000);
        }
    }
}
