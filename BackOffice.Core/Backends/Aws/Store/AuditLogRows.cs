using System.Runtime.CompilerServices;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>The audit log in the store's order: whose entry stands at which place. One item a fold, under its last place.</summary>
internal static class AuditLogRows
{
    /// <summary>Places from and to, both included.</summary>
    public static async IAsyncEnumerable<(long Sequence, (string Partition, string Sort) Key)> ReadAsync(
        DynamoCalls calls, long low, long high, bool ascending, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An item that ends beyond the range may begin in it: newest first it is read too, and left again as soon as the rows lie before the range.
        var range = KeyRange.Items(ItemKeys.AuditLog, ItemKeys.Rank(low), ItemKeys.Rank(long.MaxValue));
        if (!ascending && high < long.MaxValue - 1)
            range = range with { High = Values.Of(await EndOfAsync(calls, high, cancellationToken).ConfigureAwait(false)) };
        await foreach (var item in calls.RowsAsync(range, ascending, pageSize, cancellationToken).ConfigureAwait(false))
        {
            var first = item.Number(Attributes.Value);
            var entries = item.List(Attributes.Entries);
            for (var i = 0; i < entries.Count; i++)
            {
                var at = ascending ? i : entries.Count - 1 - i;
                var sequence = first + at;
                if (ascending && sequence > high)
                    yield break;
                if (sequence >= low && sequence <= high)
                    yield return (sequence, (ItemKeys.SubjectPrefix + entries[at].M.Text(Attributes.Subject), ItemKeys.AuditSort(entries[at].M.Number(Attributes.Number))));
            }
        }
    }

    /// <summary>The sort key of the item that holds the place, or of the first after it.</summary>
    private static async Task<string> EndOfAsync(DynamoCalls calls, long place, CancellationToken cancellationToken)
    {
        var range = KeyRange.Items(ItemKeys.AuditLog, ItemKeys.Rank(place), ItemKeys.Rank(long.MaxValue));
        await foreach (var item in calls.RowsAsync(range, ascending: true, 1, cancellationToken).ConfigureAwait(false))
            return item.Text(Attributes.Sk);
        return ItemKeys.Rank(place);
    }
}
