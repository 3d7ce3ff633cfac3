using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Redrive in the interpreter; what is assumed of AWS is in docs/workflow-assumptions.md.</summary>
public sealed class RedriveTests
{
    private const string Task = Simulation.Activity;

    [Fact]
    public void Redrive_FailedTask_SchedulesAgainWithoutSecondEnteredAndWithFreshRetries()
    {
        var run = new Simulation($"'A':{{{Task},'End':true,'Retry':[{{'ErrorEquals':['Busy'],'MaxAttempts':1}}]}}");
        run.TakeTask().Fail("Busy").Pass(1).Timers().TakeTask().Fail("Busy");
        Assert.Equal(ExecutionStatus.Failed, run.Snapshot.Status);
        var failedAt = run.Events[^1].Id;

        run.Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal((EventType.ExecutionRedriven, failedAt), (run.Events[^2].Type, run.Events[^2].PreviousId));
        Assert.Equal(1, Simulation.Member(run.Events[^2], "redriveCount").GetInt32());
        Assert.Equal((EventType.ActivityScheduled, failedAt + 1), (run.Events[^1].Type, run.Events[^1].PreviousId));
        run.TakeTask().Fail("Busy");
        Assert.Equal(FramePhase.Backoff, run.Snapshot.Frames[0].Phase);
        run.Pass(1).Timers().TakeTask().Succeed("{}");
        Assert.Equal((ExecutionStatus.Succeeded, 1), (run.Snapshot.Status, run.Snapshot.RedriveCount));
        Assert.Equal(1, run.Events.Count(e => e.Type == EventType.TaskStateEntered));
    }

    [Fact]
    public void Redrive_Twice_CountsBoth()
    {
        var run = new Simulation($"'A':{{{Task},'End':true}}");
        run.TakeTask().Fail("x").Apply(new RedriveSignal(run.Now, 5)).TakeTask().Fail("y").Apply(new RedriveSignal(run.Now, 6));

        Assert.Equal(2, run.Snapshot.RedriveCount);
        Assert.Null(run.Snapshot.Error);
    }

    [Fact]
    public void Redrive_EndedInFailState_EntersItAgainAndFailsAgain()
    {
        var run = new Simulation("'A':{'Type':'Fail','Error':'No'}");

        run.Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal("ExecutionStarted FailStateEntered ExecutionFailed ExecutionRedriven FailStateEntered ExecutionFailed", run.Types);
    }

    [Fact]
    public void Redrive_AbortedInWait_ExitsAtOnceWhenItsMomentHasPassed()
    {
        var run = new Simulation("'A':{'Type':'Wait','Seconds':60,'Next':'B'},'B':{'Type':'Succeed'}");
        run.Pass(1).Apply(new StopSignal(run.Now, 1, null, null));

        run.Pass(60).Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal(ExecutionStatus.Succeeded, run.Snapshot.Status);
    }

    [Fact]
    public void Redrive_TimedOutExecution_MachineTimeoutStartsAnew()
    {
        var run = new Simulation($"'A':{{{Task},'End':true}}", top: "\"TimeoutSeconds\":30,");
        run.Pass(30).Timers();

        run.Pass(100).Apply(new RedriveSignal(run.Now, 5));

        Assert.Equal(TimeSpan.FromSeconds(30), run.Due);
    }

    [Fact]
    public void Redrive_RunningOrSucceeded_IsNotAccepted()
    {
        var run = new Simulation($"'A':{{{Task},'End':true}}");
        Assert.Equal(Acceptance.WrongStatus, run.Check(new RedriveSignal(run.Now, 5)));
        run.Succeed("{}");

        Assert.Equal(Acceptance.WrongStatus, run.Check(new RedriveSignal(run.Now, 5)));
    }
}
