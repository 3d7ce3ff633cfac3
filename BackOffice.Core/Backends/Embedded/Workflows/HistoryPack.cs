using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>One transition's row of history: its signals, and their events. Texts that occur twice are stored once.</summary>
internal static class HistoryPack
{
    private const byte Version = 1;
    private const byte IsNumber = 0x80;

    public static void Write(PackWriter pack, ReadOnlySpan<Signal> signals, IReadOnlyList<WorkflowEvent> events)
    {
        pack.Clear();
        pack.Byte(Version);
        var first = events[0];
        pack.Unsigned((ulong)events.Count);
        pack.Unsigned((ulong)first.Id);
        pack.Time(first.At);
        foreach (var e in events)
        {
            pack.Byte((byte)e.Type);
            pack.Unsigned((ulong)(e.Id - e.PreviousId));
            pack.Number((long)(e.At - first.At).TotalMilliseconds);
            pack.Byte((byte)e.Details.Length);
            foreach (var detail in e.Details)
            {
                if (detail.Text is null)
                {
                    pack.Byte((byte)((byte)detail.Field | IsNumber));
                    pack.Number(detail.Number);
                }
                else
                {
                    pack.Byte((byte)detail.Field);
                    pack.Text(detail.Text);
                }
            }
        }

        pack.Unsigned((ulong)signals.Length);
        foreach (var signal in signals)
            Write(pack, signal);
    }

    public static List<WorkflowEvent> Events(ReadOnlySpan<byte> data)
    {
        var pack = new PackReader(data);
        return Events(ref pack);
    }

    /// <summary>The signals of the transition, in their order: applied again to the snapshot before, they give its events again.</summary>
    public static List<Signal> Signals(ReadOnlySpan<byte> data)
    {
        var pack = new PackReader(data);
        Events(ref pack);
        var signals = new List<Signal>();
        for (var left = pack.Unsigned(); left > 0; left--)
            signals.Add(Signal(ref pack));
        return signals;
    }

    private static List<WorkflowEvent> Events(ref PackReader pack)
    {
        if (pack.Byte() is var version && version != Version)
            throw new InvalidDataException($"A row of history has the unknown format {version}.");
        var count = (int)pack.Unsigned();
        var first = (long)pack.Unsigned();
        var time = pack.Time();
        var events = new List<WorkflowEvent>(count);
        for (var i = 0; i < count; i++)
        {
            var type = (EventType)pack.Byte();
            var id = first + i;
            var previous = id - (long)pack.Unsigned();
            var at = time.AddMilliseconds(pack.Number());
            var details = new EventDetail[pack.Byte()];
            for (var d = 0; d < details.Length; d++)
            {
                var field = pack.Byte();
                details[d] = (field & IsNumber) != 0
                    ? new EventDetail((EventField)(field & ~IsNumber), null, pack.Number())
                    : new EventDetail((EventField)field, pack.Text());
            }

            events.Add(new WorkflowEvent(id, previous, type, at, details));
        }

        return events;
    }

    private static void Write(PackWriter pack, Signal signal)
    {
        pack.Byte(signal switch
        {
            StartSignal => 1,
            TaskStartedSignal => 2,
            TaskSucceededSignal => 3,
            TaskFailedSignal => 4,
            TaskHeartbeatSignal => 5,
            TimerSignal => 6,
            StopSignal => 7,
            RedriveSignal => 8,
            TaskSubmittedSignal => 9,
            _ => throw new InvalidOperationException($"{signal.GetType().Name} is not stored."),
        });
        pack.Time(signal.Now);
        pack.Fixed(signal.Seed);
        if (signal is TaskSignal task)
        {
            pack.Unsigned((ulong)task.Frame);
            pack.Unsigned((ulong)task.Scheduled);
        }

        switch (signal)
        {
            case StartSignal start:
                pack.Text(start.Name);
                pack.Text(start.StateMachine);
                pack.Text(start.Input.Text);
                break;
            case TaskStartedSignal started:
                pack.Text(started.Worker);
                break;
            case TaskSucceededSignal succeeded:
                pack.Text(succeeded.Output.Text);
                break;
            case TaskSubmittedSignal submitted:
                pack.Text(submitted.Output.Text);
                break;
            case TaskFailedSignal failed:
                pack.Text(failed.Error);
                pack.Text(failed.Cause);
                break;
            case StopSignal stop:
                pack.Text(stop.Error);
                pack.Text(stop.Cause);
                break;
        }
    }

    private static Signal Signal(ref PackReader pack)
    {
        var kind = pack.Byte();
        var now = pack.Time();
        var seed = pack.Fixed();
        var (frame, scheduled) = kind is (>= 2 and <= 5) or 9 ? ((int)pack.Unsigned(), (long)pack.Unsigned()) : (0, 0);
        return kind switch
        {
            1 => new StartSignal(now, seed, pack.Text(), pack.Text(), Json.Parse(pack.Text())),
            2 => new TaskStartedSignal(now, seed, frame, scheduled, pack.OptionalText()),
            3 => new TaskSucceededSignal(now, seed, frame, scheduled, Json.Parse(pack.Text())),
            4 => new TaskFailedSignal(now, seed, frame, scheduled, pack.OptionalText(), pack.OptionalText()),
            5 => new TaskHeartbeatSignal(now, seed, frame, scheduled),
            6 => new TimerSignal(now, seed),
            7 => new StopSignal(now, seed, pack.OptionalText(), pack.OptionalText()),
            8 => new RedriveSignal(now, seed),
            9 => new TaskSubmittedSignal(now, seed, frame, scheduled, Json.Parse(pack.Text())),
            _ => throw new InvalidDataException($"A row of history has a signal of the unknown kind {kind}."),
        };
    }
}
