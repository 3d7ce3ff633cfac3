using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>DescribeExecution's answer, and AWS's conditions for a redrive.</summary>
internal static class Description
{
    public static ExecutionDescription Of(DefinitionRevision definition, ExecutionSnapshot e, WorkflowOptions options, DateTimeOffset now) => Redrivable(
        new ExecutionDescription
        {
            Name = e.Name,
            Definition = definition.Definition,
            Revision = definition.Revision,
            Status = e.Status,
            StartedAt = e.StartedAt,
            StoppedAt = e.StoppedAt,
            Input = e.Input.Text,
            Output = e.Output?.Text,
            Error = e.Error,
            Cause = e.Cause,
            CurrentState = e.CurrentState,
            EventCount = e.LastEventId,
            RedriveCount = e.RedriveCount,
            RedrivenAt = e.RedrivenAt,
        },
        options,
        now);

    public static ExecutionDescription Of(ExecutionRow row, WorkflowOptions options, DateTimeOffset now) => Redrivable(
        new ExecutionDescription
        {
            Name = row.Name,
            Definition = row.Definition,
            Revision = row.Revision,
            Status = row.Status,
            StartedAt = row.StartedAt,
            StoppedAt = row.StoppedAt,
            Input = row.Input,
            Output = row.Output,
            Error = row.Error,
            Cause = row.Cause,
            CurrentState = row.State,
            EventCount = row.Events,
            RedriveCount = row.Redrives,
            RedrivenAt = row.RedrivenAt,
        },
        options,
        now);

    /// <summary>AWS's reason (API reference, "DescribeExecution", redriveStatusReason), or null when it can be redriven.</summary>
    public static string? WhyNotRedrivable(
        ExecutionStatus status, DateTimeOffset startedAt, DateTimeOffset? stoppedAt, long events, WorkflowOptions options, DateTimeOffset now) => status switch
        {
            ExecutionStatus.Running => "Execution is RUNNING and cannot be redriven",
            ExecutionStatus.Succeeded => "Execution is SUCCEEDED and cannot be redriven",
            ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Aborted =>
                events >= options.RedriveMaxEvents ? "Execution history event limit exceeded"
                : now - startedAt >= options.MaxExecutionTime ? "Execution has exceeded the max execution time"
                : now - stoppedAt >= options.RedriveWindow ? "Execution redrivable period exceeded"
                : null,
        };

    public static NotFound DoesNotExist(string name) => new("ExecutionDoesNotExist", $"Execution Does Not Exist: '{name}'");

    private static ExecutionDescription Redrivable(ExecutionDescription d, WorkflowOptions options, DateTimeOffset now)
    {
        var why = WhyNotRedrivable(d.Status, d.StartedAt, d.StoppedAt, d.EventCount, options, now);
        return d with
        {
            RedriveStatus = why is null ? RedriveStatus.Redrivable : RedriveStatus.NotRedrivable,
            RedriveStatusReason = why,
            RedrivableUntil = why is null ? d.StoppedAt + options.RedriveWindow : null,
        };
    }
}
