using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;
using CsCheck;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>What holds for every definition, input and order of signals.</summary>
public sealed class InterpreterProperties
{
    private const int Steps = 60;
    private static readonly string[] s_outputs = ["{}", "1", "\"x\"", "[1,2]", """{"a":2,"items":[3]}""", "null"];
    private static readonly string[] s_errors = ["Busy", "Broken", "States.Timeout"];
    private readonly InterpreterLimits _limits = new(MaxEvents: 400, MaxDataBytes: 4_096);

    [Fact]
    public void RandomDefinition_RandomSignals_NeverCrashesLeavesSnapshotsAloneAndWritesAWellFormedHistory() => Gen.Int.Sample(
        seed =>
        {
            var run = Play(seed);
            WellFormed(run.Events);
        },
        iter: 3_000);

    [Fact]
    public void RecordedSignals_AppliedAgain_GiveTheSameEvents() => Gen.Int.Sample(
        seed =>
        {
            var run = Play(seed);
            var again = Replay(run.Definition, run.Signals);
            Assert.Equal(run.Events.Select(Shape), again.Select(Shape));
        },
        iter: 1_000);

    [Fact]
    public void SnapshotReadFromItsRowsAfterEachTransition_SameSignals_GiveTheSameEvents() => Gen.Int.Sample(
        seed =>
        {
            var run = Play(seed);
            var again = Replay(run.Definition, run.Signals, new FrameRows());
            Assert.Equal(run.Events.Select(Shape), again.Select(Shape));
        },
        iter: 1_000);

    [Fact]
    public void RandomDefinitions_Together_ReachEveryKindOfEvent()
    {
        var seen = Enumerable.Range(0, 8_000).SelectMany(seed => Play(seed).Events.Select(e => e.Type)).ToHashSet();

        Assert.Empty(Enum.GetValues<EventType>().Except(seen));
    }

    private sealed record Played(AslDefinition Definition, List<Signal[]> Signals, List<WorkflowEvent> Events);

    private Played Play(int seed)
    {
        var random = new Random(seed);
        var generated = new RandomDefinition(seed);
        var (definition, problems) = AslReader.Read(generated.Text);
        Assert.True(definition is not null, string.Join("; ", problems) + generated.Text);
        var now = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        Signal[] signals = [new StartSignal(now, random.NextInt64(), "run-1", "machine", Json.Parse(generated.Input))];
        var all = new List<Signal[]> { signals };
        var transition = Interpreter.Start(definition, (StartSignal)signals[0], _limits, Simulation.Token);
        var events = transition.Events.ToList();
        for (var step = 0; step < Steps && transition.After.Status != ExecutionStatus.Succeeded; step++)
        {
            var snapshot = transition.After;
            if (Next(snapshot, random, ref now) is not { } next)
                break;
            Assert.Equal(Acceptance.Accepted, Interpreter.Check(snapshot, next[^1]));
            var before = Packed(snapshot);
            transition = Interpreter.Apply(definition, snapshot, next, _limits, Simulation.Token);
            Assert.Equal(before, Packed(snapshot));
            all.Add(next);
            events.AddRange(transition.Events);

            // It waits for something, or it has ended.
            Assert.True(
                transition.After.Status != ExecutionStatus.Running || transition.After.DueAt is not null || transition.After.Frames.Any(f => f.Task is not null),
                generated.Text);
        }

        return new Played(definition, all, events);
    }

    /// <summary>Something that may happen to the execution as it stands; null when a redrive would change nothing more.</summary>
    private static Signal[]? Next(ExecutionSnapshot snapshot, Random random, ref DateTimeOffset now)
    {
        now = now.AddMilliseconds(random.Next(3_000));
        var seed = random.NextInt64();
        if (snapshot.Status != ExecutionStatus.Running)
            return snapshot.RedriveCount < 3 && snapshot.LastEventId < 390 ? [new RedriveSignal(now, seed)] : null;
        var open = snapshot.Frames.Where(f => f.Task is not null).ToArray();
        var choice = random.Next(20);
        if (choice == 0)
            return [new StopSignal(now, seed, "Stopped", null)];
        if (open.Length == 0 || (choice < 4 && snapshot.DueAt is not null))
        {
            now = snapshot.DueAt > now ? snapshot.DueAt.Value : now;
            return [new TimerSignal(now, seed)];
        }

        var frame = open[random.Next(open.Length)];
        var task = frame.Task ?? throw new InvalidOperationException();
        var started = new TaskStartedSignal(now, seed, frame.Id, task.Scheduled, "w");
        var output = Json.Parse(s_outputs[random.Next(s_outputs.Length)]);
        TaskSignal signal = choice switch
        {
            < 6 => started,
            < 8 => new TaskHeartbeatSignal(now, seed, frame.Id, task.Scheduled),
            < 10 when task is { Kind: TaskKind.LambdaCallback, Submitted: false } => new TaskSubmittedSignal(now, seed, frame.Id, task.Scheduled, output),
            < 13 => new TaskFailedSignal(now, seed, frame.Id, task.Scheduled, s_errors[random.Next(s_errors.Length)], null),
            _ => new TaskSucceededSignal(now, seed, frame.Id, task.Scheduled, output),
        };
        return task.StartedAt is null && signal is not (TaskStartedSignal or TaskHeartbeatSignal) ? [started, signal] : [signal];
    }

    private List<WorkflowEvent> Replay(AslDefinition definition, List<Signal[]> signals, FrameRows? rows = null)
    {
        var transition = Interpreter.Start(definition, (StartSignal)signals[0][0], _limits, Simulation.Token);
        var events = transition.Events.ToList();
        foreach (var next in signals.Skip(1))
        {
            var snapshot = rows?.Store(transition) ?? transition.After;
            transition = Interpreter.Apply(definition, snapshot, next, _limits, Simulation.Token);
            events.AddRange(transition.Events);
        }

        return events;
    }

    /// <summary>All that a snapshot holds, to see that nobody changes one.</summary>
    private static string Packed(ExecutionSnapshot snapshot)
    {
        var pack = new PackWriter();
        var text = new System.Text.StringBuilder();
        foreach (var frame in snapshot.Frames)
        {
            FramePack.Write(pack, snapshot, frame);
            text.AppendLine(Convert.ToHexString(pack.Written));
            FramePack.WriteBody(pack, frame);
            text.AppendLine(Convert.ToHexString(pack.Written));
        }

        return text.ToString();
    }

    private static void WellFormed(List<WorkflowEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            Assert.Equal(i + 1, events[i].Id);
            Assert.InRange(events[i].PreviousId, 0, i);
            if (i > 0 && events[i - 1].Type is EventType.ExecutionFailed or EventType.ExecutionAborted or EventType.ExecutionTimedOut)
                Assert.Equal(EventType.ExecutionRedriven, events[i].Type);
            EventRendering.Render(events[i]);
        }

        // What is left was entered, and nothing is left twice.
        var entered = events.Count(e => e.Type.ToString().EndsWith("StateEntered", StringComparison.Ordinal));
        var exited = events.Count(e => e.Type.ToString().EndsWith("StateExited", StringComparison.Ordinal));
        Assert.True(exited <= entered);
    }

    private static string Shape(WorkflowEvent e)
    {
        var rendered = EventRendering.Render(e);
        return $"{e.Id} {e.PreviousId} {e.Type} {e.At:O} {rendered.DetailsJson}";
    }
}
