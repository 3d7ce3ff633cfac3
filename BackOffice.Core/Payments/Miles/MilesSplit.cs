using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Miles;

/// <summary>
/// What of miles that are given back counts again: a programme gives back miles to the lots they came from, and a lot that has ended meanwhile gives nothing.
/// Lots that end last are given back first, which is best for the customer.
/// </summary>
/// <param name="Back">Miles that count again.</param>
/// <param name="Expired">Miles that had ended: forfeited. The two add up to what is given back.</param>
public readonly record struct MilesSplit(Money Back, Money Expired)
{
    /// <summary>Of the next <paramref name="amount"/> of a tender's redemption on a day; the programme's own answer is what is booked.</summary>
    public static MilesSplit Of(Tender tender, Money amount, DateOnly today)
    {
        var before = tender.Refunded.Minor + (tender.Forfeited?.Minor ?? 0) + tender.Reserved.Minor;
        return Of(tender.Lots ?? [], before, amount, today);
    }

    /// <param name="lots">As redeemed.</param>
    /// <param name="before">Miles of them that were given back or forfeited already, or are on their way.</param>
    /// <param name="amount">At most what is left.</param>
    /// <param name="today">UTC.</param>
    public static MilesSplit Of(IEnumerable<MilesLot> lots, long before, Money amount, DateOnly today)
    {
        var (skip, want, expired) = (before, amount.Minor, 0L);
        foreach (var lot in lots.OrderByDescending(lot => lot.ExpiresOn))
        {
            var left = Math.Max(0, lot.Miles - skip);
            skip = Math.Max(0, skip - lot.Miles);
            var taken = Math.Min(left, want);
            want -= taken;
            if (lot.ExpiresOn < today)
                expired += taken;
        }

        return new MilesSplit(amount - new Money(expired, amount.Unit), new Money(expired, amount.Unit));
    }
}
