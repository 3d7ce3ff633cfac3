using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>Makes the token of a task that waits for one, from its frame and the id of its scheduled event; the same for the same task.</summary>
internal delegate string TaskTokenOf(int frame, long scheduled);

/// <summary>
/// The language as a pure function: definition, snapshot and signals in; events, snapshot and work out. No clock, no random source, nothing is
/// read or written; what it is given is never changed.
/// </summary>
internal static class Interpreter
{
    public static Acceptance Check(ExecutionSnapshot snapshot, Signal signal) => signal switch
    {
        RedriveSignal => snapshot.Status is ExecutionStatus.Running or ExecutionStatus.Succeeded ? Acceptance.WrongStatus : Acceptance.Accepted,
        _ when snapshot.Status != ExecutionStatus.Running => signal is TaskSignal ? Acceptance.TaskClosed : Acceptance.WrongStatus,
        TaskSubmittedSignal task => Task(snapshot, task) is { Kind: TaskKind.LambdaCallback, Submitted: false } ? Acceptance.Accepted : Acceptance.TaskClosed,
        TaskSignal task => Task(snapshot, task) is null ? Acceptance.TaskClosed : Acceptance.Accepted,
        _ => Acceptance.Accepted,
    };

    /// <summary>The task that the signal speaks of, when it is in progress.</summary>
    public static TaskInProgress? Task(ExecutionSnapshot snapshot, TaskSignal signal) =>
        snapshot.Find(signal.Frame) is { Phase: FramePhase.Task, Task: { } task } && task.Scheduled == signal.Scheduled ? task : null;

    /// <param name="tokens">Needed by definitions that wait for task tokens.</param>
    public static Transition Start(AslDefinition definition, StartSignal signal, InterpreterLimits limits, TaskTokenOf? tokens = null)
    {
        var run = new Run(definition, limits, new ExecutionSnapshot
        {
            Name = signal.Name,
            StateMachine = signal.StateMachine,
            Input = signal.Input,
            StartedAt = signal.Now,
            LastEventId = 0,
            Frames = [],
        }, tokens);
        run.Start(signal);
        return run.End();
    }

    /// <summary>Applies signals in their order as one transition. Each must have been accepted by <see cref="Check"/>.</summary>
    public static Transition Apply(
        AslDefinition definition, ExecutionSnapshot before, ReadOnlySpan<Signal> signals, InterpreterLimits limits, TaskTokenOf? tokens = null)
    {
        var run = new Run(definition, limits, before, tokens);
        foreach (var signal in signals)
            run.Apply(signal);
        return run.End();
    }
}
