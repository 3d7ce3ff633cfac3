using System.Globalization;
using System.Text;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>One line of the ledger: an effect, made by a process, under a hand-out's key.</summary>
internal sealed record EffectLine(TaskEffect Effect, string HandOut, int Process);

/// <summary>
/// The ledger outside: a text file, one line for each effect before its task is answered, and one for each answer that was acknowledged. Every line is
/// one write, so that a kill leaves whole lines.
/// </summary>
internal sealed class EffectFile(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Made(TaskEffect effect, string handOut) => Write(
        string.Create(CultureInfo.InvariantCulture, $"made\t{handOut}\t{Environment.ProcessId}\t{effect.Order}\t{effect.State}\t{effect.Redrive}\t{effect.Attempt}\n"));

    public void Answered(string handOut) => Write($"answered\t{handOut}\n");

    public static (List<EffectLine> Made, HashSet<string> Answered) Read(string path)
    {
        var made = new List<EffectLine>();
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path))
        {
            var parts = line.Split('\t');
            if (parts is ["made", var handOut, var process, var order, var state, var redrive, var attempt])
                made.Add(new(new(order, state, Number(redrive), Number(attempt)), handOut, Number(process)));
            else if (parts is ["answered", var key])
                answered.Add(key);
            else
                Assert.Fail($"The ledger has the line '{line}'.");
        }

        return (made, answered);
    }

    public void Dispose() => _file.Dispose();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private void Write(string line)
    {
        lock (_gate)
            _file.Write(Encoding.UTF8.GetBytes(line));
    }
}
