using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Takes rows in the list's order and keeps those whose heads pass, until the page is full, the rows end, or the budget is spent.</summary>
internal sealed class SearchWalk(DynamoCalls calls, OrderQuery query, IReadOnlyList<SearchTerm> terms, SearchOrder order, DynamoStoreOptions options)
{
    private const int HeadsAtOnce = 100;
    private const int FewestAgain = 50;

    public async Task<FoundRows> RunAsync(IAsyncEnumerable<Candidate> candidates, int limit, CancellationToken cancellationToken)
    {
        var found = new List<(Place At, Item Head)>();
        var waiting = new List<Place>();
        var (rows, heads) = (0, 0);
        Place? last = null;
        await foreach (var candidate in candidates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            rows++;
            // An order that changes while the lanes are read may stand in two of them at one place.
            if (candidate.At == last)
                continue;
            last = candidate.At;
            if (candidate.Row?.Passes(query, terms) != false)
                waiting.Add(candidate.At);
            var isSpent = rows >= options.WalkRows || heads + waiting.Count >= options.WalkHeads;
            // The first heads are as many as the page needs; once some did not pass, as many as make the request worth while.
            if (waiting.Count < Math.Clamp(limit - found.Count, heads == 0 ? 1 : FewestAgain, HeadsAtOnce) && !isSpent)
                continue;
            heads += waiting.Count;
            await TakeAsync(waiting, found, limit, cancellationToken).ConfigureAwait(false);
            if (found.Count >= limit)
                return new FoundRows(found);
            if (isSpent)
                return new FoundRows(found, candidate.At);
        }

        await TakeAsync(waiting, found, limit, cancellationToken).ConfigureAwait(false);
        return new FoundRows(found);
    }

    /// <summary>Heads that pass, each with its place in the list's order.</summary>
    public async Task<IEnumerable<(Place At, Item Head)>> HeadsAsync(IEnumerable<string> subjects, CancellationToken cancellationToken)
    {
        var items = await calls.GetManyAsync(subjects.Distinct().Select(subject => ItemKeys.Head(new SubjectId(subject))), consistent: false, cancellationToken).ConfigureAwait(false);
        return items.Select(item => (Row: SearchRow.Of(item), Head: item)).Where(one => one.Row?.Passes(query, terms) == true)
            .Select(one => (new Place(order.RankOf(one.Row!.Index), one.Row.Subject), one.Head));
    }

    /// <summary>A head that stands elsewhere by now is left out here: it is found at its new place.</summary>
    private async Task TakeAsync(List<Place> waiting, List<(Place At, Item Head)> found, int limit, CancellationToken cancellationToken)
    {
        if (waiting.Count == 0)
            return;
        var heads = (await HeadsAsync(waiting.Select(place => place.Subject), cancellationToken).ConfigureAwait(false)).ToDictionary(one => one.At, one => one.Head);
        foreach (var place in waiting)
        {
            if (found.Count < limit && heads.TryGetValue(place, out var head))
                found.Add((place, head));
        }

        waiting.Clear();
    }
}
