using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders.Run;

/// <summary>Counting tries as people do.</summary>
public static class ComingTries
{
    /// <summary>The try that runs or comes next: one more than those that failed.</summary>
    public static int ComingTry(this CurrentStep step) => step.Status is StepStatus.Retrying ? step.Attempt + 1 : Math.Max(1, step.Attempt);
}
