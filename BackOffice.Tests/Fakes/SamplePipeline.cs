using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Fakes;

/// <summary>Holds, batch runs and executions as their pages get them.</summary>
internal static class SamplePipeline
{
    public static readonly DateTimeOffset Now = SampleViews.Placed.AddSeconds(116);

    public static Page<HeldOrder> Holds(string? next = null) => new([Held("GC-4417-0932", 81, -4), Held("GC-4417-0940", 67, 11), Held("GC-4417-0951", 94, 26)], next);

    public static List<BatchJobState> Jobs() =>
    [
        new(BatchJob.Fallback, Now.AddMinutes(2), 0, [], Idle(), null, null),
        new(BatchJob.Fraud, Now.AddMinutes(2), 12, [new OrderId("GC-4417-0901"), new OrderId("GC-4417-0902")], Busy(), Busy(), null),
        new(BatchJob.Payment, Now.AddMinutes(2), BatchJobState.MostWaiting, [new OrderId("GC-4417-0903")], Busy(), Busy(), new BatchRequest("c-1", "Otis Fairweather", Now.AddSeconds(-20), "The bank is back")),
        new(BatchJob.Fulfilment, Now.AddMinutes(2), 1, [new OrderId("GC-4417-0904")], Idle(), Busy(), null),
    ];

    public static List<BatchRun> Runs() => [Busy(), Idle(), Busy() with { Name = "batch:fraud:20261123T044500", StartedAt = Now.AddHours(-3), EndedAt = Now.AddHours(-3).AddSeconds(4), Failures = [], AskedBy = "Otis Fairweather", Reason = "The bank is back" }];

    public static ExecutionDescription Execution(string name = "GC-4417-0932-1", ExecutionStatus status = ExecutionStatus.Failed) => new()
    {
        Name = name, Definition = "instant-voucher", Revision = 2, Status = status, StartedAt = Now.AddMinutes(-5), StoppedAt = status is ExecutionStatus.Running ? null : Now.AddMinutes(-4),
        Input = """{"orderId":"GC-4417-0932"}""", Output = status is ExecutionStatus.Succeeded ? """{"vouchers":2}""" : null, CurrentState = status is ExecutionStatus.Succeeded ? null : "AuthorisePayment",
        Error = status is ExecutionStatus.Failed ? "Card.Declined" : null, Cause = status is ExecutionStatus.Failed ? "The bank declined the card." : null, EventCount = 14,
        RedriveStatus = status is ExecutionStatus.Failed ? RedriveStatus.Redrivable : RedriveStatus.NotRedrivable, RedrivableUntil = status is ExecutionStatus.Failed ? Now.AddDays(14) : null,
    };

    public static Page<ExecutionDescription> Executions() => new(
        [Execution("GC-4417-0940-1", ExecutionStatus.Running), Execution(), Execution("GC-4417-0921-1", ExecutionStatus.Succeeded), Execution("nightly", ExecutionStatus.Aborted)], "next");

    public static Page<HistoryEvent> Events(long first, long last, string? next) => new(
    [
        .. Enumerable.Range(0, (int)(last - first) + 1).Select(i => last - i).Select(id => new HistoryEvent(
            id, id - 1, id == 1 ? "ExecutionStarted" : "TaskStateEntered", Now.AddMinutes(-5).AddSeconds(id), "stateEnteredEventDetails", """{"name":"AuthorisePayment","input":"{}"}""")),
    ], next);

    public static List<DefinitionRevision> Definitions() =>
    [
        new("instant-voucher", 2, SampleViews.Asl, Now.AddDays(-1)),
        new("instant-voucher", 1, SampleViews.Asl.Replace("\"MaxAttempts\":4", "\"MaxAttempts\":2", StringComparison.Ordinal), Now.AddDays(-9)),
        new("nightly", 1, """{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}""", Now.AddDays(-9)),
    ];

    private static HeldOrder Held(string id, int score, int minutes)
    {
        var view = SampleViews.Held();
        var hold = (view.Hold ?? throw new InvalidOperationException()) with { HoldId = "h-" + id, Score = score, DecideBy = Now.AddMinutes(minutes), PlacedAt = Now.AddMinutes(minutes - 30) };
        return new HeldOrder(view.Head with { Id = new OrderId(id), FraudScore = score }, hold, FraudBands.Of(score));
    }

    private static BatchRun Busy() => new()
    {
        Name = "batch:fraud:20261123T073000", StartedAt = Now.AddMinutes(-13), EndedAt = Now.AddMinutes(-13).AddSeconds(2.5), Taken = 31,
        Outcomes = new Dictionary<BatchOutcome, int> { [BatchOutcome.WentOn] = 28, [BatchOutcome.Held] = 1, [BatchOutcome.Later] = 2 },
        Failures =
        [
            new BatchFailure(new OrderId("GC-4417-0932"), BatchOutcome.Later, StepNames.FraudScan, ErrorCodes.GatewayUnavailable, "The fraud service did not answer."),
            new BatchFailure(new OrderId("GC-4417-0933"), BatchOutcome.Later, StepNames.FraudScan, ErrorCodes.GatewayUnavailable, "The fraud service did not answer."),
        ],
    };

    private static BatchRun Idle() => new() { Name = "batch:fraud:20261123T061500", StartedAt = Now.AddHours(-2), EndedAt = Now.AddMinutes(-28), Runs = 6 };
}
