using System.Globalization;
using System.Runtime.CompilerServices;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Pages of the audit log: a subject's from its own partition, an actor's or an action's from an index, all from the log.</summary>
internal sealed class DynamoAuditList(DynamoCalls calls, Journal journal, AuditQuery query, byte[] cursorKey, DynamoStoreOptions options)
{
    private const int MostOnAPage = 1000;
    private const int Chunk = 50;
    private readonly string _canonical = string.Create(CultureInfo.InvariantCulture, $"audit\n{query.Subject}\n{query.ActorId}\n{query.Action}\n{query.NewestFirst}");

    /// <exception cref="ArgumentException">The cursor belongs to another list.</exception>
    public async Task<Page<StoredAudit>> ReadAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        limit = Math.Clamp(limit, 1, MostOnAPage);
        long? after = null;
        if (cursor is not null)
            after = DynamoCursor.Of(cursor, cursorKey, _canonical)?.At.Rank ?? throw new ArgumentException("The cursor belongs to another list. Begin at its first page.", nameof(cursor));
        await journal.FoldAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<(long Place, StoredAudit Entry)>();
        var looked = 0;
        var places = await PlacesAsync(after, cancellationToken).ConfigureAwait(false);
        await foreach (var chunk in places.Chunk(Math.Min(limit + 1, Chunk)).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var entries = await EntriesAsync(chunk, cancellationToken).ConfigureAwait(false);
            foreach (var (place, key) in chunk)
            {
                if (entries.TryGetValue(key, out var item) && Takes(item))
                    found.Add((place, AuditItem.Read(item)));
                if (found.Count > limit)
                    return new Page<StoredAudit>([.. found.Take(limit).Select(one => one.Entry)], CursorAt(found[limit - 1].Place));
            }

            looked += chunk.Length;
            if (looked >= options.WalkRows)
            {
                var (last, key) = chunk[^1];
                return new Page<StoredAudit>([.. found.Select(one => one.Entry)], CursorAt(last), entries.TryGetValue(key, out var item) ? AuditItem.Read(item).Entry.At : null);
            }
        }

        return new Page<StoredAudit>([.. found.Select(one => one.Entry)], null);
    }

    private string CursorAt(long place) => new DynamoCursor(0, new Place(place, ""), Found: true).ToText(cursorKey, _canonical);

    private bool Takes(Item item) =>
        (query.ActorId is null || item.Text(Attributes.Actor) == query.ActorId)
        && (query.Action is null || item.Text(Attributes.Action) == query.Action || item.Text(Attributes.Action).StartsWith(query.Action + ".", StringComparison.Ordinal));

    private async Task<IAsyncEnumerable<(long Place, (string Partition, string Sort) Key)>> PlacesAsync(long? after, CancellationToken cancellationToken)
    {
        if (query.Subject is { } subject)
            return OfSubjectAsync(subject, after, cancellationToken);
        if (query.ActorId is { } actor)
            return OfIndexAsync(TableIndex.AuditByActor, actor, after, cancellationToken);
        if (query.Action is not { } word)
            return OfLogAsync(after, cancellationToken);
        var known = (await calls.GetAsync(ItemKeys.Actions, cancellationToken).ConfigureAwait(false))?[Attributes.Value].SS ?? [];
        var actions = known.Where(action => action == word || action.StartsWith(word + ".", StringComparison.Ordinal));
        return Merge.Sorted(
            [.. actions.Select(action => OfIndexAsync(TableIndex.AuditByAction, action, after, cancellationToken))],
            (a, b) => query.NewestFirst ? b.Place.CompareTo(a.Place) : a.Place.CompareTo(b.Place), cancellationToken);
    }

    private async IAsyncEnumerable<(long, (string, string))> OfSubjectAsync(string subject, long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (low, high) = Ends(after);
        var range = KeyRange.Items(ItemKeys.SubjectPrefix + subject, ItemKeys.AuditSort(low), ItemKeys.AuditSort(high));
        await foreach (var item in calls.RowsAsync(range, !query.NewestFirst, Chunk, cancellationToken).ConfigureAwait(false))
            yield return (item.Number(Attributes.Number), (item.Text(Attributes.Pk), item.Text(Attributes.Sk)));
    }

    private async IAsyncEnumerable<(long Place, (string, string) Key)> OfIndexAsync(string index, string hash, long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (low, high) = Ends(after);
        var range = new KeyRange(DynamoTable.Index(index), hash, Values.Of(low), Values.Of(high));
        await foreach (var item in calls.RowsAsync(range, !query.NewestFirst, Chunk, cancellationToken).ConfigureAwait(false))
            yield return (item.Number(Attributes.Sequence), (item.Text(Attributes.Pk), item.Text(Attributes.Sk)));
    }

    private async IAsyncEnumerable<(long, (string, string))> OfLogAsync(long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (low, high) = Ends(after);
        await foreach (var (sequence, key) in AuditLogRows.ReadAsync(calls, low, high, !query.NewestFirst, Chunk, cancellationToken).ConfigureAwait(false))
            yield return (sequence, key);
    }

    /// <summary>Places from and to, both included.</summary>
    private (long Low, long High) Ends(long? after) => query.NewestFirst ? (0, (after ?? long.MaxValue) - 1) : ((after ?? 0) + 1, long.MaxValue);

    private async Task<Dictionary<(string, string), Item>> EntriesAsync(IEnumerable<(long Place, (string Partition, string Sort) Key)> places, CancellationToken cancellationToken)
    {
        var items = await calls.GetManyAsync(places.Select(place => ItemKeys.Key(place.Key.Partition, place.Key.Sort)), consistent: true, cancellationToken).ConfigureAwait(false);
        return items.ToDictionary(item => (item.Text(Attributes.Pk), item.Text(Attributes.Sk)));
    }
}
