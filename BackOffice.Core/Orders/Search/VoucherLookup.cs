using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;

namespace BackOffice.Core.Orders.Search;

/// <summary>Reads a text of the box as a whole voucher code. Codes are stored as keyed hashes alone, so only a whole one is found, and a near miss by trying what was meant.</summary>
public sealed class VoucherLookup(IStore store, VoucherVault vault)
{
    /// <summary>
    /// The query with the code's key in place of its text; the query as it is when the text is no code; <see cref="Invalid"/> when the check character
    /// is wrong, with the order of a code that is one slip away.
    /// </summary>
    public async Task<Result<OrderQuery>> ResolveAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        if (query.Text is not { } text || VoucherCode.Normalise(text) is not { } code)
            return query;
        if (VoucherCode.CheckIsRight(code))
            return query with { Text = null, Keys = [.. query.Keys, new SearchTerm.Key(KeyClasses.VoucherCode, vault.HashOf(code))] };
        // Thirteen letters may be a name; what starts as our codes do is one that was mistyped.
        if (!VoucherCode.StartsAsCode(text.Trim()))
            return query;
        foreach (var near in VoucherCode.OneSlipFrom(code))
        {
            if (await store.FindAsync(KeyClasses.VoucherCode, vault.HashOf(near), prefix: false, 1, cancellationToken).ConfigureAwait(false) is [var subject])
                return new Invalid("query", $"The check character of this voucher code is wrong. One slip away is the code that ends in {near[^4..]}, of order {subject.Value[(subject.Value.IndexOf('/', StringComparison.Ordinal) + 1)..]}.");
        }

        return new Invalid("query", "The check character of this voucher code is wrong, and no code that exists is one slip away. Ask for it again.");
    }
}
