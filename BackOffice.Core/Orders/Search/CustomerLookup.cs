using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Search;

/// <summary>
/// Reads "the customer of that order" as the customer's address, on the server: a page and its address then name an order, and personal data is in neither.
/// </summary>
public sealed class CustomerLookup(IStore store)
{
    /// <summary>The query with the address in place of the order; what names an order that is not there finds nothing.</summary>
    public async Task<OrderQuery> ResolveAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        if (!query.Keys.Any(IsSame))
            return query;
        var keys = new List<SearchTerm>(query.Keys.Count);
        foreach (var key in query.Keys)
            keys.Add(key is SearchTerm.Key same && IsSame(same) ? await AddressAsync(same, cancellationToken).ConfigureAwait(false) : key);
        return query with { Keys = keys };
    }

    private static bool IsSame(SearchTerm term) => term is SearchTerm.Key { Class: KeyClasses.SameCustomer };

    private async Task<SearchTerm> AddressAsync(SearchTerm.Key same, CancellationToken cancellationToken) =>
        await store.GetAsync(new OrderId(same.Value).Subject, cancellationToken).ConfigureAwait(false) is { } stored
            ? new SearchTerm.Key(KeyClasses.Email, KeyNormaliser.Email(OrderDraft.HeadOf(stored).Customer.Email))
            : same;
}
