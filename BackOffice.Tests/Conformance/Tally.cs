using System.Globalization;

namespace BackOffice.Tests.Conformance;

/// <summary>Passed, failed and skipped rows of one corpus, by area and query language.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<(string Area, bool Jsonata), (int Passed, int Failed, int Skipped)> _areas = [];

    public List<(string Id, string Difference)> Failures { get; } = [];

    public int Passed => _areas.Values.Sum(a => a.Passed);

    public int Skipped => _areas.Values.Sum(a => a.Skipped);

    /// <param name="difference">Null when it passed.</param>
    public void Ran(string id, string area, bool jsonata, string? difference)
    {
        var counts = _areas.GetValueOrDefault((area, jsonata));
        _areas[(area, jsonata)] = difference is null ? counts with { Passed = counts.Passed + 1 } : counts with { Failed = counts.Failed + 1 };
        if (difference is not null)
            Failures.Add((id, difference));
    }

    public void Skip(string area, bool jsonata)
    {
        var counts = _areas.GetValueOrDefault((area, jsonata));
        _areas[(area, jsonata)] = counts with { Skipped = counts.Skipped + 1 };
    }

    public string Line(string corpus) =>
        string.Create(CultureInfo.InvariantCulture, $"{corpus}: {Passed} passed, {Failures.Count} failed, {Skipped} skipped");

    public IEnumerable<string> Split()
    {
        foreach (var jsonata in (bool[])[false, true])
        {
            var of = _areas.Where(a => a.Key.Jsonata == jsonata).Select(a => a.Value).ToArray();
            if (of.Length > 0)
                yield return Line(jsonata ? "JSONata" : "JSONPath", (of.Sum(c => c.Passed), of.Sum(c => c.Failed), of.Sum(c => c.Skipped)));
        }

        foreach (var ((area, jsonata), counts) in _areas)
            yield return Line(jsonata ? area + " (JSONata)" : area, counts);
    }

    private static string Line(string name, (int Passed, int Failed, int Skipped) c) =>
        string.Create(CultureInfo.InvariantCulture, $"    {name}: {c.Passed} passed, {c.Failed} failed, {c.Skipped} skipped");
}
