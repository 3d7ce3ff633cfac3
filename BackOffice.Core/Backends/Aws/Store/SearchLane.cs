using System.Runtime.CompilerServices;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>One partition that holds places: of an index, or of the look-up keys in the table.</summary>
/// <param name="Prefix">What stands before the place in the sort key.</param>
/// <param name="AnyValue">True when values that start with <paramref name="Prefix"/> come too: then rows are sorted by value, not by place.</param>
internal sealed record SearchLane(TableIndex? Index, string Hash, string Prefix = "", bool AnyValue = false)
{
    private string RangeName => Index?.Range ?? Attributes.Sk;

    /// <summary>The lanes of a list, one a shard.</summary>
    public static IReadOnlyList<SearchLane> OfList(string index, string value) =>
        [.. Enumerable.Range(0, ItemKeys.Shards).Select(shard => new SearchLane(DynamoTable.Index(index), ItemKeys.InShard(value, shard)))];

    /// <summary>Rows after a place in the list's order, and within its ends.</summary>
    public IAsyncEnumerable<Candidate> AfterAsync(DynamoCalls calls, SearchOrder order, Place start, (long From, long? Before) ends, int pageSize, CancellationToken cancellationToken)
    {
        var (low, high) = (ItemKeys.Rank(ends.From), ends.Before is { } before ? ItemKeys.Rank(before) : ":");
        var at = ItemKeys.Place(start.Rank, start.Subject);
        if (order.Ascending && string.CompareOrdinal(at, low) > 0)
            low = at;
        else if (!order.Ascending && string.CompareOrdinal(at, high) < 0)
            high = at;
        return ReadAsync(calls, Prefix + low, Prefix + high, order.Ascending, start, pageSize, cancellationToken);
    }

    /// <summary>All rows between two ranks, in any order.</summary>
    public IAsyncEnumerable<Candidate> AllAsync(DynamoCalls calls, (long From, long? Before) ends, int pageSize, CancellationToken cancellationToken)
    {
        var (low, high) = AnyValue ? ("", KeyLookup.Last) : (ItemKeys.Rank(ends.From), ends.Before is { } before ? ItemKeys.Rank(before) : ":");
        return ReadAsync(calls, Prefix + low, Prefix + high, ascending: false, null, pageSize, cancellationToken);
    }

    private async IAsyncEnumerable<Candidate> ReadAsync(
        DynamoCalls calls, string low, string high, bool ascending, Place? except, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = new KeyRange(Index, Hash, Values.Of(low), Values.Of(high));
        await foreach (var item in calls.RowsAsync(range, ascending, pageSize, cancellationToken).ConfigureAwait(false))
        {
            var place = PlaceOf(item);
            if (place != except)
                yield return new Candidate(place, Index?.Columns is null ? null : SearchRow.Of(item));
        }
    }

    private Place PlaceOf(Item item)
    {
        var text = item.Text(RangeName);
        if (RangeName == Attributes.Pk)
            return new Place(item.Number(Attributes.Placed), ItemKeys.SubjectOf(text).Value);
        var (rank, subject) = ItemKeys.PlaceOf(AnyValue ? text[(text.LastIndexOf(ItemKeys.End) + 1)..] : text[Prefix.Length..]);
        return new Place(rank, subject);
    }
}
