using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>
/// One frame's row of the snapshot. The root's row begins with what belongs to the execution as a whole and changes with every transition,
/// so that the execution's own row is written at its start and end alone. A frame that waits for frames below it has a second row, written once,
/// with its data: what moves while a Map runs is small.
/// </summary>
internal static class FramePack
{
    /// <summary>2 added functions and joins.</summary>
    private const byte Version = 2;

    /// <summary>The number of the second row.</summary>
    public static int BodyOf(int frame) => -1 - frame;

    public static bool HasBody(Frame? frame) => frame is { Phase: FramePhase.Join };

    /// <summary>Whether the second row is to be written: it stays as it is for as long as the frame waits.</summary>
    public static bool HasNewBody(Frame? before, Frame after) =>
        HasBody(after) && !(HasBody(before) && before?.EnteredEventId == after.EnteredEventId);

    public static void Write(PackWriter pack, ExecutionSnapshot execution, Frame frame)
    {
        pack.Clear();
        pack.Byte(Version);
        if (frame.Id == 0)
        {
            pack.Unsigned((ulong)execution.LastEventId);
            pack.OptionalTime(execution.TimeoutAt);
        }

        pack.Number(frame.Parent);
        pack.Unsigned((ulong)frame.Index);
        pack.Text(frame.State);
        pack.Unsigned((ulong)frame.EnteredEventId);
        pack.Time(frame.EnteredAt);
        pack.Unsigned((ulong)frame.LastEventId);
        pack.Byte((byte)frame.Phase);
        if (HasBody(frame))
        {
            pack.Unsigned((ulong)frame.Next);
            pack.Unsigned((ulong)frame.Open);
            pack.Unsigned((ulong)frame.Failures);
            return;
        }

        Data(pack, frame);
        pack.OptionalTime(frame.WakeAt);

        // Of one that has stopped: where a redrive goes on with its branches or iterations.
        pack.Unsigned((ulong)frame.Next);
        pack.Unsigned((ulong)frame.Failures);
        pack.Byte(frame.Task is null ? (byte)0 : (byte)1);
        if (frame.Task is not { } task)
            return;
        pack.Unsigned((ulong)task.Scheduled);
        pack.Byte((byte)task.Kind);
        pack.Text(task.Handler);
        pack.Text(task.Input.Text);
        pack.OptionalNumber(task.TimeoutSeconds);
        pack.OptionalNumber(task.HeartbeatSeconds);
        pack.OptionalTime(task.StartedAt);
        pack.Byte(task.Submitted ? (byte)1 : (byte)0);
    }

    public static void WriteBody(PackWriter pack, Frame frame)
    {
        pack.Clear();
        pack.Byte(Version);
        Data(pack, frame);
    }

    /// <summary>The execution's part of the root's row.</summary>
    public static (long LastEventId, DateTimeOffset? TimeoutAt, string State) ReadRoot(ReadOnlySpan<byte> data)
    {
        var pack = new PackReader(data);
        Check(pack.Byte());
        var last = (long)pack.Unsigned();
        var timeout = pack.OptionalTime();
        pack.Number();
        pack.Unsigned();
        return (last, timeout, pack.Text());
    }

    /// <summary>The frame; one that has a second row lacks what is in that until <see cref="ReadBody"/>.</summary>
    public static Frame Read(int id, ReadOnlySpan<byte> data)
    {
        var pack = new PackReader(data);
        var version = Check(pack.Byte());
        if (id == 0)
        {
            pack.Unsigned();
            pack.OptionalTime();
        }

        var frame = new Frame
        {
            Id = id,
            Parent = (int)pack.Number(),
            Index = (int)pack.Unsigned(),
            State = pack.Text(),
            EnteredEventId = (long)pack.Unsigned(),
            EnteredAt = pack.Time(),
            LastEventId = (long)pack.Unsigned(),
            Phase = (FramePhase)pack.Byte(),
            Input = Json.Null,
        };
        if (HasBody(frame))
        {
            frame.Next = (int)pack.Unsigned();
            frame.Open = (int)pack.Unsigned();
            frame.Failures = (int)pack.Unsigned();
            return frame;
        }

        ReadData(ref pack, frame);
        frame.WakeAt = pack.OptionalTime();
        if (version > 1)
        {
            frame.Next = (int)pack.Unsigned();
            frame.Failures = (int)pack.Unsigned();
        }

        if (pack.Byte() == 1)
            frame.Task = ReadTask(ref pack, version);
        return frame;
    }

    public static void ReadBody(Frame frame, ReadOnlySpan<byte> data)
    {
        var pack = new PackReader(data);
        Check(pack.Byte());
        ReadData(ref pack, frame);
    }

    private static void Data(PackWriter pack, Frame frame)
    {
        pack.Text(frame.Input.Text);
        pack.Text(frame.Variables.Members.Length == 0 ? null : frame.Variables.Text);
        pack.Unsigned((ulong)frame.RetryCount);
        pack.Unsigned((ulong)(frame.RetrierCounts?.Length ?? 0));
        foreach (var count in frame.RetrierCounts ?? [])
            pack.Unsigned((ulong)count);
    }

    private static void ReadData(ref PackReader pack, Frame frame)
    {
        frame.Input = Json.Parse(pack.Text());
        frame.Variables = pack.OptionalText() is { } variables ? (JsonObj)Json.Parse(variables) : Json.Empty;
        frame.RetryCount = (int)pack.Unsigned();
        var counts = new int[pack.Unsigned()];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = (int)pack.Unsigned();
        frame.RetrierCounts = counts.Length == 0 ? null : counts;
    }

    private static TaskInProgress ReadTask(ref PackReader pack, byte version)
    {
        var scheduled = (long)pack.Unsigned();
        var kind = version > 1 ? (TaskKind)pack.Byte() : TaskKind.Activity;
        var handler = pack.Text();
        if (version == 1)
            handler = handler[(handler.LastIndexOf(':') + 1)..];
        return new TaskInProgress(
            scheduled, kind, handler, Json.Parse(pack.Text()), pack.OptionalNumber(), pack.OptionalNumber(), pack.OptionalTime(), null,
            version > 1 && pack.Byte() == 1);
    }

    private static byte Check(byte version) => version is >= 1 and <= Version
        ? version
        : throw new InvalidDataException($"A row of a snapshot has the unknown format {version}.");
}
