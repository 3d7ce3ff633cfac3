using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>Names one task of one execution: its hand-out, or the answer that somebody gives later who got a token (<c>.waitForTaskToken</c>).</summary>
/// <param name="Frame">Negative for the latter.</param>
internal readonly record struct TaskKey(long Execution, int Frame, long Scheduled)
{
    public bool IsCallback => Frame < 0;

    public int FrameId => Frame < 0 ? -1 - Frame : Frame;

    public static TaskKey Callback(long execution, int frame, long scheduled) => new(execution, -1 - frame, scheduled);
}

/// <summary>
/// Task tokens: the task's key and a code made from it with the file's own random key (HMAC-SHA-256, 128 bits). Nobody can make one up, and the
/// same task has the same token after a restart, without a row of its own.
/// </summary>
internal sealed class TaskTokens(byte[] key)
{
    private const int Plain = 20;
    private const int Code = 16;

    public string Of(TaskKey task)
    {
        Span<byte> bytes = stackalloc byte[Plain + Code];
        BinaryPrimitives.WriteInt64BigEndian(bytes, task.Execution);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], task.Frame);
        BinaryPrimitives.WriteInt64BigEndian(bytes[12..], task.Scheduled);
        Sign(bytes[..Plain], bytes[Plain..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False for a text that this engine never gave out.</summary>
    public bool TryRead(string token, out TaskKey task)
    {
        task = default;
        Span<byte> bytes = stackalloc byte[Plain + Code];
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length)
            return false;
        Span<byte> code = stackalloc byte[Code];
        Sign(bytes[..Plain], code);
        task = new TaskKey(
            BinaryPrimitives.ReadInt64BigEndian(bytes),
            BinaryPrimitives.ReadInt32BigEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[12..]));
        return CryptographicOperations.FixedTimeEquals(code, bytes[Plain..]);
    }

    private void Sign(ReadOnlySpan<byte> plain, Span<byte> code)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, plain, hash);
        hash[..Code].CopyTo(code);
    }
}
