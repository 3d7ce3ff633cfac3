using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>
/// One open frame's row of the snapshot. The root's row begins with what belongs to the execution as a whole and changes with every transition,
/// so that the execution's own row is written at its start and end alone.
/// </summary>
internal static class FramePack
{
    private const byte Version = 1;

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
        pack.Text(frame.Input.Text);
        pack.Text(frame.Variables.Members.Length == 0 ? null : frame.Variables.Text);
        pack.Unsigned((ulong)frame.RetryCount);
        pack.Unsigned((ulong)(frame.RetrierCounts?.Length ?? 0));
        foreach (var count in frame.RetrierCounts ?? [])
            pack.Unsigned((ulong)count);
        pack.OptionalTime(frame.WakeAt);
        pack.Byte(frame.Task is null ? (byte)0 : (byte)1);
        if (frame.Task is not { } task)
            return;
        pack.Unsigned((ulong)task.Scheduled);
        pack.Text(task.Resource);
        pack.Text(task.Input.Text);
        pack.OptionalNumber(task.TimeoutSeconds);
        pack.OptionalNumber(task.HeartbeatSeconds);
        pack.OptionalTime(task.StartedAt);
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

    public static Frame Read(int id, ReadOnlySpan<byte> data)
    {
        var pack = new PackReader(data);
        Check(pack.Byte());
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
            Input = Json.Parse(pack.Text()),
            Variables = pack.OptionalText() is { } variables ? (JsonObj)Json.Parse(variables) : Json.Empty,
            RetryCount = (int)pack.Unsigned(),
        };
        var counts = new int[pack.Unsigned()];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = (int)pack.Unsigned();
        frame.RetrierCounts = counts.Length == 0 ? null : counts;
        frame.WakeAt = pack.OptionalTime();
        if (pack.Byte() == 1)
        {
            frame.Task = new TaskInProgress(
                (long)pack.Unsigned(), pack.Text(), Json.Parse(pack.Text()), pack.OptionalNumber(), pack.OptionalNumber(), pack.OptionalTime(), null);
        }

        return frame;
    }

    private static void Check(byte version)
    {
        if (version != Version)
            throw new InvalidDataException($"A row of a snapshot has the unknown format {version}.");
    }
}
