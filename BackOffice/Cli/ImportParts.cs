using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using BackOffice.Api;
using BackOffice.Core.Orders.Intake;

namespace BackOffice.Cli;

/// <summary>Whole lines of a file, together small enough for one request.</summary>
/// <param name="FirstLine">The number, in the file, of the part's first line.</param>
/// <param name="Lines">How many lines; those left out here are empty, so that numbers stay right.</param>
/// <param name="Utf8">The lines with their ends.</param>
/// <param name="TooLong">Numbers of lines longer than an order may be; they were not read into memory.</param>
internal sealed record ImportPart(long FirstLine, int Lines, ReadOnlyMemory<byte> Utf8, IReadOnlyList<long> TooLong);

/// <summary>Cuts a file of any size into parts; memory stays at one part, however long a line is.</summary>
internal static class ImportParts
{
    private const int LinesAPart = 500;
    private const int BytesAPart = ImportEndpoint.MaxBytes / 2;

    public static async IAsyncEnumerable<ImportPart> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var part = new Part(firstLine: 1);
        var skipping = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                part.Add(rest.Slice(0, end), skipping);
                skipping = false;
                rest = rest.Slice(rest.GetPosition(1, end));
                if (part.Lines == LinesAPart || part.Bytes >= BytesAPart)
                {
                    yield return part.Take();
                    part = new Part(part.NextLine);
                }
            }

            if (read.IsCompleted)
            {
                if (rest.Length > 0 || skipping)
                    part.Add(rest, skipping);
                if (part.Lines > 0)
                    yield return part.Take();
                yield break;
            }

            if (skipping || rest.Length > OrderRequestParser.MaxBytes)
            {
                skipping = true;
                reader.AdvanceTo(rest.End);
            }
            else
            {
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
    }

    private sealed class Part(long firstLine)
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(256 * 1024);
        private readonly List<long> _tooLong = [];

        public int Lines { get; private set; }

        public int Bytes => _bytes.WrittenCount;

        public long NextLine => firstLine + Lines;

        public void Add(ReadOnlySequence<byte> line, bool isRestOfTooLong)
        {
            if (isRestOfTooLong || line.Length > OrderRequestParser.MaxBytes)
            {
                _tooLong.Add(NextLine);
            }
            else
            {
                foreach (var segment in line)
                    _bytes.Write(segment.Span);
            }

            _bytes.Write("\n"u8);
            Lines++;
        }

        public ImportPart Take() => new(firstLine, Lines, _bytes.WrittenMemory, _tooLong);
    }
}
