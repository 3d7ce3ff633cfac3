using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Redrive inside Parallel and Map; the order of events is written down in docs/workflow-assumptions.md.</summary>
public sealed class NestedRedriveTests
{
    private const string Task = Simulation.Activity;

    private static string Parallel(string more = "") =>
        $"'A':{{'Type':'Parallel','End':true,{more}'Branches':[{{'StartAt':'L','States':{{'L':{{{Task},'End':true}}}}}},{{'StartAt':'R','States':{{'R':{{'Type':'Pass','Next':'S'}},'S':{{{Task},'End':true}}}}}},{{'StartAt':'Q','States':{{'Q':{{{Task},'End':true}}}}}}]}}";

    private static string Map(int width) =>
        $"'A':{{'Type':'Map','End':true,'MaxConcurrency':{width},'ItemProcessor':{{'StartAt':'I','States':{{'I':{{{Task},'End':true}}}}}}}}";

    [Fact]
    public void Parallel_OneBranchDoneOneFailedOneAborted_OnlyTheLastTwoRunAgainInTheirStates()
    {
        var run = new Simulation(Parallel());
        run.Succeed("\"l\"", run.Open[0]).Fail("Broken", null, run.Open[0]);
        Assert.Equal(ExecutionStatus.Failed, run.Snapshot.Status);
        var before = run.Events.Count;

        run.Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal("ExecutionRedriven ActivityScheduled ActivityScheduled", string.Join(' ', run.Events.Skip(before).Select(e => e.Type)));
        Assert.All(run.Events.Skip(before + 1), e => Assert.Equal(run.Events[before].Id, e.PreviousId));
        Assert.Equal(["S", "Q"], run.Open.Select(f => f.State));
        run.Succeed("\"s\"", run.Open[0]).Succeed("\"q\"", run.Open[0]);
        Assert.Equal("""["l","s","q"]""", run.Snapshot.Output?.Text);
        Assert.Equal(1, run.Events.Count(e => e.Type == EventType.ParallelStateStarted));
        Assert.Equal("ParallelStateSucceeded ParallelStateExited ExecutionSucceeded", string.Join(' ', run.Events.TakeLast(3).Select(e => e.Type)));
    }

    [Fact]
    public void Parallel_FailedTwice_RedriveCountsRiseAndRetriesBeginAnew()
    {
        var run = new Simulation(Parallel("'Retry':[{'ErrorEquals':['Busy'],'MaxAttempts':1}],"));
        run.Fail("Busy", null, run.Open[0]).Pass(1).Timers().Fail("Busy", null, run.Open[0]);
        Assert.Equal(ExecutionStatus.Failed, run.Snapshot.Status);

        run.Apply(new RedriveSignal(run.Now, 5)).Fail("Busy", null, run.Open[0]);
        Assert.Equal(ExecutionStatus.Running, run.Snapshot.Status);
        run.Pass(1).Timers().Fail("Busy", null, run.Open[2]);

        Assert.Equal((ExecutionStatus.Failed, 1), (run.Snapshot.Status, run.Snapshot.RedriveCount));
        Assert.Equal(2, run.Apply(new RedriveSignal(run.Now, 6)).Snapshot.RedriveCount);
        Assert.Equal(3, run.Open.Count);
    }

    /// <summary>An item whose input cannot be made has no frame: the redrive must not take it for one that is done.</summary>
    [Fact]
    public void Map_ItemSelectorFailed_RedriveFailsAgainAndLosesNoItem()
    {
        var run = new Simulation("'A':{'Type':'Map','End':true,'ItemSelector':{'x.$':'$$.Map.Item.Value.x'},'ItemProcessor':{'StartAt':'I','States':{'I':{'Type':'Pass','End':true}}}}", "[{}]");
        Assert.Equal(ExecutionStatus.Failed, run.Snapshot.Status);

        run.Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal(ExecutionStatus.Failed, run.Snapshot.Status);
        Assert.Null(run.Snapshot.Output);
    }

