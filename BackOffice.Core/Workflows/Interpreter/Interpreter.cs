using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

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
        TaskSignal task => Task(snapshot, task) is null ? Acceptance.TaskClosed : Acceptance.Accepted,
        _ => Acceptance.Accepted,
    };

    /// <summary>The task that the signal speaks of, when it is in progress.</summary>
    public static TaskInProgress? Task(ExecutionSnapshot snapshot, TaskSignal signal) =>
        snapshot.Find(signal.Frame) is { Phase: FramePhase.Task, Task: { } task } && task.Scheduled == signal.Scheduled ? task : null;

    public static Transition Start(AslDefinition definition, StartSignal signal, InterpreterLimits limits)
    {
        var run = new Run(definition, limits, new ExecutionSnapshot
        {
            Name = signal.Name,
            StateMachine = signal.StateMachine,
            Input = signal.Input,
            StartedAt = signal.Now,
            LastEventId = 0,
            Frames = [],
        });
        run.Start(signal);
        return run.End();
    }

    /// <summary>Applies signals in their order as one transition. Each must have been accepted by <see cref="Check"/>.</summary>
    public static Transition Apply(AslDefinition definition, ExecutionSnapshot before, ReadOnlySpan<Signal> signals, InterpreterLimits limits)
    {
        var run = new Run(definition, limits, before);
        foreach (var signal in signals)
            run.Apply(signal);
        return run.End();
    }
}
