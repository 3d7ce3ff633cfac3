using Xunit.Abstractions;
using Xunit.Sdk;

namespace BackOffice.Tests.Conformance;

/// <summary>What the conformance tests count, told at their end in one line a file; the ids that failed go to a file beside the tests.</summary>
public sealed class ConformanceReport(IMessageSink messages) : IDisposable
{
    private readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    internal Tally Of(string corpus) => _tallies[corpus] = new Tally();

    public void Dispose()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "conformance")).FullName;
        foreach (var (corpus, tally) in _tallies)
        {
            File.WriteAllLines(Path.Combine(folder, corpus + ".failed.txt"), tally.Failures.Select(f => f.Id));
            messages.OnMessage(new DiagnosticMessage(tally.Line(corpus)));
            foreach (var line in tally.Split())
                messages.OnMessage(new DiagnosticMessage(line));
        }
    }
}

[CollectionDefinition(Name)]
public sealed class ConformanceTests : ICollectionFixture<ConformanceReport>
{
    public const string Name = "Conformance";
}
