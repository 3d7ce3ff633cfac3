using System.Runtime.CompilerServices;
using BackOffice.Core.Audit;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>The second place of the checkpoints: a file of lines, appended to and synced to disk. What a crash left of a line is cut off first.</summary>
public sealed class CheckpointFile(string path) : ICheckpointArchive
{
    private const int LongestLine = 4_096;

    public string Path { get; } = path;

    /// <inheritdoc/>
    public Task AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        using var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1);
        file.SetLength(EndOfLastLine(file));
        file.Seek(0, SeekOrigin.End);
        file.Write([.. line.Span, (byte)'\n']);
        file.Flush(flushToDisk: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
            yield break;
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[64 * 1024];
            var held = 0;
            while (await file.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                held += read;
                var start = 0;
                while (buffer.AsSpan(start, held - start).IndexOf((byte)'\n') is var length and >= 0)
                {
                    yield return buffer.AsSpan(start, length).ToArray();
                    start += length + 1;
                }

                buffer.AsSpan(start, held - start).CopyTo(buffer);
                held -= start;
                if (held > LongestLine)
                    break; // no line of ours; the verifier sees that lines are missing
            }
        }
    }

    private static long EndOfLastLine(FileStream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, LongestLine)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf((byte)'\n') + 1;
        return end > 0 || tail.Length < LongestLine ? file.Length - tail.Length + end : file.Length;
    }
}
