using System.Text.Json;
using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Fakes;

/// <summary>Writes an execution's history as AWS's event list would read; times are seconds after the start.</summary>
internal sealed class HistoryWriter(DateTimeOffset start)
{
    private readonly List<HistoryEvent> _events = [];
    private string _state = "";
    private string? _error;
    private long _previous;

    public DateTimeOffset Now { get; private set; } = start;

    public IReadOnlyList<HistoryEvent> Events => _events;

    public HistoryWriter Begin() => Add("ExecutionStarted", "executionStartedEventDetails", new { input = "{}" });

    public HistoryWriter Enter(string state, string kind = "Task")
    {
        _state = state;
        return Add(kind + "StateEntered", "stateEnteredEventDetails", new { name = state, input = """{"order":"GC-4417-0932"}""" });
    }

    public HistoryWriter Choice(string state) => Enter(state, "Choice").Exit("Choice");

    public HistoryWriter Schedule() => Add("ActivityScheduled", "activityScheduledEventDetails", new { resource = _state }).Add("ActivityStarted", "activityStartedEventDetails", new { workerName = "w1" });

    public HistoryWriter Done(string state, double seconds)
    {
        Enter(state).Schedule().Wait(seconds);
        return Add("ActivitySucceeded", "activitySucceededEventDetails", new { output = """{"ok":true}""" }).Exit("Task");
    }

    public HistoryWriter Fail(double seconds, string error, string cause)
    {
        Schedule().Wait(seconds);
        _error = error;
        return Add("ActivityFailed", "activityFailedEventDetails", new { error, cause });
    }

    public HistoryWriter End(string type) => Add(type, type[..1].ToLowerInvariant() + type[1..] + "EventDetails", new { error = type.EndsWith("Failed", StringComparison.Ordinal) ? _error : null });

    public HistoryWriter Wait(double seconds)
    {
        Now = Now.AddSeconds(seconds);
        return this;
    }

    private HistoryWriter Exit(string kind) => Add(kind + "StateExited", "stateExitedEventDetails", new { name = _state, output = """{"ok":true}""" });

    private HistoryWriter Add(string type, string details, object body)
    {
        _events.Add(new HistoryEvent(_events.Count + 1, _previous, type, Now, details, JsonSerializer.Serialize(body)));
        _previous = _events.Count;
        return this;
    }
}
