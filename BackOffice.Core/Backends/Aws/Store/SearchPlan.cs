using BackOffice.Core.Orders;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>What a search found, in the list's order, and where it stopped looking when it ran out of its budget.</summary>
internal sealed record FoundRows(IReadOnlyList<(Place At, Item Head)> Rows, Place? Cut = null);

/// <summary>
/// How one reading of a query is answered. A list that lanes hold in its order is read from there; else a range of few rows is read whole; else rows are
/// walked in the list's order until the page is full or the budget is spent. Every row is judged by its head, since an index may be behind it.
/// </summary>
internal sealed class SearchPlan(DynamoCalls calls, OrderQuery query, IReadOnlyList<SearchTerm> terms, DynamoStoreOptions options)
{
    /// <summary>Ranges that are looked at for few rows before anything is walked: each costs what it reads.</summary>
    private const int NarrowTries = 3;

    private const int WalkPage = 500;
    private readonly SearchOrder _order = new(query.Sort);

    public async Task<FoundRows> FindAsync(Place start, int limit, CancellationToken cancellationToken)
    {
        var walk = new SearchWalk(calls, query, terms, _order, options);
        if (await SubjectAsync(cancellationToken).ConfigureAwait(false) is { IsOne: true } one)
            return Sorted(await walk.HeadsAsync(one.Subject is null ? [] : [one.Subject], cancellationToken).ConfigureAwait(false), start, limit);
        var others = Conditions - (_order.Has(query) ? 1 : 0);
        if (others == 0)
            return await walk.RunAsync(Through(All, start, limit, cancellationToken), limit, cancellationToken).ConfigureAwait(false);
        var drivers = SearchDriver.Of(query, terms);
        if (_order.IsByPlaced && others == 1 && drivers.FirstOrDefault(driver => driver.InOrder && driver.IsWhole && driver.Lanes[0].Index?.Name != _order.Index) is { } whole)
            return await walk.RunAsync(Through(whole.Lanes, start, limit, cancellationToken), limit, cancellationToken).ConfigureAwait(false);
        foreach (var driver in drivers.Take(NarrowTries))
        {
            if (await NarrowAsync(driver, cancellationToken).ConfigureAwait(false) is { } few)
                return await FewAsync(walk, driver, few, start, limit, cancellationToken).ConfigureAwait(false);
        }

        var lanes = _order.IsByPlaced ? drivers.FirstOrDefault(driver => driver.InOrder)?.Lanes ?? All : All;
        return await walk.RunAsync(Through(lanes, start, WalkPage, cancellationToken), limit, cancellationToken).ConfigureAwait(false);
    }

    private IReadOnlyList<SearchLane> All => SearchLane.OfList(_order.Index, "L");

    private int Conditions => terms.Count + (query.Headlines.Count > 0 ? 1 : 0) + (query.Path is null ? 0 : 1)
        + Facets(query.Step) + Facets(query.Error) + Facets(query.City) + Facets(query.Variant) + Facets(query.Currency)
        + (query.Amount is null ? 0 : 1) + (query.Placed is null ? 0 : 1) + (query.Changed is null ? 0 : 1);

    private static int Facets(Facet? facet) => facet is null ? 0 : (facet.Only.Count > 0 ? 1 : 0) + (facet.Except.Count > 0 ? 1 : 0);

    /// <summary>The one subject that a term can only mean.</summary>
    private async Task<(bool IsOne, string? Subject)> SubjectAsync(CancellationToken cancellationToken)
    {
        foreach (var term in terms)
        {
            if (term is SearchTerm.Id id)
                return (true, "order/" + id.OrderId);
            if (term is SearchTerm.Key { Prefix: false } key && KeyClasses.IsUnique(key.Class))
                return (true, (await new KeyLookup(calls).HolderAsync(key.Class, key.Value, cancellationToken).ConfigureAwait(false))?.Value);
        }

        return default;
    }

    private IAsyncEnumerable<Candidate> Through(IReadOnlyList<SearchLane> lanes, Place start, int pageSize, CancellationToken cancellationToken) => Merge.Sorted(
        [.. lanes.Select(lane => lane.AfterAsync(calls, _order, start, _order.Ends(query), pageSize, cancellationToken))], (a, b) => _order.Compare(a.At, b.At), cancellationToken);

    /// <summary>All rows of the range, or null when there are too many.</summary>
    private async Task<List<Candidate>?> NarrowAsync(SearchDriver driver, CancellationToken cancellationToken)
    {
        var rows = new List<Candidate>();
        foreach (var lane in driver.Lanes)
        {
            await foreach (var row in lane.AllAsync(calls, driver.Ends, options.NarrowRows, cancellationToken).ConfigureAwait(false))
            {
                rows.Add(row);
                if (rows.Count >= options.NarrowRows)
                    return null;
            }
        }

        return rows;
    }

    private async Task<FoundRows> FewAsync(SearchWalk walk, SearchDriver driver, List<Candidate> rows, Place start, int limit, CancellationToken cancellationToken)
    {
        if (!_order.IsByPlaced || !driver.HasPlaced)
            return Sorted(await walk.HeadsAsync(rows.Select(row => row.At.Subject).Distinct(), cancellationToken).ConfigureAwait(false), start, limit);
        // Their places are known: heads are read no further than the page needs.
        var ends = _order.Ends(query);
        var sorted = rows.DistinctBy(row => row.At.Subject).Where(row => row.At.Rank >= ends.From && !(row.At.Rank >= ends.Before) && _order.Compare(row.At, start) > 0).ToList();
        sorted.Sort((a, b) => _order.Compare(a.At, b.At));
        return await walk.RunAsync(sorted.ToAsyncEnumerable(), limit, cancellationToken).ConfigureAwait(false);
    }

    private FoundRows Sorted(IEnumerable<(Place At, Item Head)> rows, Place start, int limit)
    {
        var sorted = rows.Where(row => _order.Compare(row.At, start) > 0).ToList();
        sorted.Sort((a, b) => _order.Compare(a.At, b.At));
        return new FoundRows([.. sorted.Take(limit)]);
    }
}
