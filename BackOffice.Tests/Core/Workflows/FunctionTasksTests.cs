using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>Lambda functions and task tokens in the interpreter, where no recording has gone.</summary>
public sealed class FunctionTasksTests
{
    private const string Invoke = "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke'";
    private const string Callback = "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken'";

    [Theory]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:charge:live", "charge")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:charge", "charge")]
    [InlineData("123456789012:function:charge", "charge")]
    [InlineData("charge:7", "charge")]
    [InlineData("charge", "charge")]
    [InlineData("no function", null)]
    public void FunctionName_InAnySpelling_NamesTheFunction(string value, string? name) => Assert.Equal(name, TaskResource.FunctionName(value));

    [Theory]
    [InlineData("'Payload':{'a':1}", """{"a":1}""")]
    [InlineData("'Payload':'[1, 2]'", "[1,2]")]
    [InlineData("'Payload':null", "{}")]
    [InlineData("'InvocationType':'RequestResponse'", "{}")]
    public void Invoke_Payload_IsWhatTheFunctionGets(string payload, string given)
    {
        var run = new Simulation($"'A':{{{Invoke},'Parameters':{{'FunctionName':'charge',{payload}}},'End':true}}");

        Assert.Equal("charge", run.Task.Handler);
        Assert.Equal(given, run.Task.Input.Text.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Invoke_PayloadIsNoJson_TaskFails()
    {
        var run = new Simulation($"'A':{{{Invoke},'Parameters':{{'FunctionName':'charge','Payload':'{{'}},'End':true}}");

        Assert.Equal("ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskFailed ExecutionFailed", run.Types);
        Assert.Equal("Lambda.InvalidRequestContentException", run.Snapshot.Error);
    }

    [Fact]
    public void Invoke_FunctionNameIsNoText_IsStatesRuntime()
    {
        var run = new Simulation($"'A':{{{Invoke},'Parameters':{{'FunctionName.$':'$.f'}},'End':true}}", """{"f":7}""");

        Assert.Equal("States.Runtime", run.Snapshot.Error);
    }

    [Fact]
    public void Invoke_SameSignal_SameRequestIds()
    {
        var run = new Simulation($"'A':{{{Invoke},'Parameters':{{'FunctionName':'charge'}},'End':true}}");
        var signal = new TaskSucceededSignal(run.Now, 9, 0, run.Task.Scheduled, Json.Parse("1"));

        Assert.Equal(run.Again(signal).After.Output?.Text, run.Again(signal).After.Output?.Text);
        Assert.Contains("\"RequestId\":\"", run.Again(signal).After.Output?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitForTaskToken_SubmittedThenAnswered_WritesBothAndTheAnswerIsTheResult()
    {
        var run = new Simulation($"'A':{{{Callback},'Parameters':{{'FunctionName':'ask','Payload':{{'token.$':'$$.Task.Token'}}}},'HeartbeatSeconds':60,'End':true}}");
        var scheduled = run.Task.Scheduled;
        Assert.Equal($$"""{"token":"{{Simulation.Token(0, scheduled)}}"}""", run.Task.Input.Text);

        run.TakeTask().Apply(new TaskSubmittedSignal(run.Now, 1, 0, scheduled, Json.Parse("\"asked\"")));
        Assert.Equal(ExecutionStatus.Running, run.Snapshot.Status);
        Assert.Equal(Acceptance.TaskClosed, run.Check(new TaskSubmittedSignal(run.Now, 1, 0, scheduled, Json.Null)));
        run.Succeed("""{"approved":true}""");

        Assert.Equal("ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskSucceeded TaskStateExited ExecutionSucceeded", run.Types);
        Assert.Equal("invoke.waitForTaskToken", Simulation.Member(run.Events[4], "resource").GetString());
        Assert.Contains("asked", Simulation.Member(run.Events[4], "output").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"approved":true}""", run.Snapshot.Output?.Text);
    }

    [Fact]
    public void WaitForTaskToken_Retried_HasANewToken()
    {
        var run = new Simulation($"'A':{{{Callback},'Parameters':{{'FunctionName':'ask','Payload.$':'$$.Task.Token'}},'End':true,'Retry':[{{'ErrorEquals':['States.ALL']}}]}}");
        Assert.Equal("ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskFailed", run.Types);
        var answers = new Simulation($"'A':{{{Callback},'Parameters':{{'FunctionName':'ask','Payload':{{'t.$':'$$.Task.Token'}}}},'End':true,'Retry':[{{'ErrorEquals':['States.ALL']}}]}}");
        var first = answers.Task.Input.Text;

        answers.TakeTask().Fail("Busy").Pass(1).Timers();

        Assert.NotEqual(first, answers.Task.Input.Text);
    }

    [Fact]
    public void TaskToken_OutsideATaskThatWaitsForOne_IsNotThere()
    {
        var run = new Simulation("'A':{'Type':'Pass','Parameters':{'t.$':'$$.Task.Token'},'End':true}");

        Assert.Equal("States.Runtime", run.Snapshot.Error);
    }
}
