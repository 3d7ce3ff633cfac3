using System.Text.RegularExpressions;
using BackOffice.Core.Workflows;

namespace BackOffice.Components.Executions;

/// <summary>Executions in words.</summary>
public static partial class ExecutionWords
{
    /// <summary>The order that an execution's name says it is of: <c>GC-4417-0932-1</c>; null for another name.</summary>
    public static string? OrderOf(string execution) => OrderName().Match(execution) is { Success: true } match ? match.Groups[1].Value : null;

    public static string Sentence(ExecutionDescription execution, DateTimeOffset now) => execution.Status switch
    {
        ExecutionStatus.Running => execution.CurrentState is { } state
            ? T($"Running for {Formats.Spoken(now - execution.StartedAt)}; it is in {state}.")
            : T($"Running for {Formats.Spoken(now - execution.StartedAt)}."),
        ExecutionStatus.Succeeded => T($"Succeeded in {Took(execution, now)}."),
        ExecutionStatus.Failed => T($"Failed in {execution.CurrentState} with {execution.Error}."),
        ExecutionStatus.TimedOut => T($"Timed out in {execution.CurrentState}."),
        ExecutionStatus.Aborted => T($"Stopped in {execution.CurrentState}."),
    };

    public static string Took(ExecutionDescription execution, DateTimeOffset now) => Formats.Duration((execution.StoppedAt ?? now) - execution.StartedAt);

    [GeneratedRegex("^([A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4})-[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex OrderName();
}
