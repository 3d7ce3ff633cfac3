using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>The stored signals of an execution, applied again.</summary>
internal sealed class EngineReplay
{
    private readonly AslDefinition _definition;

    public EngineReplay(string asl)
    {
        var (definition, problems) = InstalledDefinition.Read(asl);
        _definition = definition ?? throw new InvalidOperationException(string.Join("; ", problems));
    }

    /// <summary>The events that they give: its history, if nothing was worked out anew and nothing is missing.</summary>
    public async Task<List<HistoryEvent>> EventsAsync(EmbeddedWorkflows engine, string name)
    {
        var events = new List<HistoryEvent>();
        ExecutionSnapshot? snapshot = null;
        foreach (var signals in await engine.SignalsAsync(name, default))
        {
            var transition = snapshot is null
                ? Interpreter.Start(_definition, (StartSignal)signals[0], new InterpreterLimits())
                : Interpreter.Apply(_definition, snapshot, signals.ToArray(), new InterpreterLimits());
            snapshot = transition.After;
            events.AddRange(transition.Events.Select(EventRendering.Render));
        }

        return events;
    }
}
