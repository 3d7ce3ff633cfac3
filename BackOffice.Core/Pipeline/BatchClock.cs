using BackOffice.Core.Orders;

namespace BackOffice.Core.Pipeline;

/// <summary>When the batch jobs run: at multiples of the interval since midnight UTC, so that a restart does not move them.</summary>
public static class BatchClock
{
    /// <summary>The first run after <paramref name="now"/>.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, TimeSpan every) =>
        new(((now.UtcTicks / every.Ticks) + 1) * every.Ticks, TimeSpan.Zero);

    /// <summary>The job that does the step.</summary>
    public static BatchStage StageOf(string? step) => step switch
    {
        StepNames.AuthorisePayment or StepNames.RedeemMiles => BatchStage.Payment,
        StepNames.IssueVouchers or StepNames.CapturePayment or StepNames.NotifyCustomer => BatchStage.Fulfilment,
        _ => BatchStage.Fraud,
    };

    /// <summary>The steps of a job, in order. The fraud job holds for review what its scan says so of.</summary>
    public static IReadOnlyList<string> StepsOf(BatchStage stage) => stage switch
    {
        BatchStage.Fraud => [StepNames.FraudScan],
        BatchStage.Payment => [StepNames.AuthorisePayment, StepNames.RedeemMiles],
        BatchStage.Fulfilment => [StepNames.IssueVouchers, StepNames.CapturePayment, StepNames.NotifyCustomer],
    };
}
