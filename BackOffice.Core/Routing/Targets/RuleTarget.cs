namespace BackOffice.Core.Routing.Targets;

/// <summary>Where a rule sends what it matches, and in what shape (PutTargets, Target). At most one of the three kinds of input.</summary>
public sealed record RuleTarget
{
    /// <summary>1 to 64 of letters, digits, dot, dash and underscore; unique within the rule.</summary>
    public required string Id { get; init; }

    /// <summary>The name of a destination in configuration. Addresses and secrets are there, never in a rule.</summary>
    public required string Destination { get; init; }

    /// <summary>Sent in place of the event: JSON text.</summary>
    public string? Input { get; init; }

    /// <summary>The part of the event that is sent: <c>$.detail</c>.</summary>
    public string? InputPath { get; init; }

    public InputTransformer? InputTransformer { get; init; }

    // Source-generated JSON sets what a text leaves out to null.
    public RetryPolicy Retry { get; init => field = value ?? new(); } = new();

    /// <summary>Where events go that could not be delivered: a name as <see cref="Id"/>'s. There is no target without.</summary>
    public string DeadLetter { get; init => field = value ?? DefaultDeadLetter; } = DefaultDeadLetter;

    private const string DefaultDeadLetter = "dead-letters";

    /// <summary>True for a name that AWS takes for rules and targets.</summary>
    public static bool IsName(string? name) => name is { Length: >= 1 and <= 64 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
