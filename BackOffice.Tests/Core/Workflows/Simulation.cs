using System.Text.Json;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>An execution in the interpreter alone: the test says what happens and when.</summary>
internal sealed class Simulation
{
    private readonly AslDefinition _definition;
    private readonly InterpreterLimits _limits;

    public Simulation(string states, string input = "{}", string top = "", InterpreterLimits? limits = null)
    {
        var (definition, problems) = AslReader.Read("{\"StartAt\":\"A\"," + top + "\"States\":{" + states.Replace('\'', '"') + "}}");
        _definition = definition ?? throw new InvalidOperationException(string.Join("; ", problems));
        _limits = limits ?? new InterpreterLimits();
        Take(Interpreter.Start(_definition, new StartSignal(Now, Seed, "run-1", "machine", Json.Parse(input)), _limits, Token));
    }

    public const string Activity = "'Type':'Task','Resource':'arn:aws:states:local:000000000000:activity:work'";

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public long Seed { get; set; } = 42;

    public ExecutionSnapshot Snapshot
    {
        get => field ?? throw new InvalidOperationException("It has not started.");
        private set;
    }

    public List<WorkflowEvent> Events { get; } = [];

    public List<TaskToHandOut> Work { get; } = [];

    public string Types => string.Join(' ', Events.Select(e => e.Type));

    public TaskInProgress Task => Snapshot.Frames[0].Task ?? throw new InvalidOperationException("No task is in progress.");

    public TimeSpan? Due => Snapshot.DueAt - Now;

    public Simulation Pass(double seconds)
    {
        Now = Now.AddSeconds(seconds);
        return this;
    }

    public Simulation Timers() => Apply(new TimerSignal(Now, Seed));

    public Simulation TakeTask() => Apply(new TaskStartedSignal(Now, Seed, 0, Task.Scheduled, "w"));

    public Simulation Succeed(string output) => Apply(new TaskSucceededSignal(Now, Seed, 0, Task.Scheduled, Json.Parse(output)));

    public Simulation Fail(string error, string? cause = null) => Apply(new TaskFailedSignal(Now, Seed, 0, Task.Scheduled, error, cause));

    /// <summary>Branches and iterations with a task in progress.</summary>
    public IReadOnlyList<Frame> Open => [.. Snapshot.Frames.Where(f => f.Task is not null)];

    public Simulation Succeed(string output, Frame frame) =>
        Apply(new TaskSucceededSignal(Now, Seed, frame.Id, frame.Task?.Scheduled ?? 0, Json.Parse(output)));

    public Simulation Fail(string error, string? cause, Frame frame) =>
        Apply(new TaskFailedSignal(Now, Seed, frame.Id, frame.Task?.Scheduled ?? 0, error, cause));

    public Simulation Apply(params Signal[] signals)
    {
        Assert.Equal(Acceptance.Accepted, Interpreter.Check(Snapshot, signals[^1]));
        Take(Interpreter.Apply(_definition, Snapshot, signals, _limits, Token));
        return this;
    }

    public Acceptance Check(Signal signal) => Interpreter.Check(Snapshot, signal);

    public Transition Again(params Signal[] signals) => Interpreter.Apply(_definition, Snapshot, signals, _limits, Token);

    public static string Token(int frame, long scheduled) => $"token-{frame}-{scheduled}";

    public static JsonElement Member(WorkflowEvent e, string name) =>
        JsonDocument.Parse(BackOffice.Core.Backends.Embedded.Workflows.EventRendering.Render(e).DetailsJson ?? "{}").RootElement.GetProperty(name);

    private void Take(Transition transition)
    {
        Snapshot = transition.After;
        Events.AddRange(transition.Events);
        Work.AddRange(transition.Work);
        for (var i = 0; i < Events.Count; i++)
            Assert.Equal(i + 1, Events[i].Id);
    }
}
