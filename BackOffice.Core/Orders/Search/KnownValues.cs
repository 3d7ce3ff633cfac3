using System.Collections.Frozen;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Search;

/// <summary>A value that orders have, and how many.</summary>
/// <param name="Text">As it is written most often.</param>
/// <param name="Count">Of all its spellings together.</param>
public sealed record KnownValue(string Text, long Count);

/// <summary>The values of the query's fields that orders have, from counters kept on write: what completions show.</summary>
public sealed class KnownValues
{
    public static readonly KnownValues None = new(FrozenDictionary<string, IReadOnlyList<KnownValue>>.Empty);

    /// <summary>Fields whose counters count just what the field finds.</summary>
    private static readonly (string Field, string Prefix)[] s_counted =
        [(QueryFields.Status, OrderCounters.HeadlinePrefix), (QueryFields.Path, OrderCounters.PathPrefix), (QueryFields.City, OrderCounters.CityPrefix)];

    private readonly FrozenDictionary<string, IReadOnlyList<KnownValue>> _values;

    private KnownValues(FrozenDictionary<string, IReadOnlyList<KnownValue>> values) => _values = values;

    /// <summary>The commonest first; empty for a field that is not counted.</summary>
    public IReadOnlyList<KnownValue> this[string field] => _values.GetValueOrDefault(field) ?? [];

    public static async Task<KnownValues> ReadAsync(IStore store, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, IReadOnlyList<KnownValue>>();
        foreach (var (field, prefix) in s_counted)
        {
            var counters = await store.CountersAsync(prefix, cancellationToken).ConfigureAwait(false);
            values[field] = Of(field, counters.Select(counter => new KnownValue(counter.Key[prefix.Length..], counter.Value)));
        }

        return new KnownValues(values.ToFrozenDictionary());
    }

    /// <summary>Values from figures that are at hand.</summary>
    public static KnownValues From(string field, IEnumerable<KnownValue> values) =>
        new(new Dictionary<string, IReadOnlyList<KnownValue>> { [field] = Of(field, values) }.ToFrozenDictionary());

    private static List<KnownValue> Of(string field, IEnumerable<KnownValue> values) =>
    [
        .. values.Where(value => value.Count > 0).GroupBy(value => Fold(field, value.Text))
            .Select(spellings => new KnownValue(spellings.MaxBy(spelling => spelling.Count)!.Text, spellings.Sum(spelling => spelling.Count)))
            .OrderByDescending(value => value.Count).ThenBy(value => value.Text, StringComparer.Ordinal),
    ];

    /// <summary>Two texts that a field finds alike are one.</summary>
    internal static string Fold(string field, string text) => field == QueryFields.City ? OrderIndex.FoldCity(text) : text.ToLowerInvariant();
}
