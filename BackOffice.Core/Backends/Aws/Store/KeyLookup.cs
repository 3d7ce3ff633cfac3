using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Subjects by a look-up key: its items are in the table, so that a key is found as soon as it is committed.</summary>
internal sealed class KeyLookup(DynamoCalls calls)
{
    /// <summary>Sorts after everything that starts with what stands before it.</summary>
    public const string Last = "\U0010FFFF";

    /// <exception cref="ArgumentException">Keys of that class are not found by their start.</exception>
    public async Task<IReadOnlyList<SubjectId>> FindAsync(string keyClass, string value, bool prefix, int limit, CancellationToken cancellationToken)
    {
        if (value.Length == 0)
            return [];
        if (KeyClasses.IsUnique(keyClass) && !prefix)
            return await HolderAsync(keyClass, value, cancellationToken).ConfigureAwait(false) is { } holder ? [holder] : [];
        if (!prefix)
        {
            var (partition, start) = ItemKeys.Lookup(keyClass, value);
            return await SubjectsAsync(KeyRange.Items(partition, start + "0", start + ":"), limit, cancellationToken).ConfigureAwait(false);
        }

        if (!ItemKeys.IsByStart(keyClass))
            throw new ArgumentException($"Keys of the class {keyClass} are found whole.", nameof(prefix));
        var range = KeyRange.Items(ItemKeys.StartPartition(keyClass, value), value, value + Last);
        return await SubjectsAsync(range, null, cancellationToken).ConfigureAwait(false) is var all && all.Count > limit ? [.. all.Take(limit)] : all;
    }

    /// <summary>The subject that has the unique key now.</summary>
    public async Task<SubjectId?> HolderAsync(string keyClass, string value, CancellationToken cancellationToken) =>
        await calls.GetAsync(ItemKeys.Key(ItemKeys.UniqueKey(keyClass, value), "U"), cancellationToken).ConfigureAwait(false) is { } item && !item.Flag(Attributes.Gone)
            ? new SubjectId(item.Text(Attributes.Subject))
            : null;

    /// <summary>Newest first, each once; a limit is for ranges that are in that order.</summary>
    private async Task<IReadOnlyList<SubjectId>> SubjectsAsync(KeyRange range, int? limit, CancellationToken cancellationToken)
    {
        var places = new HashSet<(long Rank, string Subject)>();
        await foreach (var item in calls.RowsAsync(range, ascending: false, limit, cancellationToken).ConfigureAwait(false))
        {
            places.Add(PlaceOf(item.Text(Attributes.Sk)));
            if (places.Count == limit)
                break;
        }

        return [.. places.OrderByDescending(place => place.Rank).ThenByDescending(place => place.Subject, StringComparer.Ordinal).Select(place => new SubjectId(place.Subject))];
    }

    private static (long Rank, string Subject) PlaceOf(string sort) => ItemKeys.PlaceOf(sort[(sort.LastIndexOf(ItemKeys.End) + 1)..]);
}
