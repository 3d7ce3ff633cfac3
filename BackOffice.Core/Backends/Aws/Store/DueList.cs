using BackOffice.Core.Common;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>
/// Subjects whose due moment came. Each is listed once, at the first of all its moments, so that a commit writes one place and not one a kind; a moment of
/// some kind can then only lie at or after its place, which says when enough was read.
/// </summary>
internal sealed class DueList(DynamoCalls calls)
{
    public async Task<IReadOnlyList<DueSubject>> ReadAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        var index = DynamoTable.Index(TableIndex.Due);
        var shards = await Task.WhenAll(
            Enumerable.Range(0, ItemKeys.Shards).Select(shard => ShardAsync(index, shard, kind, until.UtcTicks, limit, cancellationToken))).ConfigureAwait(false);
        var first = shards.SelectMany(found => found).OrderBy(due => due.At).ThenBy(due => due.Subject, StringComparer.Ordinal).Take(limit).Select(due => new SubjectId(due.Subject));
        var due = await StillDueAsync(first, kind, until.UtcTicks, cancellationToken).ConfigureAwait(false);
        return [.. due.OrderBy(one => one.At).ThenBy(one => one.Subject.Value, StringComparer.Ordinal)];
    }

    private async Task<List<(string Subject, long At)>> ShardAsync(TableIndex index, int shard, string kind, long until, int limit, CancellationToken cancellationToken)
    {
        var range = new KeyRange(index, ItemKeys.InShard("D", shard), Values.Of("0"), Values.Of(ItemKeys.Rank(until) + ":"));
        var moments = new PriorityQueue<string, long>(); // the latest of those kept comes out first
        await foreach (var row in calls.RowsAsync(range, ascending: true, null, cancellationToken).ConfigureAwait(false))
        {
            var (first, subject) = ItemKeys.PlaceOf(row.Text(Attributes.DuePlace));
            if (moments.Count >= limit && moments.TryPeek(out _, out var latest) && first >= -latest)
                break;
            if (row.Map(Attributes.Dues).NumberOrNull(kind) is not { } at || at > until)
                continue;
            moments.Enqueue(subject, -at);
            if (moments.Count > limit)
                moments.Dequeue();
        }

        return [.. moments.UnorderedItems.Select(one => (one.Element, -one.Priority))];
    }

    /// <summary>The index may lag behind what a worker has just done: the heads themselves say.</summary>
    private async Task<List<DueSubject>> StillDueAsync(IEnumerable<SubjectId> subjects, string kind, long until, CancellationToken cancellationToken)
    {
        var heads = await calls.GetManyAsync(subjects.Distinct().Select(ItemKeys.Head), consistent: true, cancellationToken).ConfigureAwait(false);
        return [.. heads.Where(IsDue).Select(head => new DueSubject(ItemKeys.SubjectOf(head.Text(Attributes.Pk)), HeadItem.Moment(head.Map(Attributes.Dues).Number(kind))))];

        bool IsDue(Item head) => head.Map(Attributes.Dues).NumberOrNull(kind) <= until;
    }
}
