using System.Diagnostics;
using BackOffice.Api;
using BackOffice.Core.Orders.Intake;

namespace BackOffice.Cli;

/// <summary>Tells on standard error how far an import is, which lines were bad, and at the end the sums.</summary>
internal sealed class ImportProgress
{
    private static readonly TimeSpan s_tellEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _told;
    private long _lines;
    private long _placed;
    private long _repeated;

    public long Bad { get; private set; }

    public void Add(ImportPart part, ImportAnswer answer)
    {
        lock (_gate)
        {
            _lines += part.Lines;
            _placed += answer.Placed;
            _repeated += answer.Repeated;
            Bad += answer.Bad.Count + part.TooLong.Count;
            foreach (var line in part.TooLong)
                Console.Error.WriteLine(FormattableString.Invariant($"line {line}: longer than {OrderRequestParser.MaxBytes / 1024} kB"));
            foreach (var bad in answer.Bad)
                Console.Error.WriteLine(FormattableString.Invariant($"line {part.FirstLine + bad.Line - 1}: {bad.Reason}"));
            if (_watch.Elapsed - _told < s_tellEvery)
                return;
            _told = _watch.Elapsed;
            Console.Error.WriteLine(FormattableString.Invariant($"{_lines:N0} lines, {_lines / _watch.Elapsed.TotalSeconds:N0} a second"));
        }
    }

    public void Finish() => Console.WriteLine(FormattableString.Invariant(
        $"{_lines:N0} lines in {_watch.Elapsed.TotalSeconds:F1} s: {_placed:N0} orders placed, {_repeated:N0} were there already, {Bad:N0} lines bad and left out."));
}
