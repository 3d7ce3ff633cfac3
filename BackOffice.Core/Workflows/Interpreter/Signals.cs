using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>
/// Something that happened to an execution. It carries all that the interpreter cannot know: the time and a seed. Applied again to the same
/// snapshot it gives the same events.
/// </summary>
/// <param name="Now">UTC, whole milliseconds.</param>
/// <param name="Seed">Decides every random number of the transition.</param>
internal abstract record Signal(DateTimeOffset Now, long Seed);

/// <summary>The first signal of an execution.</summary>
/// <param name="StateMachine">The definition's name.</param>
internal sealed record StartSignal(DateTimeOffset Now, long Seed, string Name, string StateMachine, Json Input) : Signal(Now, Seed);

/// <summary>What says something about one task, named by its frame and the id of its scheduled event.</summary>
internal abstract record TaskSignal(DateTimeOffset Now, long Seed, int Frame, long Scheduled) : Signal(Now, Seed);

/// <summary>A worker has taken it. Again, after a restart: no event, and the heartbeat clock begins anew.</summary>
internal sealed record TaskStartedSignal(DateTimeOffset Now, long Seed, int Frame, long Scheduled, string? Worker)
    : TaskSignal(Now, Seed, Frame, Scheduled);

internal sealed record TaskSucceededSignal(DateTimeOffset Now, long Seed, int Frame, long Scheduled, Json Output)
    : TaskSignal(Now, Seed, Frame, Scheduled);

internal sealed record TaskFailedSignal(DateTimeOffset Now, long Seed, int Frame, long Scheduled, string? Error, string? Cause)
    : TaskSignal(Now, Seed, Frame, Scheduled);

/// <summary>The call that hands a task's token out has been answered; who has the token answers later.</summary>
internal sealed record TaskSubmittedSignal(DateTimeOffset Now, long Seed, int Frame, long Scheduled, Json Output)
    : TaskSignal(Now, Seed, Frame, Scheduled);

internal sealed record TaskHeartbeatSignal(DateTimeOffset Now, long Seed, int Frame, long Scheduled) : TaskSignal(Now, Seed, Frame, Scheduled);

/// <summary>Whatever is due at <see cref="Signal.Now"/> happens; nothing when nothing is.</summary>
internal sealed record TimerSignal(DateTimeOffset Now, long Seed) : Signal(Now, Seed);

internal sealed record StopSignal(DateTimeOffset Now, long Seed, string? Error, string? Cause) : Signal(Now, Seed);

internal sealed record RedriveSignal(DateTimeOffset Now, long Seed) : Signal(Now, Seed);