    [Fact]
    public void Map_DoneFailedAndNeverStarted_GoesOnWithTheFailedAndThenTheOthers()
    {
        var run = new Simulation(Map(1), "[1,2,3]");
        run.Succeed("\"a\"", run.Open[0]).Fail("Broken", null, run.Open[0]);
        var before = run.Events.Count;

        run.Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal(["2"], run.Open.Select(f => f.Input.Text));
        run.Succeed("\"b\"", run.Open[0]);
        Assert.Equal(["3"], run.Open.Select(f => f.Input.Text));
        run.Succeed("\"c\"", run.Open[0]);
        Assert.Equal("""["a","b","c"]""", run.Snapshot.Output?.Text);
        Assert.Equal(
            "ExecutionRedriven ActivityScheduled ActivitySucceeded TaskStateExited MapIterationSucceeded MapIterationStarted TaskStateEntered ActivityScheduled "
            + "ActivitySucceeded TaskStateExited MapIterationSucceeded MapStateSucceeded MapStateExited ExecutionSucceeded",
            string.Join(' ', run.Events.Skip(before).Select(e => e.Type)));
    }

    [Fact]
    public void Map_AbortedIterations_RunAgainWithTheFailedOne()
    {
        var run = new Simulation(Map(3), "[1,2,3,4]");
        run.Fail("Broken", null, run.Open[1]);

        run.Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal(["1", "2", "3"], run.Open.Select(f => f.Input.Text));
    }

    [Fact]
    public void Map_InsideParallelInsideMap_GoesOnAtTheInnermost()
    {
        var run = new Simulation(
            $"'A':{{'Type':'Map','End':true,'MaxConcurrency':1,'ItemProcessor':{{'StartAt':'P','States':{{'P':{{'Type':'Parallel','End':true,'Branches':[{{'StartAt':'M','States':{{'M':{{'Type':'Map','End':true,'ItemProcessor':{{'StartAt':'I','States':{{'I':{{{Task},'End':true}}}}}}}}}}}}]}}}}}}}}",
            "[[1,2],[3]]");
        run.Succeed("\"a\"", run.Open[0]).Fail("Broken", null, run.Open[0]);
        Assert.Equal("MapIterationFailed MapStateFailed ParallelStateFailed MapIterationFailed MapStateFailed ExecutionFailed", string.Join(' ', run.Events.Where(e => e.Type.ToString().EndsWith("Failed", StringComparison.Ordinal)).Skip(1).Select(e => e.Type)));

        run.Apply(new RedriveSignal(run.Now, 5)).Succeed("\"b\"", run.Open[0]).Succeed("\"c\"", run.Open[0]);

        Assert.Equal("""[[["a","b"]],[["c"]]]""", run.Snapshot.Output?.Text);
    }

    [Fact]
    public void Parallel_ResultTooLarge_RedriveRunsAllBranchesAgain()
    {
        var run = new Simulation(
            $"'A':{{'Type':'Parallel','End':true,'Branches':[{{'StartAt':'L','States':{{'L':{{{Task},'End':true}}}}}},{{'StartAt':'R','States':{{'R':{{{Task},'End':true}}}}}}]}}",
            limits: new InterpreterLimits(MaxDataBytes: 100));
        run.Succeed($"\"{new string('a', 60)}\"", run.Open[0]).Succeed($"\"{new string('b', 60)}\"", run.Open[0]);
        Assert.Equal("States.DataLimitExceeded", run.Snapshot.Error);

        run.Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal(2, run.Open.Count);
        Assert.Equal(2, run.Events.Count(e => e.Type == EventType.ParallelStateStarted));
    }

    [Fact]
    public void Map_Stopped_GoesOnWhereItStood()
    {
        var run = new Simulation(Map(2), "[1,2,3]");
        run.Succeed("\"a\"", run.Open[0]).Apply(new StopSignal(run.Now, 1, null, null));

        run.Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal(["2", "3"], run.Open.Select(f => f.Input.Text));
    }
}
