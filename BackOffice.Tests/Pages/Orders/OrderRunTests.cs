using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Pages.Orders;

public sealed class OrderRunTests
{
    private static readonly DateTimeOffset s_now = SampleViews.Placed.AddSeconds(116);

    [Fact]
    public void Read_Definition_FollowsDefaultAndNextToTheEnd()
    {
        var flow = FlowReader.Read(SampleViews.Asl);

        Assert.NotNull(flow);
        Assert.Equal(["FraudScan", "ScoreOverLimit", "AuthorisePayment", "IssueVouchers", "CapturePayment", "NotifyCustomer", "Done"], flow.Spine);
        Assert.Equal(StepNames.FraudScan, flow.Find("FraudScan")?.Step);
        Assert.Equal(StepNames.HoldForReview, flow.Find("HoldForReview")?.Step);
        Assert.Contains(new FlowWay("HoldForReview", "> 60"), flow.Find("ScoreOverLimit")?.Ways ?? []);
        Assert.Equal(5, flow.Find("CapturePayment")?.TriesFor(ErrorCodes.GatewayBusy));
        Assert.Null(flow.Find("CapturePayment")?.TriesFor(ErrorCodes.CardDeclined));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1")]
    public void Read_NoDefinition_IsNull(string text) => Assert.Null(FlowReader.Read(text));

    [Fact]
    public void Read_RetryingOrder_HasBothTriesAndThePlannedOne()
    {
        var run = RunReader.Read(SampleViews.Retrying());

        var capture = run.Find("CapturePayment");
        Assert.NotNull(capture);
        Assert.Equal(StepStatus.Retrying, capture.Status);
        Assert.Equal([TryOutcome.Failed, TryOutcome.Failed], capture.Tries.Select(attempt => attempt.Outcome));
        Assert.Equal(TimeSpan.FromSeconds(0.9), capture.Tries[0].EndedAt - capture.Tries[0].At);
        Assert.Equal(ErrorCodes.GatewayBusy, capture.Tries[1].Error);
        Assert.Equal(SampleViews.Placed.AddSeconds(154), capture.NextTryAt);
        Assert.Equal(StepStatus.NotNeeded, run.Find("HoldForReview")?.Status);
        Assert.Equal(StepStatus.NotStarted, run.Find("NotifyCustomer")?.Status);
        Assert.Same(capture, run.Current);
    }

    [Fact]
    public void Read_RedrivenExecution_ContinuesTheFailedStateWithoutANewEntry()
    {
        var view = SampleViews.Declined();
        var last = view.History[^1];
        var redriven = view with
        {
            Execution = view.Execution is { } execution ? execution with { Status = ExecutionStatus.Running, RedriveCount = 1 } : null,
            History =
            [
                .. view.History,
                new HistoryEvent(last.Id + 1, last.Id, "ExecutionRedriven", last.At.AddMinutes(1), "executionRedrivenEventDetails", """{"redriveCount":1}"""),
                new HistoryEvent(last.Id + 2, last.Id + 1, "ActivityScheduled", last.At.AddMinutes(1), "activityScheduledEventDetails", "{}"),
            ],
        };

        var step = RunReader.Read(redriven).Find("AuthorisePayment");

        Assert.Equal(2, step?.Tries.Count);
        Assert.Equal(StepStatus.Retrying, step?.Status);
        Assert.Equal(TryOutcome.Running, step?.Tries[1].Outcome);
    }

    [Theory]
    [InlineData("held", "HoldForReview", StepStatus.Held)]
    [InlineData("unknown", "CapturePayment", StepStatus.Unknown)]
    [InlineData("declined", "AuthorisePayment", StepStatus.Failed)]
    [InlineData("done", "NotifyCustomer", StepStatus.Done)]
    public void Read_Situation_StandsWhereItShould(string situation, string state, StepStatus status)
    {
        var view = situation switch { "held" => SampleViews.Held(), "unknown" => SampleViews.Unknown(), "declined" => SampleViews.Declined(), _ => SampleViews.Done() };

        var current = RunReader.Read(view).Current;

        Assert.Equal((state, status), (current?.State.Name, current?.Status));
    }

    [Fact]
    public void Read_BatchOrder_TakesItsStepsFromTheRowsOfTheJobs()
    {
        var view = SampleViews.Queued() with
        {
            Steps =
            [
                new StepRow { Key = "1", Step = StepNames.FraudScan, Status = StepStatus.Failed, Owner = "batch:fraud:1", Epoch = 1, HandOut = "a", StartedAt = s_now, EndedAt = s_now.AddSeconds(1), ErrorCode = ErrorCodes.GatewayUnavailable },
                new StepRow { Key = "2", Step = StepNames.FraudScan, Status = StepStatus.Done, Owner = "batch:fraud:2", Epoch = 2, HandOut = "b", StartedAt = s_now.AddMinutes(15), EndedAt = s_now.AddMinutes(15).AddSeconds(1) },
            ],
        };

        var run = RunReader.Read(view);

        Assert.Null(run.Flow);
        Assert.Equal(StepStatus.Done, run.Find(StepNames.FraudScan)?.Status);
        Assert.Equal([TryOutcome.Failed, TryOutcome.Succeeded], run.Find(StepNames.FraudScan)?.Tries.Select(attempt => attempt.Outcome));
        Assert.Equal(StepStatus.NotStarted, run.Find(StepNames.CapturePayment)?.Status);
    }

    [Fact]
    public void Layout_IdleOverFiveSeconds_IsFoldedToAHatch()
    {
        var layout = GanttLayout.Of(RunReader.Read(SampleViews.Retrying()), s_now);

        Assert.NotNull(layout);
        Assert.Equal([30, 82], layout.Idles.Select(idle => (int)idle.Length.TotalSeconds));
        Assert.All(layout.Idles, idle => Assert.True(idle.Width <= 30));
        var capture = Assert.Single(layout.Rows, row => row.Run.State.Name == "CapturePayment");
        Assert.Equal(2, capture.Bars.Count);
        Assert.True(capture.Bars[1].X > capture.Bars[0].X + capture.Bars[0].Width);
        Assert.True(capture.NextX > layout.NowX);
        Assert.True(capture.NextX < GanttLayout.Width - 60);
    }

    [Fact]
    public void Layout_ManyIdleStretches_StillLeavesRoomForWork()
    {
        var tries = Enumerable.Range(0, 60).Select(i => new Try(i + 1, s_now.AddMinutes(i), s_now.AddMinutes(i).AddSeconds(1), TryOutcome.Failed, "E", null, "")).ToList();
        var run = new OrderRun([new StateRun { State = new FlowState("A", "Task", "a", [], []), Status = StepStatus.Retrying, EnteredAt = s_now, Tries = tries }], null, true);

        var layout = GanttLayout.Of(run, s_now.AddMinutes(61));

        Assert.NotNull(layout);
        Assert.True(layout.NowX <= GanttLayout.Width);
        Assert.True(layout.Rows[0].Bars.Zip(layout.Rows[0].Bars.Skip(1)).All(pair => pair.First.X < pair.Second.X));
    }

    [Fact]
    public void Layout_NothingBegun_IsNull() => Assert.Null(GanttLayout.Of(RunReader.Read(SampleViews.Queued()), s_now));

    [Fact]
    public void Graph_OfTheDefinition_PutsTheBranchBelowAndNothingOverlaps()
    {
        var layout = GraphLayout.Of(FlowReader.Read(SampleViews.Asl) ?? throw new InvalidOperationException());

        var hold = Assert.Single(layout.Nodes, node => !node.OnSpine);
        Assert.Equal("HoldForReview", hold.State.Name);
        Assert.True(hold.Y > layout.Nodes[0].Y);
        var boxes = layout.Nodes.ToList();
        Assert.All(boxes, a => Assert.DoesNotContain(boxes, b => a != b && a.X < b.Right && b.X < a.Right && a.Y < b.Y + GraphLayout.NodeHeight && b.Y < a.Y + GraphLayout.NodeHeight));
        Assert.Contains(layout.Edges, edge => edge is { From: "HoldForReview", To: "AuthorisePayment" });
    }

    [Fact]
    public void Timeline_OfRetryingOrder_IsNewestFirstWithItsSilences()
    {
        var view = SampleViews.Retrying();

        var rows = OrderTimeline.Of(view, RunReader.Read(view), s_now);

        Assert.Equal(rows.Where(row => !row.IsGap).Select(row => row.At).OrderDescending(), rows.Where(row => !row.IsGap).Select(row => row.At));
        Assert.Equal("Order placed.", rows[^1].Lead);
        Assert.Contains(rows, row => row.Lead == "Capture failed, try 2.");
        Assert.Contains(rows, row => row.Text == "Visa ending 4242 authorised for 178.00 USD, valid until 30 Nov 2026");
        Assert.Contains(rows, row => row.IsGap && row.Text == "No event for 34 s. The step waited for try 3, as planned.");
        Assert.Equal(rows.Count, rows.Select(row => row.Key).Distinct().Count());
    }

    [Fact]
    public void Timeline_SilenceWhileATryRuns_IsCalledOut()
    {
        var view = SampleViews.Held();
        var running = view with
        {
            Hold = null,
            Head = view.Head with { Headline = Headline.Running, Workflow = WorkflowStatus.Running, Step = null },
            History = new HistoryWriter(SampleViews.Placed).Begin().Enter("FraudScan").Schedule().Events,
        };

        var rows = OrderTimeline.Of(running, RunReader.Read(running), SampleViews.Placed.AddMinutes(22));

        var gap = Assert.Single(rows, row => row.IsGap);
        Assert.Equal("No event for 22 min. Fraud scan is running, without a word.", gap.Text);
        Assert.Equal(BackOffice.Components.Shared.StatusRole.Late, gap.Role);
    }

    [Fact]
    public void Timeline_SilenceAfterTheWorkflowStopped_PlansNothing()
    {
        var view = SampleViews.Declined();
        var noted = view with { Notes = [new Note { NoteId = "n1", At = SampleViews.Placed.AddMinutes(2), ActorId = "x|1", ActorName = "Ama Kestrel", Text = "The customer calls the bank." }] };

        var gap = Assert.Single(OrderTimeline.Of(noted, RunReader.Read(noted), s_now.AddMinutes(5)), row => row.IsGap);

        Assert.Equal("No event for 1 min 58 s. The workflow had stopped.", gap.Text);
    }

    [Fact]
    public void Timeline_OfAnEffectTakenBackLater_StillSaysWhatItDid()
    {
        var view = SampleViews.Done();
        var undone = view with { Effects = [.. view.Effects.Select(effect => effect.Kind is EffectKind.Authorise ? effect with { State = EffectState.Reversed } : effect)] };

        var rows = OrderTimeline.Of(undone, RunReader.Read(undone), s_now);

        Assert.Contains(rows, row => row.Text.StartsWith("Visa ending 4242 authorised for 178.00 USD", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => row.Lead.Contains("undone", StringComparison.Ordinal));
    }
}
