using System.Collections.Frozen;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>A definition that this engine can run, read once and shared by all its executions.</summary>
internal sealed class AslDefinition
{
    public required string StartAt { get; init; }

    public required FrozenDictionary<string, AslState> States { get; init; }

    /// <summary>Of the whole execution, in seconds; null for AWS's own limit.</summary>
    public long? TimeoutSeconds { get; init; }
}

/// <summary>What is wrong with a definition, and where.</summary>
/// <param name="Code">AWS's code, <c>SCHEMA_VALIDATION_FAILED</c>; or <see cref="Unsupported"/>.</param>
/// <param name="Path">JSON pointer: <c>/States/Hold/Next</c>.</param>
internal sealed record AslDiagnostic(string Code, string Message, string Path)
{
    public const string Schema = "SCHEMA_VALIDATION_FAILED";
    public const string Target = "MISSING_TRANSITION_TARGET";

    /// <summary>Valid in the language, but not something this engine runs.</summary>
    public const string Unsupported = "UNSUPPORTED_BY_ENGINE";

    public override string ToString() => $"{Code}: {Message} at {Path}";
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

internal sealed class TaskState : AslResultState
{
    /// <summary>The activity's ARN.</summary>
    public required string Resource { get; init; }

    public PayloadTemplate? ResultSelector { get; init; }

    public long? TimeoutSeconds { get; init; }

    public AslPath? TimeoutSecondsPath { get; init; }

    public long? HeartbeatSeconds { get; init; }

    public AslPath? HeartbeatSecondsPath { get; init; }

    public Retrier[] Retry { get; init; } = [];

    public Catcher[] Catch { get; init; } = [];
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
