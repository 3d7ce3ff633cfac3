using System.Collections.Frozen;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>A definition that this engine can run, read once and shared by all its executions.</summary>
internal sealed class AslDefinition
{
    public required string StartAt { get; init; }

    /// <summary>All states, those inside branches and iterations too: a name is unique in the whole definition.</summary>
    public required FrozenDictionary<string, AslState> States { get; init; }

    /// <summary>Whether executions need task tokens made for them.</summary>
    public bool WaitsForTokens { get; init; }

    /// <summary>Of the whole execution, in seconds; null for none.</summary>
    public long? TimeoutSeconds { get; init; }
}

/// <summary>A state. Paths that the definition leaves out are null; those it sets to null are the <c>Discard…</c> flags.</summary>
internal abstract class AslState
{
    public required string Name { get; init; }

    /// <summary>The state that follows; null at an end.</summary>
    public string? Next { get; init; }

    public AslPath? InputPath { get; init; }

    public bool DiscardInput { get; init; }

    public AslPath? OutputPath { get; init; }

    public bool DiscardOutput { get; init; }

    /// <summary>Variables set when the state is left; null when none are.</summary>
    public PayloadTemplate? Assign { get; init; }
}

/// <summary>States that put a result into their data.</summary>
internal abstract class AslResultState : AslState
{
    public PayloadTemplate? Parameters { get; init; }

    public AslPath? ResultPath { get; init; }

    public bool DiscardResult { get; init; }
}

internal sealed class PassState : AslResultState
{
    public Json? Result { get; init; }
}

/// <summary>States that do work that can fail, be tried again and be caught.</summary>
internal abstract class AslWorkState : AslResultState
{
    public PayloadTemplate? ResultSelector { get; init; }

    public Retrier[] Retry { get; init; } = [];

    public Catcher[] Catch { get; init; } = [];
}

internal sealed class TaskState : AslWorkState
{
    public required TaskResource Resource { get; init; }

    public long? TimeoutSeconds { get; init; }

    public AslPath? TimeoutSecondsPath { get; init; }

    public long? HeartbeatSeconds { get; init; }

    public AslPath? HeartbeatSecondsPath { get; init; }
}

internal sealed class ParallelState : AslWorkState
{
    /// <summary>The first state of each branch.</summary>
    public required string[] Branches { get; init; }
}

/// <summary>Inline. <see cref="AslResultState.Parameters"/> is its ItemSelector, by either name.</summary>
internal sealed class MapState : AslWorkState
{
    /// <summary>The first state of an iteration.</summary>
    public required string StartAt { get; init; }

    public AslPath? ItemsPath { get; init; }

    public long? MaxConcurrency { get; init; }

    public AslPath? MaxConcurrencyPath { get; init; }

    public long? ToleratedFailureCount { get; init; }

    public AslPath? ToleratedFailureCountPath { get; init; }

    public double? ToleratedFailurePercentage { get; init; }

    public AslPath? ToleratedFailurePercentagePath { get; init; }

    public bool ToleratesFailures =>
        ToleratedFailureCount is not null || ToleratedFailureCountPath is not null
        || ToleratedFailurePercentage is not null || ToleratedFailurePercentagePath is not null;
}

internal sealed class ChoiceState : AslState
{
    public required ChoiceBranch[] Choices { get; init; }

    public string? Default { get; init; }
}

internal sealed class WaitState : AslState
{
    public long? Seconds { get; init; }

    public AslPath? SecondsPath { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public AslPath? TimestampPath { get; init; }
}

internal sealed class SucceedState : AslState;

internal sealed class FailState : AslState
{
    public string? Error { get; init; }

    public AslExpression? ErrorPath { get; init; }

    public string? Cause { get; init; }

    public AslExpression? CausePath { get; init; }
}

/// <param name="MaxDelaySeconds">Null for no limit.</param>
/// <param name="FullJitter">JitterStrategy FULL: any delay from 0 to the computed one.</param>
internal sealed record Retrier(
    string[] ErrorEquals, long IntervalSeconds, long MaxAttempts, double BackoffRate, long? MaxDelaySeconds, bool FullJitter)
{
    public bool Means(string error, bool ofTheTask) => Array.Exists(ErrorEquals, named => StatesError.Means(named, error, ofTheTask));

    /// <summary>Before the attempt that follows so many retries.</summary>
    public TimeSpan Delay(int retries, SeededRandom random)
    {
        var seconds = IntervalSeconds * Math.Pow(BackoffRate, retries);
        seconds = Math.Min(seconds, MaxDelaySeconds ?? TimeSpan.FromDays(366).TotalSeconds);
        return TimeSpan.FromMilliseconds(Math.Round(1000 * (FullJitter ? seconds * random.Fraction() : seconds)));
    }
}

internal sealed record Catcher(string[] ErrorEquals, string Next, AslPath? ResultPath, bool DiscardResult, PayloadTemplate? Assign)
{
    public bool Means(string error, bool ofTheTask) => Array.Exists(ErrorEquals, named => StatesError.Means(named, error, ofTheTask));
}

internal sealed record ChoiceBranch(ChoiceRule Rule, string Next, PayloadTemplate? Assign);
