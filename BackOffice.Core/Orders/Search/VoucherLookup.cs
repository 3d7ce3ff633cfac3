using System.Text.RegularExpressions;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;

namespace BackOffice.Core.Orders.Search;

/// <summary>Reads a text of the box as a whole voucher code. Codes are stored as keyed hashes alone, so only a whole one is found, and a near miss by trying what was meant.</summary>
public sealed partial class VoucherLookup(IStore store, VoucherVault vault)
{
    /// <summary>
    /// The first whole code that stands anywhere in a text and says itself that it is one, right or mistyped, or null. It is money: it is never kept and
    /// never logged.
    /// </summary>
    public static string? CodeIn(string text) => CodeForm().Matches(text).Select(match => VoucherCode.Normalise(match.Value)).FirstOrDefault(code => code is not null);

    /// <summary>A query as a log may keep it: one with a code is described, not repeated.</summary>
    public static string Shown(string query) => CodeIn(query) is { } code ? $"a query with the voucher code that ends in {code[^4..]}" : query;

    /// <summary>
    /// The query with the code's key in place of its text; the query as it is when the text is no code; <see cref="Invalid"/> when the check character
    /// is wrong, with the order of a code that is one slip away.
    /// </summary>
    public async Task<Result<OrderQuery>> ResolveAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        if (query.Text is not { } text || VoucherCode.Normalise(text) is not { } code)
            return query;
        var saysSo = VoucherCode.StartsAsCode(text.Trim());
        if (VoucherCode.CheckIsRight(code))
        {
            // One name or telephone number in thirty-two of thirteen characters looks like a code: it is one if somebody holds it.
            var hash = vault.HashOf(code);
            return saysSo || await ExistsAsync(hash, cancellationToken).ConfigureAwait(false) is not null
                ? query with { Text = null, Keys = [.. query.Keys, new SearchTerm.Key(KeyClasses.VoucherCode, hash)] }
                : query;
        }

        if (!saysSo)
            return query;
        foreach (var near in VoucherCode.OneSlipFrom(code))
        {
            if (await ExistsAsync(vault.HashOf(near), cancellationToken).ConfigureAwait(false) is { } order)
                return new Invalid("query", $"The check character of this voucher code is wrong. One slip away is the code that ends in {near[^4..]}, of order {order}.");
        }

        return new Invalid("query", "The check character of this voucher code is wrong, and no code that exists is one slip away. Ask for it again.");
    }

    /// <summary>The order that holds the code, or null.</summary>
    private async Task<string?> ExistsAsync(string hash, CancellationToken cancellationToken) =>
        await store.FindAsync(KeyClasses.VoucherCode, hash, prefix: false, 1, cancellationToken).ConfigureAwait(false) is [var subject] ? subject.Name : null;

    [GeneratedRegex(@"(?<![0-9a-z])GLT[- ][0-9a-z]{4}[- ]?[0-9a-z]{4}[- ]?[0-9a-z]{4}[- ]?[0-9a-z](?![0-9a-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodeForm();
}
